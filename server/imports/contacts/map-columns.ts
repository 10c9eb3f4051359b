import { parseEmailAddress } from '../../people/email-address.ts'
import { contactColumns, customerColumns, personColumns, type ImportField } from '../imports.api.ts'

const MOST_EMAILS_ARE = 0.6

/** Works out what the columns are: by their headings, and an e-mail column by its contents. */
export function mapColumns(columns: string[], rows: string[][]): (ImportField | null)[] {
  const fields = columns.map((column) => FIELD_BY_NAME.get(bare(column)) ?? null)
  const has = (...wanted: ImportField[]) => wanted.some((field) => fields.includes(field))

  // "Contact" may hold names or addresses, and so may a column without a clear heading.
  for (const at of columns.keys())
    if (!has('email') && (fields[at] === null || fields[at] === 'fullName') && holdsEmails(rows, at))
      fields[at] = 'email'

  // The other columns show whose name "Name" is.
  const name = columns.findIndex((column) => bare(column) === 'name')
  if (name >= 0 && !has('customerName', 'fullName'))
    fields[name] = has('firstName', 'lastName', 'accountNumber') ? 'customerName' : 'fullName'
  else if (name >= 0 && has('customerName') && !has('firstName', 'lastName', 'fullName'))
    fields[name] = 'fullName'

  return fields.map((field, at) => {
    if (field === null || fields.indexOf(field) === at) return field
    const isSecond = fields.slice(0, at).filter((other) => other === field).length === 1
    return field === 'phone' && isSecond && !has('secondPhone') ? 'secondPhone' : null
  })
}

/** People mean the same by headings that differ in case, accents, spaces and signs. */
export function bare(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('#', 'number')
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Compared without case, accents, spaces and signs. */
const FIELD_BY_NAME = new Map(
  Object.entries({ ...customerColumns, ...personColumns, ...contactColumns }).flatMap(
    ([field, { heading, knownAs }]) =>
      [heading, ...knownAs.split('|')].map((name) => [bare(name), field as ImportField] as const),
  ),
)

function holdsEmails(rows: string[][], at: number): boolean {
  const values = rows.map((row) => row[at]?.trim() ?? '').filter((value) => value !== '')
  const addresses = values.filter((value) => parseEmailAddress(value).ok)
  return values.length > 0 && addresses.length / values.length >= MOST_EMAILS_ARE
}

import type * as z from 'zod'
import { documentKinds, inOrder, type DocumentKind, type Receives, type Role } from '../contacts/receives.ts'
import type { Address } from '../customers/address.api.ts'
import { currency, language, line, optionalText, timeZone } from '../http/fields.api.ts'
import { plainly } from '../http/plainly.ts'
import { parseEmailAddress } from '../people/email-address.ts'
import { plainCell } from './csv-cell.ts'
import { importFields, type ImportField } from './imports.api.ts'

/** What a row says. A field that was left blank, or has no column, changes nothing. */
export interface RowContent {
  customerName?: string
  accountNumber?: string
  customer: Partial<{
    email: string
    phone: string
    second_phone: string
    billing_address: Partial<Address>
    shipping_address: Partial<Address>
    currency: string
    payment_terms_days: number
    notes: string
  }>
  email?: { address: string; identity: string }
  person: Partial<{
    first_name: string
    last_name: string
    phone: string
    second_phone: string
    language: string
    time_zone: string
  }>
  contact: Partial<{ job_title: string; receives: Receives; is_primary: boolean }>
}

export type ReadRow = { content: RowContent; faults: string[] }

/** Reads a row's cells by the mapping, and every reason why it cannot be imported. */
export function readRow(cells: string[], fields: (ImportField | null)[]): ReadRow {
  const content: RowContent = { customer: {}, person: {}, contact: {} }
  const faults: string[] = []
  for (const [at, field] of fields.entries()) {
    const cell = field === null ? '' : plainCell(cells[at] ?? '').trim()
    if (field === null || cell === '') continue
    const fault = READ[field](cell, content)
    if (fault) faults.push(`${importFields[field]}: ${fault}`)
  }
  return { content, faults }
}

const NOTES = optionalText(10_000)

/** Puts a cell into the content, or says what is wrong with it. */
type ReadCell = (cell: string, content: RowContent) => string | null

const READ: Record<ImportField, ReadCell> = {
  customerName: text(200, (content, value) => (content.customerName = value)),
  accountNumber: text(64, (content, value) => (content.accountNumber = value)),
  customerEmail: (cell, { customer }) => {
    const parsed = parseEmailAddress(cell)
    if (!parsed.ok) return parsed.reason
    customer.email = parsed.address
    return null
  },
  customerPhone: text(50, ({ customer }, value) => (customer.phone = value)),
  customerSecondPhone: text(50, ({ customer }, value) => (customer.second_phone = value)),
  ...addressCells('billing', 'billing_address'),
  ...addressCells('shipping', 'shipping_address'),
  currency: (cell, { customer }) =>
    checked(currency, cell.toUpperCase(), (value) => (customer.currency = value)),
  paymentTermsDays: (cell, { customer }) => {
    const days = /^(?:net\s*)?(\d{1,3})(?:\s*(?:days?|d))?$/i.exec(cell)?.[1]
    if (days === undefined || Number(days) > 365) return 'Use a number of days from 0 to 365.'
    customer.payment_terms_days = Number(days)
    return null
  },
  notes: (cell, { customer }) => checked(NOTES, cell, (value) => (customer.notes = value!)),
  fullName: text(200, ({ person }, value) => {
    const [first, last] = namesIn(value)
    person.first_name ??= first
    person.last_name ??= last
  }),
  firstName: text(100, ({ person }, value) => (person.first_name = value)),
  lastName: text(100, ({ person }, value) => (person.last_name = value)),
  email: (cell, content) => {
    const parsed = parseEmailAddress(cell)
    if (!parsed.ok) return parsed.reason
    content.email = { address: parsed.address, identity: parsed.identity }
    return null
  },
  phone: text(50, ({ person }, value) => (person.phone = value)),
  secondPhone: text(50, ({ person }, value) => (person.second_phone = value)),
  language: (cell, { person }) =>
    checked(
      language,
      /^[A-Za-z]{2,3}$/.test(cell) ? cell.toLowerCase() : cell.replace('_', '-'),
      (value) => (person.language = value),
    ),
  timeZone: (cell, { person }) => checked(timeZone, cell, (value) => (person.time_zone = value)),
  jobTitle: text(100, ({ contact }, value) => (contact.job_title = value)),
  receives: (cell, { contact }) => {
    const receives = rolesIn(cell)
    if (!receives)
      return `Use ${documentKinds.join(', ')}, all or none, with (cc) after what goes to them as Cc.`
    contact.receives = receives
    return null
  },
  primary: (cell, { contact }) => {
    const answer = YES_OR_NO.get(cell.toLowerCase())
    if (answer === undefined) return 'Use yes or no.'
    contact.is_primary = answer
    return null
  },
}

function text(most: number, put: (content: RowContent, value: string) => void): ReadCell {
  const schema = line(most)
  return (cell, content) => checked(schema, onOneLine(cell), (value) => put(content, value))
}

function addressCells<Of extends 'billing' | 'shipping'>(of: Of, column: `${Of}_address`) {
  const part = (name: keyof Address, most: number): ReadCell => {
    const schema = line(most)
    return (cell, { customer }) =>
      checked(schema, onOneLine(cell, ', '), (value) => {
        customer[column] = { ...customer[column], [name]: value }
      })
  }
  return {
    [`${of}Line1`]: part('line1', 200),
    [`${of}Line2`]: part('line2', 200),
    [`${of}City`]: part('city', 100),
    [`${of}Region`]: part('region', 100),
    [`${of}PostalCode`]: part('postalCode', 20),
    [`${of}Country`]: part('country', 100),
  } as Record<`${Of}${'Line1' | 'Line2' | 'City' | 'Region' | 'PostalCode' | 'Country'}`, ReadCell>
}

function checked<T>(schema: z.ZodType<T>, cell: string, put: (value: T) => void): string | null {
  const result = schema.safeParse(cell, { error: plainly })
  if (!result.success) return result.error.issues[0]!.message
  put(result.data)
  return null
}

/** Cells may hold line breaks where our fields do not. */
function onOneLine(cell: string, between = ' '): string {
  return cell.replace(/\s*[\r\n\t]+\s*/g, between)
}

/** "Anna van der Berg", or "van der Berg, Anna". */
function namesIn(name: string): [first: string, last: string] {
  const comma = name.indexOf(',')
  if (comma > 0) return [name.slice(comma + 1).trim(), name.slice(0, comma).trim()]
  const space = name.indexOf(' ')
  return space < 0 ? [name, ''] : [name.slice(0, space), name.slice(space + 1).trim()]
}

/** "invoices, reminders (cc)", "Invoices and receipt", "all", "none". */
function rolesIn(cell: string): Receives | null {
  const words = cell
    .toLowerCase()
    .split(/[\s,;|/+&()]+/)
    .filter((word) => !IGNORED.has(word))
  if (words.length === 1 && NOTHING.has(words[0]!)) return {}
  const receives: Receives = {}
  let before: readonly DocumentKind[] = []
  for (const word of words) {
    const named = ROLES.has(word) ? before : kindsOf(word)
    if (named.length === 0) return null
    for (const kind of named) receives[kind] = ROLES.get(word) ?? 'to'
    before = ROLES.has(word) ? [] : named
  }
  return inOrder(receives)
}

function kindsOf(word: string): readonly DocumentKind[] {
  if (EVERYTHING.has(word)) return documentKinds
  return documentKinds.filter((kind) => kind === word || kind === `${word}s`)
}

const IGNORED = new Set(['', 'and', 'account'])
const ROLES = new Map<string, Role>([
  ['to', 'to'],
  ['cc', 'cc'],
])
const NOTHING = new Set(['none', 'nothing', 'no', '-'])
const EVERYTHING = new Set(['all', 'everything', '*'])
const YES_OR_NO = new Map([
  ...['yes', 'y', 'true', '1', 'x', 'ja', 'oui', 'sí', 'si', 'sim', 'primary'].map(
    (word) => [word, true] as const,
  ),
  ...['no', 'n', 'false', '0', 'nein', 'non', 'não', 'nee', '-'].map((word) => [word, false] as const),
])

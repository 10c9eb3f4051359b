import { candidates, choose, type Ambiguous, type Candidate } from '../columns/choose-columns.ts'
import { headingsOf } from '../columns/headings.ts'
import {
  contactColumns,
  customerColumns,
  furtherContacts,
  personColumns,
  type FurtherField,
  type ImportField,
} from '../imports.api.ts'
import { makersHeadings, recognizeMaker, type Recognized } from '../makers/recognize.ts'
import { isCompanyName, isEmail, isPersonName, isPhone, mostly } from '../columns/values.ts'

export interface MappedColumns<Field> {
  /** What each column is; null: it is left out. */
  fields: (Field | null)[]
  /** What each could be, by its heading and its values, even where another column is that. */
  couldBe: (Field | null)[]
}

/**
 * Works out what the columns are: as the maker of the file calls them, or people do, and by their values. Of several for one
 * field, the best filled is it.
 */
export function mapColumns(
  columns: string[],
  rows: string[][],
  maker: Recognized<ImportField> | null = recognizeMaker('contacts', columns),
): MappedColumns<ImportField> {
  const all = candidates(columns, rows, maker?.headings, [HEADINGS, MAKERS_HEADINGS], AMBIGUOUS)
  nameNames(all)
  const fields = choose(all, NEXT)
  guess(fields, all, 'email', isEmail)
  guess(fields, all, 'phone', isPhone)
  // Who has one number has it as the phone, mobile or not.
  if (!fields.includes('phone') && !fields.includes('customerPhone')) replace(fields, 'secondPhone', 'phone')
  return { fields, couldBe: all.map((one, at) => fields[at] ?? one.field ?? likely(one)) }
}

/** What people call the columns, and what of it Portico does not keep. */
const HEADINGS = headingsOf<ImportField>(
  Object.fromEntries([
    ...Object.entries({ ...customerColumns, ...personColumns, ...contactColumns }).map(
      ([field, { heading, knownAs }]) => [field, `${heading}|${knownAs}`],
    ),
    ...furtherContacts.map((number) => [`email${number}` satisfies FurtherField, furtherEmail(number)]),
  ]) as Record<ImportField, string>,
  'fax|fax number|website|web|web page|homepage|url|vat number|vat no|vat registration number|tax id|tax number|gst number|abn|ust-idnr.|ust-id|siret|nif|p. iva|partita iva|btw-nummer|nip|balance|open balance|credit limit|salutation|name prefix|anrede|titel|civilité|tratamiento|titolo|aanhef|middle name|suffix|birthday|geburtstag|created|created at|create date|created time|last modified|last modified time|updated at|tags|id|record id|uuid|iban|bic|bank account|hausnummer|house number|huisnummer|skype|twitter|facebook',
)

const MAKERS_HEADINGS = makersHeadings<ImportField>('contacts')

function furtherEmail(number: number): string {
  const second =
    number === 2 ? '|second email|secondary email|alternate email|alternative email|other email' : ''
  return `e-mail ${number}|email ${number}|email address ${number}|e-mail ${number} address${second}`
}

/** Headings under which people write several things: what the values are like decides. */
const AMBIGUOUS: Ambiguous<ImportField> = new Map<string, (ImportField | null)[]>([
  ['contact', ['fullName', 'email', 'phone']],
  ['primarycontact', ['primary', 'fullName']],
  ['maincontact', ['primary', 'fullName']],
  ['hauptkontakt', ['primary', 'fullName']],
  ['contactprincipal', ['primary', 'fullName']],
  ['contactoprincipal', ['primary', 'fullName']],
  ['title', ['jobTitle', null]],
  ['address', ['billingLine1', 'email']],
  ['account', ['accountNumber', 'customerName']],
])

/** What a column is where another is the better one. */
const NEXT: Partial<Record<ImportField, ImportField[]>> = {
  phone: ['secondPhone'],
  email: furtherContacts.map((number) => `email${number}` as const),
}

/** The other columns show whose name “Name” is, or its values do. */
function nameNames(all: Candidate<ImportField>[]) {
  const name = all.find(({ heading, isKnown }) => !isKnown && ['name', 'naam'].includes(heading))
  if (!name) return
  const has = (...wanted: ImportField[]) => all.some(({ field }) => field !== null && wanted.includes(field))
  const namesPerson = has('firstName', 'lastName', 'fullName')
  if (has('customerName')) {
    if (!namesPerson) name.field = 'fullName'
  } else
    name.field =
      namesPerson || has('accountNumber') || name.values.some(isCompanyName) ? 'customerName' : 'fullName'
  name.count = name.field === null ? 0 : name.values.length
}

/** A column without a clear heading is what is in it, where no other column is that. */
function guess(
  fields: (ImportField | null)[],
  all: Candidate<ImportField>[],
  field: ImportField,
  isOne: (value: string) => boolean,
) {
  if (fields.includes(field)) return
  const at = all.findIndex(({ isKnown, values }) => !isKnown && mostly(values, isOne))
  if (at >= 0) fields[at] = field
}

/** What stands in a column whose heading says nothing. */
function likely({ isKnown, values }: Candidate<ImportField>): ImportField | null {
  if (isKnown) return null
  if (mostly(values, isEmail)) return 'email'
  if (mostly(values, isPhone)) return 'phone'
  return mostly(values, isPersonName) && new Set(values).size > values.length / 2 ? 'fullName' : null
}

function replace(fields: (ImportField | null)[], old: ImportField, wanted: ImportField) {
  const at = fields.indexOf(old)
  if (at >= 0) fields[at] = wanted
}

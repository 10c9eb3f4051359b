import type * as z from 'zod'
import { contactFields } from '../../contacts/contact-fields.ts'
import { address, type Address } from '../../customers/address.api.ts'
import { customerFields } from '../../customers/customer-fields.ts'
import type { Field, Fields, InFiles, Row } from '../../fields/field.ts'
import { plainly } from '../../http/plainly.ts'
import { parseEmailAddress } from '../../people/email-address.ts'
import { personFields } from '../../people/person-fields.ts'
import { plainCell } from '../../csv/csv-cell.ts'
import { OWN_CELLS } from './field-cells.ts'
import {
  contactColumns,
  customerColumns,
  furtherColumns,
  importFields,
  personColumns,
  type FurtherField,
  type ImportField,
} from '../imports.api.ts'

type Said<F extends Fields> = { -readonly [Name in keyof InFiles<F>]?: NonNullable<Row<F>[Name]> }
type Addresses = 'billingAddress' | 'shippingAddress'

/** Somebody whom a row names. */
export interface Named {
  email?: { address: string; identity: string }
  person: Omit<Said<typeof personFields>, 'email'>
  contact: Said<typeof contactFields>
}

/** What a row says. A field that was left blank, or has no column, changes nothing. */
export interface RowContent extends Named {
  customer: Omit<Said<typeof customerFields>, Addresses> & { [Name in Addresses]?: Partial<Address> }
  /** Further contacts of the customer. */
  others: Named[]
}

export type ReadRow = { content: RowContent; faults: string[] }

/** Reads a row's cells by the mapping, and every reason why it cannot be imported. */
export function readRow(cells: string[], fields: (ImportField | null)[]): ReadRow {
  const content: RowContent = { customer: {}, person: {}, contact: {}, others: [] }
  const faults: string[] = []
  for (const [at, field] of fields.entries()) {
    const cell = field === null ? '' : plainCell(cells[at] ?? '').trim()
    if (field === null || cell === '') continue
    const fault = READ[field](cell, content)
    if (fault) faults.push(`${importFields[field]}: ${fault}`)
  }
  return { content: withOthersInOrder(content), faults }
}

/** Whoever is named first is the row's contact, whichever columns that was; and one address is one contact. */
function withOthersInOrder({ customer, others, ...first }: RowContent): RowContent {
  const isSomebody = ({ email, person }: Named) => Boolean(email ?? person.firstName ?? person.lastName)
  const named = [first, ...others].filter((one) => one === first || isSomebody(one))
  if (named.length > 1 && !isSomebody(first)) {
    const { person, contact } = named.shift()!
    named[0] = {
      ...named[0]!,
      person: { ...person, ...named[0]!.person },
      contact: { ...contact, ...named[0]!.contact },
    }
  }
  const [one, ...rest] = named.filter(
    ({ email }, at) =>
      email === undefined || named.findIndex((other) => other.email?.identity === email.identity) === at,
  )
  return { customer, ...one!, others: rest }
}

/** Puts a cell into the content, or says what is wrong with it. */
type ReadCell<Into = RowContent> = (cell: string, content: Into) => string | null

/** Written as people write it, before it is looked at. */
const TIDIED: Record<string, (cell: string) => string> = {
  currency: (cell) => cell.toUpperCase(),
  language: (cell) => (/^[A-Za-z]{2,3}$/.test(cell) ? cell.toLowerCase() : cell.replace('_', '-')),
}

const READ_NAMED = {
  ...readersOf('person', personFields, personColumns),
  ...readersOf('contact', contactFields, contactColumns),
  email: emailCell<Named>((named, email) => (named.email = email)),
  fullName(cell: string, { person }: Named) {
    const [first, last] = namesIn(onOneLine(cell))
    const { firstName, lastName } = personFields
    return (
      checked(firstName.schema, first, (value) => (person.firstName ??= value)) ??
      checked(lastName.schema, last, (value) => (person.lastName ??= value))
    )
  },
}

const READ: Record<ImportField, ReadCell> = {
  ...readersOf('customer', customerFields, customerColumns),
  customerEmail: emailCell<RowContent>(({ customer }, { address }) => (customer.email = address)),
  ...READ_NAMED,
  ...ofOthers(),
}

/** Reads what belongs to a further contact of the row, as what belongs to the first is read. */
function ofOthers() {
  const readers = Object.entries(furtherColumns).map(([name, { field, contact }]): [string, ReadCell] => [
    name,
    (cell, { others }) => {
      while (others.length <= contact - 2) others.push({ person: {}, contact: {} })
      return READ_NAMED[field](cell, others[contact - 2]!)
    },
  ])
  return Object.fromEntries(readers) as Record<FurtherField, ReadCell>
}

interface Column {
  field: string | null
  part?: string
}
type Into<Noun extends string> = (content: Record<Noun, object>) => Record<string, unknown>

/** Reads each column of a noun into its field. */
function readersOf<Noun extends 'customer' | 'person' | 'contact', Columns extends Record<string, Column>>(
  noun: Noun,
  fields: Fields,
  columns: Columns,
) {
  type Read = ReadCell<Record<Noun, object>>
  const into: Into<Noun> = (content) => content[noun] as Record<string, unknown>
  const readers = Object.entries(columns).flatMap(([name, { field, part }]): [string, Read][] => {
    if (field === null) return []
    if (part !== undefined) return [[name, partCell(into, field, part as keyof Address)]]
    if (field in OWN_CELLS) return [[name, ownCell(into, field as keyof typeof OWN_CELLS)]]
    return [[name, textCell(into, field, fields[field]!)]]
  })
  return Object.fromEntries(readers) as {
    [Name in keyof Columns as Columns[Name]['field'] extends null ? never : Name]: Read
  }
}

function textCell<Noun extends string>(
  into: Into<Noun>,
  name: string,
  { schema, severalLines }: Field,
): ReadCell<Record<Noun, object>> {
  const tidy = TIDIED[name] ?? (severalLines ? (cell: string) => cell : onOneLine)
  return (cell, content) => checked(schema, tidy(cell), (value) => (into(content)[name] = value))
}

function ownCell<Noun extends string>(
  into: Into<Noun>,
  name: keyof typeof OWN_CELLS,
): ReadCell<Record<Noun, object>> {
  return (cell, content) => {
    const read = OWN_CELLS[name].read(cell)
    if ('fault' in read) return read.fault
    into(content)[name] = read.value
    return null
  }
}

function partCell<Noun extends string>(
  into: Into<Noun>,
  name: string,
  part: keyof Address,
): ReadCell<Record<Noun, object>> {
  return (cell, content) =>
    checked(address.shape[part], onOneLine(cell, ', '), (value) => {
      const said = into(content)
      said[name] = { ...(said[name] as Partial<Address>), [part]: value }
    })
}

function emailCell<Into>(put: (into: Into, email: NonNullable<Named['email']>) => void): ReadCell<Into> {
  return (cell, content) => {
    const parsed = parseEmailAddress(cell)
    if (!parsed.ok) return parsed.reason
    put(content, { address: parsed.address, identity: parsed.identity })
    return null
  }
}

const IN_WORDS = { error: plainly }

function checked<T>(schema: z.ZodType<T>, cell: string, put: (value: T) => void): string | null {
  const result = schema.safeParse(cell, IN_WORDS)
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

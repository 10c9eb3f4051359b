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
  importFields,
  personColumns,
  type ImportField,
} from '../imports.api.ts'

type Said<F extends Fields> = { -readonly [Name in keyof InFiles<F>]?: NonNullable<Row<F>[Name]> }
type Addresses = 'billingAddress' | 'shippingAddress'

/** What a row says. A field that was left blank, or has no column, changes nothing. */
export interface RowContent {
  customer: Omit<Said<typeof customerFields>, Addresses> & { [Name in Addresses]?: Partial<Address> }
  email?: { address: string; identity: string }
  person: Omit<Said<typeof personFields>, 'email'>
  contact: Said<typeof contactFields>
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

/** Puts a cell into the content, or says what is wrong with it. */
type ReadCell = (cell: string, content: RowContent) => string | null

/** Written as people write it, before it is looked at. */
const TIDIED: Record<string, (cell: string) => string> = {
  currency: (cell) => cell.toUpperCase(),
  language: (cell) => (/^[A-Za-z]{2,3}$/.test(cell) ? cell.toLowerCase() : cell.replace('_', '-')),
}

const READ: Record<ImportField, ReadCell> = {
  ...readersOf('customer', customerFields, customerColumns),
  ...readersOf('person', personFields, personColumns),
  ...readersOf('contact', contactFields, contactColumns),
  customerEmail: emailCell(({ customer }, { address }) => (customer.email = address)),
  email: emailCell((content, email) => (content.email = email)),
  fullName(cell, { person }) {
    const [first, last] = namesIn(onOneLine(cell))
    const { firstName, lastName } = personFields
    return (
      checked(firstName.schema, first, (value) => (person.firstName ??= value)) ??
      checked(lastName.schema, last, (value) => (person.lastName ??= value))
    )
  },
}

interface Column {
  field: string | null
  part?: string
}
type Into = (content: RowContent) => Record<string, unknown>

/** Reads each column of a noun into its field. */
function readersOf<Columns extends Record<string, Column>>(
  noun: 'customer' | 'person' | 'contact',
  fields: Fields,
  columns: Columns,
) {
  const into: Into = (content) => content[noun]
  const readers = Object.entries(columns).flatMap(([name, { field, part }]): [string, ReadCell][] => {
    if (field === null) return []
    if (part !== undefined) return [[name, partCell(into, field, part as keyof Address)]]
    if (field in OWN_CELLS) return [[name, ownCell(into, field as keyof typeof OWN_CELLS)]]
    return [[name, textCell(into, field, fields[field]!)]]
  })
  return Object.fromEntries(readers) as {
    [Name in keyof Columns as Columns[Name]['field'] extends null ? never : Name]: ReadCell
  }
}

function textCell(into: Into, name: string, { schema, severalLines }: Field): ReadCell {
  const tidy = TIDIED[name] ?? (severalLines ? (cell: string) => cell : onOneLine)
  return (cell, content) => checked(schema, tidy(cell), (value) => (into(content)[name] = value))
}

function ownCell(into: Into, name: keyof typeof OWN_CELLS): ReadCell {
  return (cell, content) => {
    const read = OWN_CELLS[name].read(cell)
    if ('fault' in read) return read.fault
    into(content)[name] = read.value
    return null
  }
}

function partCell(into: Into, name: string, part: keyof Address): ReadCell {
  return (cell, content) =>
    checked(address.shape[part], onOneLine(cell, ', '), (value) => {
      const said = into(content)
      said[name] = { ...(said[name] as Partial<Address>), [part]: value }
    })
}

function emailCell(put: (content: RowContent, email: NonNullable<RowContent['email']>) => void): ReadCell {
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

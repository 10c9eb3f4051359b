import type * as z from 'zod'
import { contactFields } from '../../contacts/contact-fields.ts'
import { address, type Address } from '../../customers/address.api.ts'
import { customerFields } from '../../customers/customer-fields.ts'
import type { Field, Fields, InFiles, Row } from '../../fields/field.ts'
import { plainly } from '../../http/plainly.ts'
import { personFields } from '../../people/person-fields.ts'
import { plainCell } from '../../csv/csv-cell.ts'
import { unreadable, onOneLine, shortened } from '../cells/cell-text.ts'
import { currencyNamed, languageNamed } from '../cells/named-codes.ts'
import { remembered } from '../cells/remembered.ts'
import { isShortenedNumber, saysNothing } from '../cells/says-nothing.ts'
import { addressesIn, type FoundAddress } from './addresses-in.ts'
import { OWN_CELLS, readActive, readInactive } from './field-cells.ts'
import { namesIn, withoutTitle } from './names-in.ts'
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
  /** Whether the customer is one still. */
  active?: boolean
}

export interface ReadRow {
  content: RowContent
  /** Every reason why the row cannot be imported. */
  faults: string[]
  /** What of it is left out, and why. */
  notes: string[]
}

/**
 * Reads the cells of rows by the mapping. A cell that cannot be read is left out, with a note; only what says whom the row is about
 * must be readable.
 */
export function rowReader(fields: (ImportField | null)[]): (cells: string[]) => ReadRow {
  const columns = fields.flatMap((field, at) =>
    field === null
      ? []
      : { at, field, label: importFields[field], isName: NAMES.has(field), tellsWho: TELLS_WHO.has(field) },
  )
  return (cells) => {
    const content: RowContent = { customer: {}, person: {}, contact: {}, others: [] }
    const reading: Reading = { notes: [], more: [], whole: [], inMail: [] }
    const faults: string[] = []
    for (const { at, field, label, isName, tellsWho } of columns) {
      const cell = plainCell(cells[at] ?? '').trim()
      if (cell === '' || (saysNothing(cell, isName) && !meansNone(field, cell))) continue
      const fault = unreadable(cell, field) ?? READ[field](cell, content, new CellReading(reading, label))
      if (fault === null) continue
      if (tellsWho) faults.push(`${label}: ${fault}`)
      else reading.notes.push(leftOut(label, cell, fault))
    }
    for (const name of reading.whole) name()
    for (const name of reading.inMail) name()
    for (const { from, ...named } of reading.more) {
      const { receives } = from.contact
      content.others.push({ ...named, contact: receives ? { receives } : {} })
    }
    return { content: withOthersInOrder(content), faults, notes: reading.notes }
  }
}

/** One row alone. */
export const readRow = (cells: string[], fields: (ImportField | null)[]): ReadRow => rowReader(fields)(cells)

/** The columns that tell whom a row means. */
export const tellingWho = (fields: (ImportField | null)[]) =>
  fields.map((field) => {
    const of = field !== null && field in furtherColumns ? furtherColumns[field as FurtherField].field : field
    return of !== null && (NAMES.has(of) || TELLS_WHO.has(of) || of === 'customerEmail') ? field : null
  })

/** What is put in its place only when the whole row is read. */
interface Reading {
  notes: string[]
  /** Whoever has a further address in the cell of somebody else's, and receives what that one does. */
  more: (Named & { from: Named })[]
  /** Names in one piece, and those beside addresses: parts that have columns of their own come first. */
  whole: (() => void)[]
  inMail: (() => void)[]
}

/** What a reader of one cell writes to: of the row, and under the cell's own name. A class, since a long file has one for each cell. */
class CellReading {
  readonly #label: string
  readonly #row: Reading
  constructor(row: Reading, label: string) {
    this.#row = row
    this.#label = label
  }

  get more() {
    return this.#row.more
  }
  get whole() {
    return this.#row.whole
  }
  get inMail() {
    return this.#row.inMail
  }
  leaveOut = (text: string, why?: string) => void this.#row.notes.push(leftOut(this.#label, text, why))
}

const TELLS_WHO = new Set<ImportField>(['customerName', 'accountNumber', 'email'])
const NAMES = new Set<ImportField>(['customerName', 'fullName', 'firstName', 'lastName'])

/** “None” says something where documents are chosen. */
const meansNone = (field: ImportField, cell: string) =>
  field === 'receives' && !('fault' in OWN_CELLS.receives.read(cell))

const leftOut = (label: string, text: string, why = '') =>
  `${label}: “${shortened(text)}” is left out. ${why}`.trim()

/** Whoever is named first is the row's contact, whichever columns that was; and one address is one contact. */
function withOthersInOrder({ customer, others, active, ...first }: RowContent): RowContent {
  if (others.length === 0) return { customer, ...first, others, ...(active !== undefined && { active }) }
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
  return { customer, ...one!, others: rest, ...(active !== undefined && { active }) }
}

/** Puts a cell into the content, or says what is wrong with it. */
type ReadCell<Into = RowContent> = (cell: string, content: Into, reading: CellReading) => string | null

const DIGITS = new Set(['accountNumber', 'phone', 'secondPhone', 'postalCode'])
/** An apostrophe keeps spreadsheets from shortening it, and is no part of it. */
const digitsOf = (cell: string) => onOneLine(cell).replace(/^'(?=\d)/, '')
const SHORTENED =
  'This is what a spreadsheet leaves of a long number: its last digits are lost. Make the column text in the spreadsheet, or export it again from where it came.'

/** Written as people write it, before it is looked at. */
const TIDIED: Record<string, (cell: string) => string> = {
  currency: (cell) => currencyNamed(cell) ?? cell,
  language: (cell) => languageNamed(cell) ?? cell,
}

const READ_NAMED = {
  ...readersOf('person', personFields, personColumns),
  ...readersOf('contact', contactFields, contactColumns),
  firstName: firstNameCell(),
  fullName(cell: string, { person }: Named, { whole, leaveOut }: CellReading) {
    whole.push(() => nameWhole(person, cell, leaveOut))
    return null
  },
  email: emailCell<Named>((named, { name, ...email }, { inMail, leaveOut }) => {
    named.email = email
    if (name !== undefined) inMail.push(() => nameWhole(named.person, name, leaveOut))
  }),
}

function firstNameCell(): ReadCell<Named> {
  const readOne = remembered((cell) => {
    const { title, name } = withoutTitle(onOneLine(cell))
    return { title, name: parsed(personFields.firstName.schema, name) }
  })
  return (cell, { person }, { leaveOut }) => {
    const { title, name } = readOne(cell)
    if (title !== '') leaveOut(title)
    return putOr(name, (value) => (person.firstName = value))
  }
}

/** Names somebody as one cell says. What other columns say of the name comes first, and this adds only what goes with it. */
function nameWhole(person: Named['person'], cell: string, leaveOut: CellReading['leaveOut']) {
  const names = namesIn(cell)
  const whole = `${names.firstName} ${names.lastName}`.trim()
  const { firstName, lastName } = person
  if (firstName !== undefined && lastName !== undefined) return
  if (firstName !== undefined && !whole.startsWith(`${firstName} `)) return
  if (lastName !== undefined && !whole.endsWith(` ${lastName}`)) return
  if (firstName !== undefined) names.lastName = whole.slice(firstName.length + 1)
  if (lastName !== undefined) names.firstName = whole.slice(0, -lastName.length - 1)
  if (names.title !== '') leaveOut(names.title)
  const { firstName: first, lastName: last } = personFields
  const fault =
    checked(first.schema, names.firstName, (value) => value && (person.firstName = value)) ??
    checked(last.schema, names.lastName, (value) => value && (person.lastName = value))
  if (fault) leaveOut(cell, fault)
}

const READ: Record<ImportField, ReadCell> = {
  ...readersOf('customer', customerFields, customerColumns),
  customerEmail(cell, { customer }, { leaveOut }) {
    // Its address is one: who else is written there is no contact yet, and a wrong one keeps no contact out.
    const { addresses, unread } = addressesIn(cell)
    for (const { address } of addresses.slice(1)) leaveOut(address, 'A customer has one address of its own.')
    for (const { text, reason } of unread) leaveOut(text, reason)
    if (addresses[0]) customer.email = addresses[0].address
    return null
  },
  active: activeCell(readActive),
  inactive: activeCell(readInactive),
  ...READ_NAMED,
  ...ofOthers(),
}

/** Reads what belongs to a further contact of the row, as what belongs to the first is read. */
function ofOthers() {
  const readers = Object.entries(furtherColumns).map(([name, { field, contact }]): [string, ReadCell] => [
    name,
    (cell, { others }, reading) => {
      while (others.length <= contact - 2) others.push({ person: {}, contact: {} })
      return READ_NAMED[field](cell, others[contact - 2]!, reading)
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
  const isNumber = DIGITS.has(name)
  const readOne = remembered((cell) =>
    isNumber && isShortenedNumber(cell)
      ? { fault: SHORTENED }
      : parsed(schema, tidy(isNumber ? digitsOf(cell) : cell)),
  )
  return (cell, content) => putOr(readOne(cell), (value) => (into(content)[name] = value))
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
  const isNumber = DIGITS.has(part)
  const readOne = remembered((cell) =>
    isNumber && isShortenedNumber(cell)
      ? { fault: SHORTENED }
      : parsed(address.shape[part], isNumber ? digitsOf(cell) : onOneLine(cell, ', ')),
  )
  return (cell, content) =>
    putOr(readOne(cell), (value) => {
      const said = into(content)
      said[name] = { ...(said[name] as Partial<Address>), [part]: value }
    })
}

/** The first address is whose the cell is; the others are contacts of their own. An unreadable one keeps no readable one out. */
function emailCell<Into extends Named>(
  put: (into: Into, email: FoundAddress, reading: CellReading) => void,
): ReadCell<Into> {
  return (cell, content, reading) => {
    const { addresses, unread } = addressesIn(cell)
    const [first, ...others] = addresses
    const wrong = unread.find(({ isInsideExchange }) => !isInsideExchange)
    if (!first && wrong) return wrong.reason
    for (const { text, reason } of unread) reading.leaveOut(text, reason)
    if (!first) return null
    put(content, first, reading)
    for (const { name, ...email } of others) {
      const other = { email, person: {}, contact: {}, from: content }
      if (name !== undefined) nameWhole(other.person, name, reading.leaveOut)
      reading.more.push(other)
    }
    return null
  }
}

function activeCell(read: typeof readActive): ReadCell {
  return (cell, content) => {
    const active = read(cell)
    if ('fault' in active) return active.fault
    // Of two columns, the one that says that it is over counts.
    content.active = active.value && content.active !== false
    return null
  }
}

const IN_WORDS = { error: plainly }

type Parsed<T> = { value: T } | { fault: string }

function parsed<T>(schema: z.ZodType<T>, cell: string): Parsed<T> {
  const { success, data, error } = schema.safeParse(cell, IN_WORDS)
  return success ? { value: data } : { fault: error.issues[0]!.message }
}

function putOr<T>(cell: Parsed<T>, put: (value: T) => void): string | null {
  if ('fault' in cell) return cell.fault
  put(cell.value)
  return null
}

const checked = <T>(schema: z.ZodType<T>, cell: string, put: (value: T) => void) =>
  putOr(parsed(schema, cell), put)

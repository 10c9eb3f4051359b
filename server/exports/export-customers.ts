import { sql } from 'kysely'
import { contactFields } from '../contacts/contact-fields.ts'
import type { Address } from '../customers/address.api.ts'
import { customerFields } from '../customers/customer-fields.ts'
import { columnsOf } from '../fields/columns.ts'
import { inFiles, type Row } from '../fields/field.ts'
import type { Status } from '../http/fields.api.ts'
import { personFields } from '../people/person-fields.ts'
import type { Reading } from '../scope/scope.ts'
import type { Cell } from '../csv/csv-cell.ts'
import { OWN_CELLS } from '../imports/contacts/field-cells.ts'
import { contactColumns, customerColumns, personColumns, type ImportField } from '../imports/imports.api.ts'
import type { Table } from './table.ts'

const CUSTOMERS_AT_ONCE = 500

const customerInFile = inFiles(customerFields)
const personInFile = inFiles(personFields)
const contactInFile = inFiles(contactFields)
export type CustomerRow = Row<typeof customerInFile> & { active: boolean }
export type ContactRow = Row<typeof personInFile & typeof contactInFile> & { id: string }

interface ExportedCustomer {
  id: string
  nameKey: string
  customer: CustomerRow
  contacts: ContactRow[]
}

const ofCustomer = columnsOf('customers', customerInFile)
const ofPerson = columnsOf('people', personInFile)
const ofContact = columnsOf('contacts', contactInFile)

/** A column of a file that holds a field or a part of one. */
interface Column {
  heading: string
  field: string
  part?: string
}

type AnyColumn = Omit<Column, 'field'> & { field: string | null }
const isOfField = (column: AnyColumn): column is Column => column.field !== null
const ofFields = (columns: Record<string, AnyColumn>) => Object.values(columns).filter(isOfField)

const ACTIVE: Column = { ...customerColumns.active, field: 'active' }
const CUSTOMER_COLUMNS = [...ofFields(customerColumns), ACTIVE]
const CONTACT_COLUMNS = [...ofFields(personColumns), ...ofFields(contactColumns)]
const NO_CONTACT = CONTACT_COLUMNS.map(() => null)

/** Customers by name, with a row for each contact. The headings are those by which the import finds them. */
export const customersTable = (scope: Reading, status: Status): Table => ({
  name: 'Customers and contacts',
  headings: [...CUSTOMER_COLUMNS, ...CONTACT_COLUMNS].map(({ heading }) => heading),
  batches: rowBatches(scope, status),
})

async function* rowBatches(scope: Reading, status: Status) {
  for await (const customers of customerBatches(scope, status)) yield customers.flatMap(rowsOf)
}

/** Customers by name with their contacts, the primary one first: a few hundred at a time, however many there are. */
export async function* customerBatches({ db, organizationId }: Reading, status: Status) {
  const isWanted = status === 'all' ? sql`true` : sql`c.active = ${status === 'active'}`
  for (let after: [string, string] | null = null; ;) {
    const beyond: ReturnType<typeof sql> =
      after === null ? sql`true` : sql`(c.name_key, c.id) > (${after[0]}, ${after[1]}::uuid)`
    // A contact who was deleted is in no file: whoever imports it would bring the contact back.
    const { rows }: { rows: ExportedCustomer[] } = await sql<ExportedCustomer>`
      select c.id, c.name_key as "nameKey", json_build_object('active', c.active, ${ofCustomer.inJson('c')}) as customer,
        coalesce(t.contacts, '[]') as contacts
      from (
        select * from customers c
        where c.organization_id = ${organizationId} and ${beyond} and ${isWanted}
        order by c.name_key, c.id limit ${CUSTOMERS_AT_ONCE}) c
      left join lateral (
        select json_agg(json_build_object('id', p.id, ${ofPerson.inJson('o')}, ${ofContact.inJson('p')})
          order by p.is_primary desc, p.id) as contacts
        from contacts p join people o on o.organization_id = ${organizationId} and o.id = p.person_id
        where p.organization_id = ${organizationId} and p.customer_id = c.id and p.active) t on true
      order by c.name_key, c.id`.execute(db)
    if (rows.length === 0) return
    yield rows
    const last: ExportedCustomer = rows.at(-1)!
    after = [last.nameKey, last.id]
  }
}

function rowsOf({ customer, contacts }: ExportedCustomer): Cell[][] {
  const own = cellsOf(CUSTOMER_COLUMNS, customer)
  if (contacts.length === 0) return [[...own, ...NO_CONTACT]]
  return contacts.map((contact) => [...own, ...cellsOf(CONTACT_COLUMNS, contact)])
}

const cellsOf = (columns: Column[], row: Record<string, unknown>) =>
  columns.map((column) => cellOf(column, row))

function cellOf({ field, part }: Column, row: Record<string, unknown>): string | number | null {
  const value = row[field] ?? null
  if (value === null) return null
  if (part !== undefined) return (value as Address)[part as keyof Address]
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return field in OWN_CELLS ? writeCell(field as keyof typeof OWN_CELLS, value) : (value as string)
}

const writeCell = (field: keyof typeof OWN_CELLS, value: unknown) => OWN_CELLS[field].write(value as never)

const COLUMNS: Partial<Record<ImportField, AnyColumn>> = {
  ...customerColumns,
  active: ACTIVE,
}
const COLUMNS_OF_CONTACT: typeof COLUMNS = { ...personColumns, ...contactColumns }

/** What a file says in a column of a customer, or of one of its contacts. */
export function textIn(name: ImportField, customer: CustomerRow, contact: ContactRow): string {
  const ofContact = COLUMNS_OF_CONTACT[name]
  const column = ofContact ?? COLUMNS[name]
  return column && isOfField(column) ? String(cellOf(column, ofContact ? contact : customer) ?? '') : ''
}

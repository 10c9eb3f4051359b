import { sql } from 'kysely'
import { Readable } from 'node:stream'
import { contactFields } from '../contacts/contact-fields.ts'
import type { Address } from '../customers/address.api.ts'
import { customerFields } from '../customers/customer-fields.ts'
import { columnsOf } from '../fields/columns.ts'
import { inFiles, type Row } from '../fields/field.ts'
import type { Status } from '../http/fields.api.ts'
import { personFields } from '../people/person-fields.ts'
import type { Reading } from '../scope/scope.ts'
import { BYTE_ORDER_MARK, csvLine, type Cell } from '../csv/csv-cell.ts'
import { OWN_CELLS } from '../imports/contacts/field-cells.ts'
import { contactColumns, customerColumns, personColumns } from '../imports/imports.api.ts'

const CUSTOMERS_AT_ONCE = 500

const customerInFile = inFiles(customerFields)
const personInFile = inFiles(personFields)
const contactInFile = inFiles(contactFields)
type CustomerRow = Row<typeof customerInFile>
type ContactRow = Row<typeof personInFile & typeof contactInFile>

interface Exported {
  id: string
  nameKey: string
  customer: CustomerRow
  contacts: ContactRow[]
}

const ofCustomer = columnsOf('customers', customerInFile)
const ofPerson = columnsOf('people', personInFile)
const ofContact = columnsOf('contacts', contactInFile)

/** The columns of a file that hold one field or a part of one. The headings are those by which the import finds them. */
const columnsIn = (columns: Record<string, Column>) =>
  Object.values(columns).filter((column): column is Column & { field: string } => column.field !== null)

interface Column {
  heading: string
  field: string | null
  part?: string
}

const CUSTOMER_COLUMNS = columnsIn(customerColumns)
const CONTACT_COLUMNS = [...columnsIn(personColumns), ...columnsIn(contactColumns)]
const NO_CONTACT = CONTACT_COLUMNS.map(() => null)

/** Customers by name, with a row for each contact: a few hundred at a time, however many there are. */
export function exportCustomers(scope: Reading, status: Status): Readable {
  return Readable.from(pieces(scope, status), { objectMode: false })
}

async function* pieces({ db, organizationId }: Reading, status: Status) {
  yield BYTE_ORDER_MARK + csvLine([...CUSTOMER_COLUMNS, ...CONTACT_COLUMNS].map(({ heading }) => heading))
  const isWanted = (alias: 'c' | 'p') =>
    status === 'all' ? sql`true` : sql`${sql.ref(`${alias}.active`)} = ${status === 'active'}`
  // A customer is in the file by its own status; of an inactive one, every contact is included.
  const ofContacts = status === 'active' ? isWanted('p') : sql`true`
  for (let after: [string, string] | null = null; ;) {
    const beyond: ReturnType<typeof sql> =
      after === null ? sql`true` : sql`(c.name_key, c.id) > (${after[0]}, ${after[1]}::uuid)`
    const { rows }: { rows: Exported[] } = await sql<Exported>`
      select c.id, c.name_key as "nameKey", json_build_object(${ofCustomer.inJson('c')}) as customer,
        coalesce(t.contacts, '[]') as contacts
      from (
        select * from customers c
        where c.organization_id = ${organizationId} and ${beyond} and ${isWanted('c')}
        order by c.name_key, c.id limit ${CUSTOMERS_AT_ONCE}) c
      left join lateral (
        select json_agg(json_build_object(${ofPerson.inJson('o')}, ${ofContact.inJson('p')})
          order by p.is_primary desc, p.id) as contacts
        from contacts p join people o on o.organization_id = ${organizationId} and o.id = p.person_id
        where p.organization_id = ${organizationId} and p.customer_id = c.id and ${ofContacts}) t on true
      order by c.name_key, c.id`.execute(db)
    if (rows.length === 0) return
    yield rows.map(linesOf).join('')
    const last: Exported = rows.at(-1)!
    after = [last.nameKey, last.id]
  }
}

function linesOf({ customer, contacts }: Exported): string {
  const own = cellsOf(CUSTOMER_COLUMNS, customer)
  if (contacts.length === 0) return csvLine([...own, ...NO_CONTACT])
  return contacts.map((contact) => csvLine([...own, ...cellsOf(CONTACT_COLUMNS, contact)])).join('')
}

const cellsOf = (columns: { field: string; part?: string }[], row: Record<string, unknown>): Cell[] =>
  columns.map(({ field, part }) => {
    const value = row[field] ?? null
    if (value === null) return null
    if (part !== undefined) return (value as Address)[part as keyof Address]
    return field in OWN_CELLS ? writeCell(field as keyof typeof OWN_CELLS, value) : (value as string)
  })

const writeCell = (field: keyof typeof OWN_CELLS, value: unknown) => OWN_CELLS[field].write(value as never)

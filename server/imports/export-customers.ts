import { sql } from 'kysely'
import { Readable } from 'node:stream'
import type { Address } from '../customers/address.api.ts'
import { documentKinds, type Receives } from '../contacts/receives.ts'
import type { Db } from '../database/database.ts'
import { BYTE_ORDER_MARK, csvLine } from './csv-cell.ts'

const CUSTOMERS_AT_ONCE = 500

interface CustomerRow {
  id: string
  name: string
  name_key: string
  account_number: string | null
  email: string | null
  phone: string | null
  second_phone: string | null
  billing_address: Address | null
  shipping_address: Address | null
  currency: string | null
  payment_terms_days: number | null
  notes: string | null
  contacts: ContactRow[]
}

interface ContactRow {
  first_name: string
  last_name: string
  email: string
  phone: string | null
  second_phone: string | null
  language: string | null
  time_zone: string | null
  job_title: string | null
  receives: Receives
  is_primary: boolean
}

/** The headings by which the import recognizes its columns. */
const CUSTOMER_COLUMNS: Record<string, (customer: CustomerRow) => string | number | null> = {
  'Customer name': (customer) => customer.name,
  'Account number': (customer) => customer.account_number,
  'Customer email': (customer) => customer.email,
  'Customer phone': (customer) => customer.phone,
  'Customer second phone': (customer) => customer.second_phone,
  ...addressColumns('Billing', (customer) => customer.billing_address),
  ...addressColumns('Shipping', (customer) => customer.shipping_address),
  Currency: (customer) => customer.currency,
  'Payment terms (days)': (customer) => customer.payment_terms_days,
  Notes: (customer) => customer.notes,
}

const CONTACT_COLUMNS: Record<string, (contact: ContactRow) => string | null> = {
  'First name': (contact) => contact.first_name,
  'Last name': (contact) => contact.last_name,
  Email: (contact) => contact.email,
  Phone: (contact) => contact.phone,
  'Second phone': (contact) => contact.second_phone,
  Language: (contact) => contact.language,
  'Time zone': (contact) => contact.time_zone,
  'Job title': (contact) => contact.job_title,
  Receives: (contact) => receivesCell(contact.receives),
  Primary: (contact) => (contact.is_primary ? 'yes' : 'no'),
}

/** Customers by name, with a row for each contact: a few hundred at a time, however many there are. */
export function exportCustomers(
  db: Db,
  organizationId: string,
  status: 'active' | 'inactive' | 'all',
): Readable {
  return Readable.from(pieces(db, organizationId, status), { objectMode: false })
}

async function* pieces(db: Db, organizationId: string, status: 'active' | 'inactive' | 'all') {
  yield BYTE_ORDER_MARK + csvLine([...Object.keys(CUSTOMER_COLUMNS), ...Object.keys(CONTACT_COLUMNS)])
  const isWanted = (alias: 'c' | 'p') =>
    status === 'all' ? sql`true` : sql`${sql.ref(`${alias}.active`)} = ${status === 'active'}`
  // A customer is in the file by its own status; of an inactive one, every contact is included.
  const ofContacts = status === 'active' ? isWanted('p') : sql`true`
  for (let after: [string, string] | null = null; ;) {
    const beyond: ReturnType<typeof sql> =
      after === null ? sql`true` : sql`(c.name_key, c.id) > (${after[0]}, ${after[1]}::uuid)`
    const { rows }: { rows: CustomerRow[] } = await sql<CustomerRow>`
      select c.id, c.name, c.name_key, c.account_number, c.email, c.phone, c.second_phone, c.billing_address,
        c.shipping_address, c.currency, c.payment_terms_days, c.notes, coalesce(t.contacts, '[]') as contacts
      from (
        select * from customers c
        where c.organization_id = ${organizationId} and ${beyond} and ${isWanted('c')}
        order by c.name_key, c.id limit ${CUSTOMERS_AT_ONCE}) c
      left join lateral (
        select json_agg(json_build_object('first_name', o.first_name, 'last_name', o.last_name, 'email', o.email,
          'phone', o.phone, 'second_phone', o.second_phone, 'language', o.language, 'time_zone', o.time_zone,
          'job_title', p.job_title, 'receives', p.receives, 'is_primary', p.is_primary) order by p.is_primary desc, p.id) as contacts
        from contacts p join people o on o.organization_id = ${organizationId} and o.id = p.person_id
        where p.organization_id = ${organizationId} and p.customer_id = c.id and ${ofContacts}) t on true
      order by c.name_key, c.id`.execute(db)
    if (rows.length === 0) return
    yield rows.map(linesOf).join('')
    const last: CustomerRow = rows.at(-1)!
    after = [last.name_key, last.id]
  }
}

function linesOf(customer: CustomerRow): string {
  const own = Object.values(CUSTOMER_COLUMNS).map((value) => value(customer))
  if (customer.contacts.length === 0)
    return csvLine([...own, ...Object.values(CONTACT_COLUMNS).map(() => null)])
  return customer.contacts
    .map((contact) => csvLine([...own, ...Object.values(CONTACT_COLUMNS).map((value) => value(contact))]))
    .join('')
}

/** As the import reads it: "invoices, reminders (cc)". */
function receivesCell(receives: Receives): string {
  const words = documentKinds
    .filter((kind) => receives[kind])
    .map((kind) => (receives[kind] === 'cc' ? `${kind} (cc)` : kind))
  return words.join(', ') || 'none'
}

function addressColumns(of: string, address: (customer: CustomerRow) => Address | null) {
  const part = (name: keyof Address) => (customer: CustomerRow) => address(customer)?.[name] ?? null
  return {
    [`${of} address line 1`]: part('line1'),
    [`${of} address line 2`]: part('line2'),
    [`${of} city`]: part('city'),
    [`${of} region`]: part('region'),
    [`${of} postal code`]: part('postalCode'),
    [`${of} country`]: part('country'),
  }
}

import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import type { Entry } from '../journal/record.ts'
import type { Actor } from '../scope/actor.ts'
import type { Changes } from './changes.ts'
import { Overtaken } from './overtaken.ts'

/** Writes what a batch of rows comes to: one statement for each table, however many rows there are. */
export async function writeChanges(tx: Db, by: Actor, now: Date, changes: Changes): Promise<void> {
  const { organizationId } = by
  const { newCustomers, newPeople, newContacts, entries } = changes
  const steppedBack = await movePrimaries(tx, organizationId, now, changes)

  const people = newPeople.toSorted(byIdentity)
  await insert(tx, 'customers', organizationId, now, newCustomers, { id: 'uuid', ...CUSTOMER })
  await insert(tx, 'people', organizationId, now, people, {
    id: 'uuid',
    email: 'text',
    email_identity: 'text',
    ...PERSON,
  })
  await insert(tx, 'contacts', organizationId, now, newContacts, {
    id: 'uuid',
    customer_id: 'uuid',
    person_id: 'uuid',
    ...CONTACT,
  })
  await update(tx, 'customers', organizationId, now, changes.customers, CUSTOMER)
  await update(tx, 'people', organizationId, now, changes.people, PERSON)
  await update(tx, 'contacts', organizationId, now, changes.contacts, CONTACT)
  await recordAll(tx, by, now, [...steppedBack, ...entries])
}

/** The columns that a row may say something about, and their types. */
type Columns = Record<string, string>
const CUSTOMER: Columns = {
  name: 'text',
  account_number: 'text',
  email: 'text',
  phone: 'text',
  second_phone: 'text',
  billing_address: 'jsonb',
  shipping_address: 'jsonb',
  currency: 'text',
  payment_terms_days: 'integer',
  notes: 'text',
}
const PERSON: Columns = {
  first_name: 'text',
  last_name: 'text',
  phone: 'text',
  second_phone: 'text',
  language: 'text',
  time_zone: 'text',
}
const CONTACT: Columns = { job_title: 'text', receives: 'jsonb', is_primary: 'boolean' }

const names = (columns: Columns, of = '') =>
  sql.raw(
    Object.keys(columns)
      .map((name) => of + name)
      .join(', '),
  )

/** Rows as a table expression: one parameter for any number of rows and columns. */
const table = (rows: object[], columns: Columns) =>
  sql`json_to_recordset(${JSON.stringify(rows)}::json) as r (${sql.raw(
    Object.entries(columns)
      .map((column) => column.join(' '))
      .join(', '),
  )})`

async function insert(
  tx: Db,
  into: string,
  organizationId: string,
  now: Date,
  rows: object[],
  columns: Columns,
) {
  if (rows.length === 0) return
  await sql`
    insert into ${sql.table(into)} (organization_id, created_at, updated_at, ${names(columns)})
    select ${organizationId}, ${now}, ${now}, ${names(columns)} from ${table(rows, columns)}`.execute(tx)
}

async function update(
  tx: Db,
  what: string,
  organizationId: string,
  now: Date,
  rows: Set<{ id: string; version: number }>,
  columns: Columns,
) {
  if (rows.size === 0) return
  const { numAffectedRows } = await sql`
    update ${sql.table(what)} t set (${names(columns)}, version, updated_at) = row (${names(columns, 'r.')}, t.version + 1, ${now}::timestamptz)
    from ${table([...rows], { id: 'uuid', version: 'integer', ...columns })}
    where t.organization_id = ${organizationId} and t.id = r.id and t.version = r.version`.execute(tx)
  if (Number(numAffectedRows) !== rows.size) throw new Overtaken()
}

/** Imports that write people in the same order wait for each other; in different orders they would block each other. */
const byIdentity = (a: { email_identity: string }, b: { email_identity: string }) =>
  a.email_identity < b.email_identity ? -1 : 1

/**
 * Before anybody becomes primary, the present primary contact steps back, so that there is at most one at every
 * moment. Returns what to record about it.
 */
async function movePrimaries(
  tx: Db,
  organizationId: string,
  now: Date,
  { primaryMoves, contacts, entries }: Changes,
): Promise<Entry[]> {
  if (primaryMoves.size === 0) return []
  const alsoChanged = [...contacts].map((contact) => contact.id)
  const { rows } = await sql<{ id: string; customer_id: string; person_id: string }>`
    update contacts set is_primary = false, updated_at = ${now},
      version = version + case when id = any(${alsoChanged}::uuid[]) then 0 else 1 end
    where organization_id = ${organizationId} and customer_id = any(${[...primaryMoves]}::uuid[]) and is_primary and active
    returning id, customer_id, person_id`.execute(tx)
  const said = new Set(entries.flatMap(({ contactId, changes }) => (changes?.['primary'] ? [contactId] : [])))
  return rows
    .filter(({ id }) => !said.has(id))
    .map(({ id, customer_id, person_id }) => ({
      action: 'contact.changed',
      customerId: customer_id,
      contactId: id,
      personId: person_id,
      changes: { primary: { old: true, new: false } },
    }))
}

async function recordAll(tx: Db, by: Actor, now: Date, entries: Entry[]) {
  if (entries.length === 0) return
  const columns = {
    id: 'uuid',
    action: 'text',
    customer_id: 'uuid',
    contact_id: 'uuid',
    person_id: 'uuid',
    changes: 'jsonb',
  }
  const rows = entries.map(({ action, customerId, contactId, personId, changes }) => ({
    id: newId(),
    action,
    customer_id: customerId,
    contact_id: contactId,
    person_id: personId,
    changes: changes ?? {},
  }))
  await sql`
    insert into journal (organization_id, at, actor_kind, actor_id, actor_name, ${names(columns)})
    select ${by.organizationId}, ${now}, ${by.kind}, ${by.id}, ${by.name}, ${names(columns)} from ${table(rows, columns)}`.execute(
    tx,
  )
}

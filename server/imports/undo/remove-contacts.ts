import { sql, type RawBuilder } from 'kysely'
import type { InTransaction } from '../../scope/scope.ts'
import type { WorkNow } from '../work.ts'
import { builtSince, type ImportEntry } from './entries.ts'
import type { Undone } from './note-undone.ts'
import { removeMade, type Made } from './remove-made.ts'
import { removeUnlessUsed } from './remove-unless-used.ts'

type Tx = InTransaction<WorkNow>

interface MadeContact extends Made {
  personIsNew: boolean
  customerIsNew: boolean
}

/** Removes contacts, the people that came with them, and customers, in that order, unless something was built on them. */
export async function removeContacts(tx: Tx, entries: ImportEntry[]): Promise<Undone[]> {
  const ofContacts = entries.filter(({ action }) => action === 'contact.added')
  const ofCustomers = entries.filter(({ action }) => action === 'customer.added')
  const contacts = await lockContacts(tx, ofContacts)
  const customers = await lockCustomers(tx, ofCustomers)
  return [
    ...(await removeTheseContacts(tx, ofContacts, contacts)),
    ...(await removeCustomers(tx, ofCustomers, customers)),
  ]
}

async function removeTheseContacts(
  tx: Tx,
  entries: ImportEntry[],
  here: Map<string, MadeContact>,
): Promise<Undone[]> {
  const ofNew = (what: 'personIsNew' | 'customerIsNew') =>
    entries.filter(({ contactId }) => here.get(contactId!)?.[what])
  const built = new Map([
    ...(await builtSince(tx, aboutEach(ofNew('personIsNew'), 'personId'), 'person_id')),
    ...(await builtSince(tx, aboutEach(ofNew('customerIsNew'), 'customerId'), 'customer_id')),
    ...(await builtSince(tx, aboutEach(entries, 'contactId'), 'contact_id')),
  ])
  const remove = (ids: string[]) => deleteFrom(tx, sql`contacts`, ids)
  const { undone, removed } = await removeMade(tx, entries, { noun: 'contact', here, built, remove })
  const people = new Set(removed.map(({ personId }) => personId!))
  await removeUnlessUsed(tx, [...people], (ids) => deletePeople(tx, ids))
  return undone
}

async function removeCustomers(tx: Tx, entries: ImportEntry[], here: Map<string, Made>): Promise<Undone[]> {
  const built = await builtSince(tx, aboutEach(entries, 'customerId'), 'customer_id')
  const remove = (ids: string[]) => deleteFrom(tx, sql`customers`, ids)
  return (await removeMade(tx, entries, { noun: 'customer', here, built, remove })).undone
}

const aboutEach = (entries: ImportEntry[], key: 'customerId' | 'contactId' | 'personId') =>
  entries.map((entry) => ({ id: entry.id, of: entry[key]! }))

/** Who changes them at this moment comes first, or finds them gone. */
async function lockContacts(
  { db, organizationId, lease }: Tx,
  entries: ImportEntry[],
): Promise<Map<string, MadeContact>> {
  const { rows } = await sql<{
    id: string
    name: string
    email: string
    personIsNew: boolean
    customerIsNew: boolean
  }>`
    select c.id, person_name(p.first_name, p.last_name, p.email) as name, p.email,
      exists (select from journal j where j.organization_id = ${organizationId} and j.person_id = p.id
        and j.action = 'contact.added' and j.import_id = ${lease.workId} and j.at = p.created_at) as "personIsNew",
      exists (select from journal j where j.organization_id = ${organizationId} and j.customer_id = c.customer_id
        and j.action = 'customer.added' and j.import_id = ${lease.workId}) as "customerIsNew"
    from contacts c join people p on p.organization_id = c.organization_id and p.id = c.person_id
    where c.organization_id = ${organizationId} and c.id = any(${entries.map((entry) => entry.contactId)}::uuid[])
    order by c.id for update`.execute(db)
  return new Map(
    rows.map(({ id, name, email, ...isNew }) => [
      id,
      { called: name, removedAs: `Contact ${name}`, kept: { email: { old: email } }, ...isNew },
    ]),
  )
}

async function lockCustomers({ db, organizationId }: Tx, entries: ImportEntry[]): Promise<Map<string, Made>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from customers
    where organization_id = ${organizationId} and id = any(${entries.map((entry) => entry.customerId)}::uuid[])
    order by id for update`.execute(db)
  return new Map(
    rows.map(({ id, name }) => [
      id,
      { called: name, removedAs: `Customer ${name}`, kept: { name: { old: name } } },
    ]),
  )
}

async function deleteFrom({ db, organizationId }: Tx, table: RawBuilder<unknown>, ids: string[]) {
  const { rows } = await sql<{ id: string }>`
    delete from ${table} where organization_id = ${organizationId} and id = any(${ids}::uuid[]) returning id`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

/** People whom nobody has as a contact any more. Who was here before the import, or is known otherwise, stays. */
async function deletePeople({ db, organizationId }: Tx, ids: string[]) {
  const { rows } = await sql<{ id: string }>`
    delete from people p where organization_id = ${organizationId} and id = any(${ids}::uuid[])
      and not exists (select from contacts c where c.organization_id = ${organizationId} and c.person_id = p.id)
    returning id`.execute(db)
  return rows.map(({ id }) => id)
}

import { sql, type RawBuilder } from 'kysely'
import type { Entry } from '../../journal/record.ts'
import type { InTransaction } from '../../scope/scope.ts'
import { recordAll } from '../contacts/write-changes.ts'
import { ended } from '../contacts/sentences.ts'
import type { WorkNow } from '../work.ts'
import { builtSince, type ImportEntry } from './entries.ts'
import type { Undone } from './note-undone.ts'
import { removeUnlessUsed } from './remove-unless-used.ts'

type Tx = InTransaction<WorkNow>

interface MadeContact {
  id: string
  name: string
  email: string
  personIsNew: boolean
  customerIsNew: boolean
}

/** Removes contacts, the people that came with them, and customers, in that order, unless something was built on them. */
export async function removeContacts(tx: Tx, entries: ImportEntry[]): Promise<Undone[]> {
  const ofContacts = entries.filter(({ action }) => action === 'contact.added')
  const ofCustomers = entries.filter(({ action }) => action === 'customer.added')
  const contacts = await lockContacts(tx, ofContacts)
  const customers = await lockCustomers(tx, ofCustomers)
  const recorded: Entry[] = []
  const undone = [
    ...(await removeTheseContacts(tx, ofContacts, contacts, recorded)),
    ...(await removeCustomers(tx, ofCustomers, customers, recorded)),
  ]
  await recordAll(tx, recorded)()
  return undone
}

async function removeTheseContacts(
  tx: Tx,
  entries: ImportEntry[],
  made: Map<string, MadeContact>,
  recorded: Entry[],
): Promise<Undone[]> {
  const here = entries.filter((entry) => made.has(entry.contactId!))
  const of = (key: 'customerId' | 'contactId' | 'personId', wanted = here) =>
    wanted.map((entry) => ({ id: entry.id, of: entry[key]! }))
  const built = new Map([
    ...(await builtSince(
      tx,
      of(
        'personId',
        here.filter((entry) => made.get(entry.contactId!)!.personIsNew),
      ),
      'person_id',
    )),
    ...(await builtSince(
      tx,
      of(
        'customerId',
        here.filter((entry) => made.get(entry.contactId!)!.customerIsNew),
      ),
      'customer_id',
    )),
    ...(await builtSince(tx, of('contactId'), 'contact_id')),
  ])
  const free = here.filter(({ id }) => !built.has(id))
  const { removed, used } = await removeUnlessUsed(
    tx,
    free.map(({ contactId }) => contactId!),
    (ids) => deleteFrom(tx, sql`contacts`, ids),
  )
  const people = free.filter(({ contactId }) => removed.has(contactId!)).map(({ personId }) => personId!)
  await removeUnlessUsed(tx, [...new Set(people)], (ids) => deletePeople(tx, ids))
  return here.flatMap(({ id, row, customerId, contactId, personId }): Undone[] => {
    const { name, email } = made.get(contactId!)!
    const why = built.get(id) ?? used.get(contactId!)
    if (why !== undefined) return [{ row, outcome: 'stays', says: `${name} stays: ${why}.` }]
    if (!removed.has(contactId!)) return []
    recorded.push({
      action: 'contact.import-undone',
      ...{ customerId, contactId, personId, importRow: row },
      changes: { email: { old: email } },
    })
    return [{ row, outcome: 'undone', says: `Contact ${name} was removed.` }]
  })
}

async function removeCustomers(
  tx: Tx,
  entries: ImportEntry[],
  names: Map<string, string>,
  recorded: Entry[],
): Promise<Undone[]> {
  const here = entries.filter(({ customerId }) => names.has(customerId!))
  const built = await builtSince(
    tx,
    here.map(({ id, customerId }) => ({ id, of: customerId! })),
    'customer_id',
  )
  const free = here.filter(({ id }) => !built.has(id))
  const { removed, used } = await removeUnlessUsed(
    tx,
    free.map(({ customerId }) => customerId!),
    (ids) => deleteFrom(tx, sql`customers`, ids),
  )
  return here.flatMap(({ id, row, customerId }): Undone[] => {
    const name = names.get(customerId!)!
    const why = built.get(id) ?? used.get(customerId!)
    if (why !== undefined) return [{ row, outcome: 'stays', says: `${name} stays: ${why}.` }]
    if (!removed.has(customerId!)) return []
    recorded.push({
      action: 'customer.import-undone',
      ...{ customerId, importRow: row },
      changes: { name: { old: name } },
    })
    return [{ row, outcome: 'undone', says: `Customer ${ended(name).slice(0, -1)} was removed.` }]
  })
}

/** Who changes them at this moment comes first, or finds them gone. */
async function lockContacts({ db, organizationId, lease }: Tx, entries: ImportEntry[]) {
  const { rows } = await sql<MadeContact>`
    select c.id, person_name(p.first_name, p.last_name, p.email) as name, p.email,
      exists (select from journal j where j.organization_id = ${organizationId} and j.person_id = p.id
        and j.action = 'contact.added' and j.import_id = ${lease.workId} and j.at = p.created_at) as "personIsNew",
      exists (select from journal j where j.organization_id = ${organizationId} and j.customer_id = c.customer_id
        and j.action = 'customer.added' and j.import_id = ${lease.workId}) as "customerIsNew"
    from contacts c join people p on p.organization_id = c.organization_id and p.id = c.person_id
    where c.organization_id = ${organizationId} and c.id = any(${entries.map((entry) => entry.contactId)}::uuid[])
    order by c.id for update`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

async function lockCustomers({ db, organizationId }: Tx, entries: ImportEntry[]) {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from customers
    where organization_id = ${organizationId} and id = any(${entries.map((entry) => entry.customerId)}::uuid[])
    order by id for update`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
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

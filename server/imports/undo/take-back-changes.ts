import { sql } from 'kysely'
import type { Entry } from '../../journal/record.ts'
import type { InTransaction } from '../../scope/scope.ts'
import { Changes } from '../contacts/changes.ts'
import type { Row } from '../../fields/field.ts'
import { imported, importedColumns } from '../contacts/imported.ts'
import type { KnownContact, KnownCustomer, KnownPerson } from '../contacts/known.ts'
import { changed, differing, stays } from '../contacts/sentences.ts'
import { prepareToWrite, recordAll } from '../contacts/write-changes.ts'
import type { WorkNow } from '../work.ts'
import { builtSince, type ImportEntry } from './entries.ts'
import type { Undone } from './note-undone.ts'

type Tx = InTransaction<WorkNow>

type Here<Fields> = Fields & { id: string; version: number; called: string }
type Noun = 'customer' | 'contact' | 'person'
interface HereNow {
  customer: Map<string, Here<Row<typeof imported.customer>>>
  contact: Map<string, HereContact>
  person: Map<string, Here<Row<typeof imported.person>>>
}
type HereContact = Here<Row<typeof imported.contact>> & { customerId: string }

/** Gives fields the values that they had before the import, unless somebody has changed the same since. */
export async function takeBackChanges(tx: Tx, entries: ImportEntry[]): Promise<Undone[]> {
  const here = await lockChanged(tx, entries)
  const primaries = await readPrimaries(tx, here)
  const later = new Map<string, string>()
  for (const noun of ['customer', 'contact', 'person'] as const) {
    const about = entries
      .filter(({ action }) => action === `${noun}.changed`)
      .map((entry) => ({ id: entry.id, of: entry[`${noun}Id`]! }))
    for (const [id, why] of await builtSince(tx, about, `${noun}_id`, true)) later.set(id, why)
  }

  const changes = new Changes()
  const recorded: Entry[] = []
  const undone: Undone[] = []
  for (const { id, action, row, changes: was, customerId, contactId, personId } of entries) {
    const noun = action.slice(0, action.indexOf('.')) as Noun
    const one = here[noun].get({ customer: customerId, contact: contactId, person: personId }[noun]!)
    if (!one) continue
    const wanted = Object.fromEntries(Object.entries(was).map(([field, { old = null }]) => [field, old]))
    const why =
      later.get(id) ?? (noun === 'contact' ? isPrimaryInstead(one as HereContact, wanted, primaries) : null)
    const differences = differing<object>(one, wanted)
    if (differences.length === 0) continue
    if (why !== null) {
      undone.push({ row, outcome: 'stays', says: stays(differences, one.called, why) })
      continue
    }
    undone.push({ row, outcome: 'undone', says: changed(differences, one.called) })
    Object.assign(one, wanted)
    if (noun === 'customer') changes.customers.add(one as unknown as KnownCustomer)
    if (noun === 'contact') changes.contacts.add(one as unknown as KnownContact)
    if (noun === 'person') changes.people.add(one as unknown as KnownPerson)
    recorded.push({
      action: `${noun}.import-undone`,
      ...{ customerId, contactId, personId, importRow: row },
      changes: Object.fromEntries(differences.map(({ name, old, wanted }) => [name, { old, new: wanted }])),
    })
  }
  // At most one contact is primary at every moment: who steps back comes first.
  const steppingBack = new Changes()
  for (const contact of changes.contacts)
    if (!contact.primary) {
      changes.contacts.delete(contact)
      steppingBack.contacts.add(contact)
    }
  await prepareToWrite(tx, steppingBack)()
  await prepareToWrite(tx, changes)()
  await recordAll(tx, recorded)()
  return undone
}

/** Who was primary before is so again, unless another contact is by now. */
function isPrimaryInstead(
  contact: HereContact,
  wanted: Record<string, unknown>,
  primaries: Map<string, string>,
): string | null {
  const { id, customerId } = contact
  const current = primaries.get(customerId)
  if (wanted['primary'] === false && current === id) primaries.delete(customerId)
  if (wanted['primary'] !== true) return null
  if (current !== undefined && current !== id) return 'the customer has another primary contact by now'
  primaries.set(customerId, id)
  return null
}

async function lockChanged({ db, organizationId }: Tx, entries: ImportEntry[]): Promise<HereNow> {
  const idsOf = (noun: Noun) =>
    entries.filter(({ action }) => action === `${noun}.changed`).map((entry) => entry[`${noun}Id`])
  const customers = await sql<Here<Row<typeof imported.customer>>>`
    select id, version, name as called, ${importedColumns.customer.of('c')} from customers c
    where organization_id = ${organizationId} and id = any(${idsOf('customer')}::uuid[]) order by id for update`.execute(
    db,
  )
  const contacts = await sql<HereContact>`
    select c.id, c.version, c.customer_id as "customerId", person_name(p.first_name, p.last_name, p.email) as called,
      ${importedColumns.contact.of('c')}
    from contacts c join people p on p.organization_id = c.organization_id and p.id = c.person_id
    where c.organization_id = ${organizationId} and c.id = any(${idsOf('contact')}::uuid[])
    order by c.id for update of c`.execute(db)
  const people = await sql<Here<Row<typeof imported.person>>>`
    select id, version, person_name(first_name, last_name, email) as called, ${importedColumns.person.of('p')} from people p
    where organization_id = ${organizationId} and id = any(${idsOf('person')}::uuid[]) order by id for update`.execute(
    db,
  )
  const byId = <Row extends { id: string }>(rows: Row[]) => new Map(rows.map((row) => [row.id, row]))
  return { customer: byId(customers.rows), contact: byId(contacts.rows), person: byId(people.rows) }
}

async function readPrimaries({ db, organizationId }: Tx, { contact }: HereNow): Promise<Map<string, string>> {
  const customerIds = [...contact.values()].map(({ customerId }) => customerId)
  const { rows } = await sql<{ id: string; customerId: string }>`
    select id, customer_id as "customerId" from contacts
    where organization_id = ${organizationId} and customer_id = any(${customerIds}::uuid[]) and is_primary and active`.execute(
    db,
  )
  return new Map(rows.map(({ id, customerId }) => [customerId, id]))
}

import { sql } from 'kysely'
import { violates } from '../database/database.ts'
import { check } from '../http/field-errors.ts'
import { InvalidRequest, Problem } from '../http/problems.ts'
import { emailIdentity } from '../people/email-address.ts'
import { atPresent, inOneStatement, type ReadingNow } from '../scope/scope.ts'
import { addNewContacts, type NewInBatch } from './add-new-contacts.ts'
import type { ByStaff } from './change-contact.ts'
import { contactInBatch, type BatchResult, type ContactInStep } from './contacts.api.ts'
import { keepContact } from './keep-contact.ts'
import { readAnywhere } from './list-by-change.ts'

const AT_ONCE = 100

type Item = ContactInStep & { externalId?: string | undefined }

/** What became of a contact, before it is read again. */
type Outcome =
  | { status: 'created' | 'updated' | 'unchanged'; contactId: string; stayed: BatchResult['stayed'] }
  | { status: 'refused'; problem: Problem }

/** Adds or changes many contacts, a hundred at a time. Whatever one comes to, the others are done all the same. */
export async function keepBatch(scope: ByStaff, items: unknown[]): Promise<BatchResult[]> {
  const results: BatchResult[] = []
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await keepSome(atPresent(scope), items.slice(at, at + AT_ONCE), at)))
  return results
}

async function keepSome(scope: ByStaff, items: unknown[], first: number): Promise<BatchResult[]> {
  const checked = items.map((item) => check(contactInBatch, item))
  const added = await addAllNew(
    scope,
    checked.map((one) => (one.ok ? one.data : null)),
  )
  const outcomes: Outcome[] = []
  for (const [at, one] of checked.entries()) {
    const contactId = added.get(at)
    outcomes.push(
      contactId
        ? { status: 'created', contactId, stayed: [] }
        : one.ok
          ? await keepOne(scope, one.data)
          : { status: 'refused', problem: new InvalidRequest(one.errors) },
    )
  }
  const contacts = await readAnywhere(
    scope,
    outcomes.flatMap((outcome) => ('contactId' in outcome ? outcome.contactId : [])),
  )
  return outcomes.map((outcome, at) => {
    const index = first + at
    if (outcome.status === 'refused')
      return { index, status: 'refused', contact: null, stayed: [], problem: outcome.problem.toJSON() }
    const { status, contactId, stayed } = outcome
    return { index, status, contact: contacts.get(contactId) ?? null, stayed, problem: null }
  })
}

async function keepOne(scope: ByStaff, { externalId, ...said }: Item): Promise<Outcome> {
  try {
    const { status, contact, stayed } = await keepContact(scope, externalId, said)
    return { status, contactId: contact.id, stayed }
  } catch (error) {
    if (error instanceof Problem) return { status: 'refused', problem: error }
    throw error
  }
}

/**
 * Most contacts of a batch are new, and concern no other of it: they are added with one statement. Which those are is
 * decided so that it is as if they had been added in their turn. Returns their ids, by their place.
 */
async function addAllNew(scope: ByStaff, items: (Item | null)[]): Promise<Map<number, string>> {
  const known = await readKnown(scope, items)
  const [addresses, externalIds] = [new Map<string, number>(), new Map<string, number>()]
  for (const item of items) {
    if (item?.email !== undefined) count(addresses, emailIdentity(item.email))
    if (item?.externalId !== undefined) count(externalIds, item.externalId)
  }
  const places = new Map<string, number>()
  const news: NewInBatch[] = []
  for (const [at, item] of items.entries()) {
    if (!item || item.email === undefined || item.primary || item.active === false) continue
    const { customerId, customerExternalId, externalId, email } = item
    const identity = emailIdentity(email)
    const customer = known.customers.get((customerId ?? customerExternalId)!)
    const namesTwo = customerId !== undefined && customerExternalId !== undefined
    if (customer === undefined || namesTwo || known.addresses.has(identity) || addresses.get(identity)! > 1)
      continue
    if (externalId !== undefined && (known.externalIds.has(externalId) || externalIds.get(externalId)! > 1))
      continue
    places.set(identity, at)
    news.push({ ...item, email, customerId: customer })
  }
  if (news.length === 0) return new Map()
  const added = await inOneStatement(scope, (one) => addNewContacts(one, news)).catch((error: unknown) => {
    // Somebody takes one of the external ids at this moment: each is then looked up by itself.
    if (violates(error, 'contacts_external_id_key')) return []
    throw error
  })
  return new Map(added.map(({ id, identity }) => [places.get(identity)!, id]))
}

const count = (of: Map<string, number>, one: string) => of.set(one, (of.get(one) ?? 0) + 1)

/** What is there already of what the items name: active customers, by either name, external ids and addresses. */
async function readKnown({ db, organizationId }: ReadingNow, items: (Item | null)[]) {
  const said = (pick: (item: Item) => string | undefined) =>
    items.flatMap((item) => (item && pick(item)) ?? [])
  const { rows } = await sql<{ what: 'customer' | 'contact' | 'address'; name: string; id: string }>`
    select 'customer' as what, id::text as name, id from customers
      where organization_id = ${organizationId} and active and id = any (${said((item) => item.customerId)}::uuid[])
    union all
    select 'customer', external_id, id from customers
      where organization_id = ${organizationId} and active
        and external_id = any (${said((item) => item.customerExternalId)}::text[])
    union all
    select 'contact', external_id, id from contacts
      where organization_id = ${organizationId} and external_id = any (${said((item) => item.externalId)}::text[])
    union all
    select 'address', email_identity, id from people
      where organization_id = ${organizationId}
        and email_identity = any (${said(({ email }) => email && emailIdentity(email))}::text[])`.execute(db)
  const of = (wanted: string) =>
    new Map(rows.filter(({ what }) => what === wanted).map(({ name, id }) => [name, id]))
  return { customers: of('customer'), externalIds: of('contact'), addresses: of('address') }
}

import { sql } from 'kysely'
import { transaction, type Database, type Db } from '../database/database.ts'
import { NotFound } from '../http/problems.ts'
import { byPerson, record, type Actor } from '../journal/record.ts'
import type { DocumentKindOfLetter } from './document.ts'
import { cancelDocumentLettersOfContact } from './post.ts'
import type { Sealer } from './seal.ts'
import type { Subscription } from './unsubscribe.api.ts'
import { readUnsubscribeToken, type Unsubscribing } from './unsubscribe-token.ts'

type Call = { database: Database; sealer: Sealer; now: Date }

/** By the link of a letter: nobody is signed in, and whoever holds the letter may. */
export async function readSubscription({ database, sealer }: Omit<Call, 'now'>, token: string) {
  const what = opened(sealer, token)
  return subscriptionOf(database.of(what.organizationId), what)
}

/** No more of this kind to this contact, from now on. Once or ten times: the answer is the same. */
export async function unsubscribe({ database, sealer, now }: Call, token: string): Promise<Subscription> {
  const what = opened(sealer, token)
  return transaction(database.of(what.organizationId), async (tx) => {
    await unsubscribeContact(tx, what, now)
    return subscriptionOf(tx, what)
  })
}

/** They changed their mind. */
export async function subscribeAgain({ database, sealer, now }: Call, token: string): Promise<Subscription> {
  const what = opened(sealer, token)
  return transaction(database.of(what.organizationId), async (tx) => {
    await subscribeContactAgain(tx, what, now)
    return subscriptionOf(tx, what)
  })
}

/** By themselves, or by a member of staff whom they asked: the journal tells the two apart. */
export async function subscribeContactAgain(
  tx: Db,
  what: Unsubscribing,
  now: Date,
  staff?: Actor,
): Promise<void> {
  const { organizationId, contactId, kind } = what
  const { rows } = await sql<Contact>`
    update contacts c set unsubscribed = unsubscribed - ${kind}::text, version = c.version + 1, updated_at = ${now}
    from people p
    where c.organization_id = ${organizationId} and c.id = ${contactId} and c.unsubscribed ? ${kind}
      and p.organization_id = ${organizationId} and p.id = c.person_id
    returning c.customer_id, c.person_id, ${NAME} as name`.execute(tx)
  if (!rows[0]) return
  if (staff) await tell(tx, what, rows[0], 'contact.subscribed-by-staff', now, staff)
  else await tell(tx, what, rows[0], 'contact.subscribed-again', now)
}

/** In a transaction of somebody else's, such as that of a complaint. */
export async function unsubscribeContact(tx: Db, what: Unsubscribing, now: Date): Promise<void> {
  const { organizationId, contactId, kind } = what
  const { rows } = await sql<Contact>`
    update contacts c set unsubscribed = unsubscribed || jsonb_build_object(${kind}::text, ${now.toISOString()}::text),
      version = c.version + 1, updated_at = ${now}
    from people p
    where c.organization_id = ${organizationId} and c.id = ${contactId} and not c.unsubscribed ? ${kind}
      and p.organization_id = ${organizationId} and p.id = c.person_id
    returning c.customer_id, c.person_id, ${NAME} as name`.execute(tx)
  if (!rows[0]) return
  await tell(tx, what, rows[0], 'contact.unsubscribed', now)
  const why = `the contact unsubscribed from ${kind}`
  await cancelDocumentLettersOfContact(tx, organizationId, { contactId, kind: SINGULAR[kind] }, why, now)
}

const SINGULAR = { reminders: 'reminder', statements: 'statement' } as const satisfies Record<
  Unsubscribing['kind'],
  DocumentKindOfLetter
>

interface Contact {
  customer_id: string
  person_id: string
  name: string
}

const NAME = sql`coalesce(nullif(trim(p.first_name || ' ' || p.last_name), ''), p.email)`

function opened(sealer: Sealer, token: string): Unsubscribing {
  const what = readUnsubscribeToken(sealer, token)
  if (!what) throw new NotFound('link to unsubscribe')
  return what
}

async function subscriptionOf(db: Db, { organizationId, contactId, kind }: Unsubscribing) {
  const { rows } = await sql<Omit<Subscription, 'kind'>>`
    select o.name as "organizationName", o.slug as portal, u.name as "customerName",
      c.unsubscribed ->> ${kind} as "unsubscribedAt"
    from contacts c
    join organizations o on o.id = c.organization_id
    join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
    where c.organization_id = ${organizationId} and c.id = ${contactId}`.execute(db)
  if (!rows[0]) throw new NotFound('link to unsubscribe')
  return { ...rows[0], kind }
}

async function tell(
  tx: Db,
  { organizationId, contactId, kind }: Unsubscribing,
  contact: Contact,
  action: string,
  now: Date,
  actor?: Actor,
) {
  const { customer_id: customerId, person_id: personId, name } = contact
  await record(tx, actor ?? byPerson({ organizationId, personId, name }), now, {
    action,
    customerId,
    contactId,
    personId,
    changes: { kind: action === 'contact.unsubscribed' ? { new: kind } : { old: kind } },
  })
}

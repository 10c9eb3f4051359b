import { sql } from 'kysely'
import { transaction, type Database, type Db } from '../database/database.ts'
import { Problem } from '../http/problems.ts'
import { record } from '../journal/record.ts'
import { byPerson, bySystem, type Actor } from '../scope/actor.ts'
import { emailIdentity } from '../people/email-address.ts'
import type { DocumentKindOfLetter } from './document.ts'
import { unsubscribePageUrl } from './letters/links.ts'
import { cancelDocumentLettersOfContact } from './post.ts'
import type { Sealer } from './seal.ts'
import type { Subscription } from './unsubscribe.api.ts'
import {
  isFor,
  readUnsubscribeToken,
  type Holder,
  type ReadableToken,
  type Unsubscribing,
} from './unsubscribe-token.ts'

type Call = { database: Database; sealer: Sealer; now: Date }

/** By the link of a letter: nobody is signed in, and anyone who holds the letter may. */
export async function readSubscription({ database, sealer }: Omit<Call, 'now'>, token: string) {
  const what = readable(token)
  return subscriptionOf(database.of(what.organizationId), sealer, what)
}

/** No more of this kind to this contact from now on. Once or ten times: the reply is the same. */
export async function unsubscribe({ database, sealer, now }: Call, token: string): Promise<Subscription> {
  const what = readable(token)
  return transaction(database.of(what.organizationId), async (tx) => {
    await unsubscribeContact(tx, what, await placeOf(tx, sealer, what), now)
    return subscriptionOf(tx, sealer, what)
  })
}

/** They changed their mind. */
export async function subscribeAgain({ database, sealer, now }: Call, token: string): Promise<Subscription> {
  const what = readable(token)
  return transaction(database.of(what.organizationId), async (tx) => {
    await placeOf(tx, sealer, what)
    await subscribeContactAgain(tx, what, now)
    return subscriptionOf(tx, sealer, what)
  })
}

/**
 * The page where a person confirms it. It is the seller's page, whether the link still works or not: the page says
 * which.
 */
export async function pageToUnsubscribe(
  { database, publicUrl }: { database: Database; publicUrl: URL },
  token: string,
): Promise<string> {
  const { organizationId } = readable(token)
  const organization = await database
    .of(organizationId)
    .selectFrom('organizations')
    .select('slug')
    .where('id', '=', organizationId)
    .executeTakeFirst()
  if (!organization) throw new LinkNoLongerValid()
  return unsubscribePageUrl(publicUrl.origin, organization.slug, token)
}

/** By themselves, or by a staff member whom they asked: the journal tells the two apart. */
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

/**
 * Only while the place is still theirs, at that address: what one person asks never unsubscribes their successor. The
 * journal says whether they did it or Portico did, because a mail service reported that they marked it as spam.
 */
export async function unsubscribeContact(
  tx: Db,
  what: Unsubscribing,
  { personId, email }: Holder,
  now: Date,
  complained = false,
): Promise<void> {
  const { organizationId, contactId, kind } = what
  const { rows } = await sql<Contact>`
    update contacts c set unsubscribed = unsubscribed || jsonb_build_object(${kind}::text, ${now.toISOString()}::text),
      version = c.version + 1, updated_at = ${now}
    from people p
    where c.organization_id = ${organizationId} and c.id = ${contactId} and not c.unsubscribed ? ${kind}
      and c.person_id = ${personId} and p.organization_id = ${organizationId} and p.id = c.person_id
      and p.email_identity = ${emailIdentity(email)}
    returning c.customer_id, c.person_id, ${NAME} as name`.execute(tx)
  if (!rows[0]) return
  if (complained) await tell(tx, what, rows[0], 'contact.complained', now, bySystem(organizationId))
  else await tell(tx, what, rows[0], 'contact.unsubscribed', now)
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

function readable(token: string): ReadableToken {
  const what = readUnsubscribeToken(token)
  if (!what) throw new LinkNoLongerValid()
  return what
}

async function subscriptionOf(db: Db, sealer: Sealer, what: ReadableToken): Promise<Subscription> {
  const { organizationName, customerName, unsubscribedAt } = await placeOf(db, sealer, what)
  return { organizationName, customerName, unsubscribedAt, kind: what.kind }
}

/** Refused if the link was not made for the one who has the place now, or if nobody has it. */
async function placeOf(db: Db, sealer: Sealer, what: ReadableToken) {
  const { organizationId, contactId, kind, token } = what
  const { rows } = await sql<Holder & Omit<Subscription, 'kind'>>`
    select p.id as "personId", p.email, o.name as "organizationName", u.name as "customerName",
      c.unsubscribed ->> ${kind} as "unsubscribedAt"
    from contacts c
    join people p on p.organization_id = c.organization_id and p.id = c.person_id
    join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
    join organizations o on o.id = c.organization_id
    where c.organization_id = ${organizationId} and c.id = ${contactId} and c.active and u.active`.execute(db)
  const place = rows[0]
  if (!place || !isFor(sealer, token, place)) throw new LinkNoLongerValid()
  return place
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
    changes: { kind: action.startsWith('contact.subscribed') ? { old: kind } : { new: kind } },
  })
}

/** One refusal for all: a link that was never ours reveals no more than one whose place has another person now. */
class LinkNoLongerValid extends Problem {
  constructor() {
    super(
      410,
      'link-dead',
      'This link is no longer valid',
      'The link works only for the person and the address that it was sent to. Nothing was changed. To get no more of these e-mails, use the link in the latest one, or write to the company that sends them.',
    )
  }
}

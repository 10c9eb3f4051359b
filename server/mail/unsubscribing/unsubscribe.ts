import { sql } from 'kysely'
import { originOfMoved, refuseMoved } from '../../http/moved.ts'
import { Problem } from '../../http/problems.ts'
import { record } from '../../journal/record.ts'
import { emailIdentity } from '../../people/email-address.ts'
import { byPerson } from '../../scope/actor.ts'
import { inOrganization, inTransaction, type InTransaction, type Scope } from '../../scope/scope.ts'
import type { DocumentKind } from '../../documents/kinds.ts'
import { oneClickUrl, unsubscribePageUrl } from '../letters/links.ts'
import { cancelDocumentLettersOfContact } from '../outbox/post.ts'
import type { Subscription } from './unsubscribe.api.ts'
import {
  isFor,
  readUnsubscribeToken,
  type Holder,
  type ReadableToken,
  type Unsubscribing,
} from './unsubscribe-token.ts'

type Visit = Pick<Scope, 'services' | 'now'>

/** By the link of a letter: nobody is signed in, and anyone who holds the letter may. */
export async function readSubscription({ services, now }: Visit, token: string): Promise<Subscription> {
  const what = readable(token)
  return subscriptionOf(inOrganization(services, what.organizationId, now), what)
}

/** No more of this kind to this contact from now on. Once or ten times: the reply is the same. */
export async function unsubscribe({ services, now }: Visit, token: string): Promise<Subscription> {
  const what = readable(token)
  return inTransaction(inOrganization(services, what.organizationId, now), async (tx) => {
    const place = await placeOf(tx, what)
    await unsubscribeContact(byHolder(tx, place), what, place)
    return subscriptionOf(tx, what)
  })
}

/** They changed their mind. */
export async function subscribeAgain({ services, now }: Visit, token: string): Promise<Subscription> {
  const what = readable(token)
  return inTransaction(inOrganization(services, what.organizationId, now), async (tx) => {
    const place = await placeOf(tx, what)
    await subscribeContactAgain(byHolder(tx, place), what)
    return subscriptionOf(tx, what)
  })
}

/**
 * The page where a person confirms it. It is the seller's page, whether the link still works or not: the page says
 * which.
 */
export async function pageToUnsubscribe(
  { services }: Pick<Scope, 'services'>,
  token: string,
): Promise<string> {
  const { organizationId } = readable(token)
  const organization = await services.database
    .of(organizationId)
    .selectFrom('organizations')
    .select('slug')
    .where('id', '=', organizationId)
    .executeTakeFirst()
  if (organization) return unsubscribePageUrl(services.publicUrl.origin, organization.slug, token)
  const origin = await originOfMoved(services, { organizationId })
  if (origin === null) throw new LinkNoLongerValid()
  return oneClickUrl(origin, token)
}

/** By themselves, or by a staff member they asked: the journal tells the two apart. */
export async function subscribeContactAgain(
  tx: InTransaction,
  { contactId, kind }: KindOfContact,
): Promise<void> {
  const { db, organizationId, now } = tx
  const { rows } = await sql<{ customerId: string; personId: string }>`
    update contacts c set unsubscribed = unsubscribed - ${kind}::text, version = c.version + 1, updated_at = ${now}
    from people p
    where c.organization_id = ${organizationId} and c.id = ${contactId} and c.unsubscribed ? ${kind}
      and p.organization_id = ${organizationId} and p.id = c.person_id
    returning c.customer_id as "customerId", c.person_id as "personId"`.execute(db)
  if (!rows[0]) return
  await record(tx, {
    action: tx.by.kind === 'person' ? 'contact.subscribed-again' : 'contact.subscribed-by-staff',
    ...rows[0],
    contactId,
    changes: { kind: { old: kind } },
  })
}

/**
 * Only while the place is still theirs, at that address: what one person asks never unsubscribes their successor. The
 * journal says whether they did it or Portico did, because a mail service reported that they marked it as spam.
 */
export async function unsubscribeContact(
  tx: InTransaction,
  { contactId, kind }: KindOfContact,
  { personId, email }: Holder,
): Promise<void> {
  const { db, organizationId, now } = tx
  const { rows } = await sql<{ customerId: string }>`
    update contacts c set unsubscribed = unsubscribed || jsonb_build_object(${kind}::text, ${now.toISOString()}::text),
      version = c.version + 1, updated_at = ${now}
    from people p
    where c.organization_id = ${organizationId} and c.id = ${contactId} and not c.unsubscribed ? ${kind}
      and c.person_id = ${personId} and p.organization_id = ${organizationId} and p.id = c.person_id
      and p.email_identity = ${emailIdentity(email)}
    returning c.customer_id as "customerId"`.execute(db)
  if (!rows[0]) return
  await record(tx, {
    action: tx.by.kind === 'person' ? 'contact.unsubscribed' : 'contact.complained',
    ...rows[0],
    contactId,
    personId,
    changes: { kind: { new: kind } },
  })
  const why = `the contact unsubscribed from ${kind}`
  await cancelDocumentLettersOfContact(tx, { contactId, kind: SINGULAR[kind] }, why)
}

type KindOfContact = Pick<Unsubscribing, 'contactId' | 'kind'>

const SINGULAR = { reminders: 'reminder', statements: 'statement' } as const satisfies Record<
  Unsubscribing['kind'],
  DocumentKind
>

function readable(token: string): ReadableToken {
  const what = readUnsubscribeToken(token)
  if (!what) throw new LinkNoLongerValid()
  return what
}

async function subscriptionOf(scope: Scope, what: ReadableToken): Promise<Subscription> {
  const { organizationName, customerName, unsubscribedAt } = await placeOf(scope, what)
  return { organizationName, customerName, unsubscribedAt, kind: what.kind }
}

interface Place extends Holder, Omit<Subscription, 'kind'> {
  name: string
}

/** Refused if the link was not made for the one who has the place now, or if nobody has it. */
async function placeOf({ db, services }: Scope, what: ReadableToken): Promise<Place> {
  const { organizationId, contactId, kind, token } = what
  const { rows } = await sql<Place>`
    select p.id as "personId", p.email, person_name(p.first_name, p.last_name, p.email) as name,
      o.name as "organizationName", u.name as "customerName",
      c.unsubscribed ->> ${kind} as "unsubscribedAt"
    from contacts c
    join people p on p.organization_id = c.organization_id and p.id = c.person_id
    join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
    join organizations o on o.id = c.organization_id
    where c.organization_id = ${organizationId} and c.id = ${contactId} and c.active and u.active`.execute(db)
  const place = rows[0]
  if (place && isFor(services.sealer, token, place)) return place
  await refuseMoved(services, { organizationId })
  throw new LinkNoLongerValid()
}

/** Nobody is signed in: the one whose place it is does it, and the journal says so. */
const byHolder = (tx: InTransaction, { personId, name }: Place): InTransaction => ({
  ...tx,
  by: byPerson({ organizationId: tx.organizationId, personId, name }),
})

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

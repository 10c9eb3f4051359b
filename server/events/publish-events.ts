import { sql } from 'kysely'
import { contactColumns } from '../contacts/contact.ts'
import { DatabaseAway } from '../database/database.ts'
import { INSTALLATION } from '../database/id.ts'
import { safeReason } from '../http/safe-reason.ts'
import { personColumns } from '../people/person.ts'
import { inOrganization, inTransaction, type InTransaction, type Reading } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'

/** So that nobody waits long for what happens in another organization. */
const EVENTS_AT_ONCE = 500

/**
 * Gives what happened its place among the events, in every organization where something waits. Of several processes one is at
 * an organization; the others go on with the next.
 */
export async function publishEvents(services: Services, signal: AbortSignal): Promise<void> {
  for (let count = 1; count > 0;) {
    count = 0
    for (const organizationId of await organizationsWithPending(services)) {
      signal.throwIfAborted()
      count += await publishNext(services, organizationId)
    }
  }
}

async function organizationsWithPending({ database }: Services): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select id from organizations_with_pending_events() as id`.execute(database.of(INSTALLATION))
  return rows.map(({ id }) => id)
}

/** What fails in one organization stops no other. */
async function publishNext(services: Services, organizationId: string): Promise<number> {
  try {
    return await inTransaction(inOrganization(services, organizationId), async (tx) => {
      const lastPosition = await lockFeed(tx)
      return lastPosition === null ? 0 : await publish(tx, lastPosition)
    })
  } catch (error) {
    if (error instanceof DatabaseAway) throw error
    services.log.error(
      { reason: safeReason(error), organizationId },
      'Events could not be published. It is tried again in a second.',
    )
    return 0
  }
}

/**
 * Null: another process is at it. What is published is read after this, so it is never older than what was published
 * before.
 */
async function lockFeed({ db, organizationId }: InTransaction<Reading>): Promise<number | null> {
  const { rows } = await sql<{ lastPosition: number }>`
    select last_position as "lastPosition" from event_feeds where organization_id = ${organizationId}
    for update skip locked`.execute(db)
  return rows[0]?.lastPosition ?? null
}

/** The state that an event tells is that of this moment: it is read once for all, and costs the change itself nothing. */
async function publish(
  { db, organizationId }: InTransaction<Reading>,
  lastPosition: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with next as (
      select written_at, id from events_pending where organization_id = ${organizationId}
      order by written_at, id limit ${EVENTS_AT_ONCE}),
    taken as (
      delete from events_pending e using next
      where e.organization_id = ${organizationId} and e.written_at = next.written_at and e.id = next.id
      returning e.*),
    published as (
      insert into events (organization_id, position, id, type, subject_id, contact_id, at, data)
      select e.organization_id, ${lastPosition} + row_number() over (order by e.written_at, e.id), e.id, e.type, e.subject_id,
        e.contact_id, e.at,
        e.data || case split_part(e.type, '.', 1)
          when 'contact' then jsonb_build_object('contact', case when c.id is not null then ${CONTACT} end)
          when 'person' then jsonb_build_object('person', case when p.id is not null then ${PERSON} end)
          when 'invoice' then jsonb_build_object('invoice', case when i.id is not null then ${INVOICE} end)
          else '{}' end
      from taken e
      left join contacts c on c.organization_id = ${organizationId} and c.id = e.subject_id
      left join people p on p.organization_id = ${organizationId} and p.id = coalesce(c.person_id, e.subject_id)
      left join invoices i on i.organization_id = ${organizationId} and i.id = e.subject_id)
    update event_feeds set last_position = last_position + taken.count
    from (select count(*)::int from taken) taken
    where organization_id = ${organizationId} returning taken.count`.execute(db)
  return rows[0]!.count
}

const PERSON = sql`jsonb_build_object(
  'id', p.id, ${personColumns.inJson('p')}, 'version', p.version,
  'emailBounce', case when p.email_bounced_at is not null then
    jsonb_build_object('at', rfc3339(p.email_bounced_at), 'reason', p.email_bounce_reason) end)`

/** As the API shows it: an inactive contact is not the primary one. */
const CONTACT = sql`jsonb_build_object(
  'id', c.id, 'customerId', c.customer_id, ${contactColumns.inJson('c')}, 'primary', c.is_primary and c.active,
  'unsubscribed', c.unsubscribed, 'active', c.active, 'inactiveSince', rfc3339(c.inactive_since), 'version', c.version,
  'person', ${PERSON})`

const INVOICE = sql`jsonb_build_object(
  'number', i.number, 'currency', i.currency, 'totalMinor', i.total_minor, 'paidMinor', i.paid_minor,
  'balanceMinor', i.balance_minor, 'issueDate', i.issue_date, 'dueDate', i.due_date)`

import { sql } from 'kysely'
import type { InTransaction, ReadingNow } from '../scope/scope.ts'

/**
 * Events about one contact arrive in their order: of the messages about it that wait for one webhook, one alone is due, at first
 * the earliest, and the next becomes due when that is done. Whoever changes which waits holds the webhook's row, so that none is forgotten between
 * two transactions.
 */
export async function releaseNext(
  { db, organizationId, now }: InTransaction<ReadingNow>,
  webhookId: string,
  contactIds: string[],
): Promise<void> {
  if (contactIds.length === 0) return
  await sql`
    update webhook_messages m set due_at = ${now}
    from unnest(${contactIds}::uuid[]) as about (contact_id)
    cross join lateral (
      select w.id from webhook_messages w
      where w.organization_id = ${organizationId} and w.webhook_id = ${webhookId} and w.contact_id = about.contact_id
        and w.state = 'waiting'
      order by w.position limit 1) first
    where m.organization_id = ${organizationId} and m.webhook_id = ${webhookId} and m.id = first.id
      and not exists (
        select from webhook_messages d
        where d.organization_id = ${organizationId} and d.webhook_id = ${webhookId} and d.contact_id = about.contact_id
          and d.due_at is not null)`.execute(db)
}

/** Holds the webhook's row until the transaction ends. Returns undefined if it was deleted. */
export async function holdWebhook(
  { db, organizationId }: InTransaction<ReadingNow>,
  webhookId: string,
): Promise<HeldWebhook | undefined> {
  const { rows } = await sql<HeldWebhook>`
    select id, url, is_on as "isOn", failing_since as "failingSince" from webhooks
    where organization_id = ${organizationId} and id = ${webhookId} for no key update`.execute(db)
  return rows[0]
}

export interface HeldWebhook {
  id: string
  url: string
  isOn: boolean
  failingSince: string | null
}

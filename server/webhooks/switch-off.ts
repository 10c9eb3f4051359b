import { sql } from 'kysely'
import { facts, record } from '../journal/record.ts'
import { post } from '../mail/outbox/post.ts'
import type { InTransaction } from '../scope/scope.ts'
import type { HeldWebhook } from './in-order.ts'
import { hostOf } from './webhook-url.ts'

/** What waits stays until it is switched on again; a test does not need that. */
export async function switchOff(
  tx: InTransaction,
  { id, url, failingSince }: HeldWebhook,
  reason: 'by-staff' | 'gone' | 'failing',
): Promise<void> {
  const { db, organizationId, now } = tx
  await sql`
    with waiting as (
      update webhook_messages set due_at = null
      where organization_id = ${organizationId} and webhook_id = ${id} and due_at is not null
        and leased_until is null and position is not null)
    update webhooks set is_on = false, off_reason = ${reason}, off_since = ${now}, version = version + 1, updated_at = ${now}
    where organization_id = ${organizationId} and id = ${id}`.execute(db)
  const host = hostOf(url)
  await record(tx, { action: 'webhook.switched-off', changes: facts({ host, reason }) })
  if (reason === 'by-staff') return
  const since = reason === 'failing' && failingSince !== null ? failingSince : now.toISOString()
  await tellOwners(tx, id, { host, reason, since })
}

async function tellOwners(
  tx: InTransaction,
  webhookId: string,
  told: { host: string; reason: 'gone' | 'failing'; since: string },
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from staff_members
    where organization_id = ${tx.organizationId} and role = 'owner' and active and account_id is not null`.execute(
    tx.db,
  )
  for (const { id: memberId } of rows)
    await post(tx, {
      kind: 'webhookOff',
      facts: told,
      to: { memberId },
      cause: `webhook-off:${webhookId}:${memberId}:${tx.now.toISOString()}`,
    })
}

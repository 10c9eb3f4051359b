import { sql } from 'kysely'
import type { EventType } from '../events/event-types.ts'
import { NotFound, StaleVersion } from '../http/problems.ts'
import { differences, facts, record } from '../journal/record.ts'
import { inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import { holdWebhook, releaseNext } from './in-order.ts'
import { switchOff } from './switch-off.ts'
import { checkedUrl, hostOf } from './webhook-url.ts'
import { readWebhook } from './webhook.ts'
import type { Webhook } from './webhooks.api.ts'

interface Change {
  url?: string | undefined
  description?: string | null | undefined
  eventTypes?: EventType[] | null | undefined
  on?: boolean | undefined
}

export async function changeWebhook(
  scope: Scope,
  webhookId: string,
  version: number,
  change: Change,
): Promise<Webhook> {
  const url = change.url && checkedUrl(change.url, scope.services.webhooksToPrivateNetworks)
  return inTransaction(scope, async (tx) => {
    const held = await holdWebhook(tx, webhookId)
    if (!held) throw new NotFound('webhook')
    const before = await readWebhook(tx, webhookId)
    if (before.version !== version) throw new StaleVersion()
    await setFields(tx, before, { ...change, url })
    if (change.on === false && before.on) await switchOff(tx, held, 'by-staff')
    if (change.on === true && !before.on) await switchOn(tx, before)
    return readWebhook(tx, webhookId)
  })
}

async function setFields(tx: InTransaction, before: Webhook, change: Omit<Change, 'on'>) {
  const { db, organizationId, now } = tx
  const { url = before.url, description = before.description, eventTypes = before.eventTypes } = change
  const changes = differences(shown(before), shown({ url, description, eventTypes }))
  if (Object.keys(changes).length === 0 && url === before.url) return
  await sql`
    update webhooks set url = ${url}, description = ${description}, event_types = ${eventTypes}::text[],
      version = version + 1, updated_at = ${now}
    where organization_id = ${organizationId} and id = ${before.id}`.execute(db)
  await record(tx, { action: 'webhook.changed', changes })
}

/** For the journal, which more people read. */
const shown = ({ url, description, eventTypes }: Pick<Webhook, 'url' | 'description' | 'eventTypes'>) => ({
  host: hostOf(url),
  description,
  events: eventTypes ?? 'all',
})

/** What waits begins anew, the first about each contact at once. */
async function switchOn(tx: InTransaction, { id, url }: Webhook): Promise<void> {
  const { db, organizationId, now } = tx
  await sql`
    update webhooks set is_on = true, off_reason = null, off_since = null, failing_since = null,
      version = version + 1, updated_at = ${now}
    where organization_id = ${organizationId} and id = ${id}`.execute(db)
  const { rows } = await sql<{ contactId: string | null }>`
    update webhook_messages set tries = 0, due_at = case when contact_id is null then ${now}::timestamptz end
    where organization_id = ${organizationId} and webhook_id = ${id} and state = 'waiting' and leased_until is null
    returning contact_id as "contactId"`.execute(db)
  await releaseNext(tx, id, [...new Set(rows.flatMap(({ contactId }) => contactId ?? []))])
  await record(tx, { action: 'webhook.switched-on', changes: facts({ host: hostOf(url) }) })
}

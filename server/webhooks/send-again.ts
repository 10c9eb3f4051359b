import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { NotFound, Problem } from '../http/problems.ts'
import { facts, record } from '../journal/record.ts'
import { inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import { holdWebhook } from './in-order.ts'
import { bodyOf } from './message-body.ts'
import { readMessage } from './message.ts'
import { TRIES_MOST } from './pauses.ts'
import { hostOf } from './webhook-url.ts'
import type { WebhookMessage } from './webhooks.api.ts'

/** Sends a test event, once, as soon as the courier looks. */
export async function sendTest(scope: Scope, webhookId: string): Promise<WebhookMessage> {
  const id = newId()
  return inTransaction(scope, async (tx) => {
    const { db, organizationId, now } = tx
    if (!(await holdWebhook(tx, webhookId))) throw new NotFound('webhook')
    const body = bodyOf({
      id,
      type: 'webhook.test',
      at: now.toISOString(),
      data: { sentBy: tx.by.name },
    })
    await sql`
      insert into webhook_messages (organization_id, webhook_id, id, type, body, created_at, due_at)
      values (${organizationId}, ${webhookId}, ${id}, 'webhook.test', ${body}, ${now}, ${now})`.execute(db)
    return readMessage(tx, webhookId, id)
  })
}

interface Found {
  type: string
  state: string
  contactId: string | null
  isTest: boolean
  isUnderWay: boolean
  waitsForEarlier: boolean
}

/**
 * Tries a message that waits at once, and one that is done once more, under the same id. What else waits about its contact comes
 * after it.
 */
export async function sendAgain(scope: Scope, webhookId: string, messageId: string): Promise<WebhookMessage> {
  return inTransaction(scope, async (tx) => {
    const webhook = await holdWebhook(tx, webhookId)
    if (!webhook) throw new NotFound('webhook')
    const found = await findMessage(tx, webhookId, messageId)
    if (!webhook.isOn && !found.isTest) throw new WebhookOff()
    if (found.isUnderWay) throw new UnderWay()
    if (found.waitsForEarlier) throw new WaitsForEarlier()
    if (found.contactId !== null) await putOffOthers(tx, webhookId, messageId, found.contactId)
    await sql`
      update webhook_messages set state = 'waiting', due_at = ${tx.now}, finished_at = null,
        tries = case when state = 'waiting' then tries else ${TRIES_MOST - 1} end
      where organization_id = ${tx.organizationId} and webhook_id = ${webhookId} and id = ${messageId}`.execute(
      tx.db,
    )
    await record(tx, {
      action: 'webhook.event-sent-again',
      contactId: found.contactId,
      changes: facts({ host: hostOf(webhook.url), event: found.type }),
    })
    return readMessage(tx, webhookId, messageId)
  })
}

/** And holds it, so that no courier takes it meanwhile. */
async function findMessage(
  { db, organizationId }: InTransaction,
  webhookId: string,
  messageId: string,
): Promise<Found> {
  const { rows } = await sql<Found>`
    select type, state, contact_id as "contactId", position is null as "isTest", leased_until is not null as "isUnderWay",
      state = 'waiting' and due_at is null as "waitsForEarlier"
    from webhook_messages
    where organization_id = ${organizationId} and webhook_id = ${webhookId} and id = ${messageId} for update`.execute(
    db,
  )
  if (!rows[0]) throw new NotFound('message')
  return rows[0]
}

async function putOffOthers(
  { db, organizationId }: InTransaction,
  webhookId: string,
  messageId: string,
  contactId: string,
): Promise<void> {
  const { rows } = await sql<{ isUnderWay: boolean }>`
    update webhook_messages set due_at = case when leased_until is not null then due_at end
    where organization_id = ${organizationId} and webhook_id = ${webhookId} and contact_id = ${contactId}
      and due_at is not null and id <> ${messageId}
    returning leased_until is not null as "isUnderWay"`.execute(db)
  if (rows.some(({ isUnderWay }) => isUnderWay)) throw new UnderWay()
}

class WebhookOff extends Problem {
  constructor() {
    super(409, 'webhook-off', 'The webhook is off', 'Switch the webhook on first, or send it a test event.')
  }
}

class WaitsForEarlier extends Problem {
  constructor() {
    super(
      409,
      'webhook-waits',
      'An earlier event comes first',
      'It waits for an earlier event about the same contact. Send that one again instead.',
    )
  }
}

class UnderWay extends Problem {
  constructor() {
    super(
      409,
      'webhook-under-way',
      'It is being sent right now',
      'This message, or another about the same contact, is being sent to the webhook right now. Try again in a moment.',
    )
  }
}

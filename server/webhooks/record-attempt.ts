import { sql } from 'kysely'
import { inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import { holdWebhook, releaseNext, type HeldWebhook } from './in-order.ts'
import { pauseSeconds, TRIES_MOST } from './pauses.ts'
import type { Outcome } from './send-request.ts'
import { switchOff } from './switch-off.ts'

/** Without a duration nothing was sent, or nobody knows: then it does not speak against the webhook. */
export type Attempt = Omit<Outcome, 'durationMs'> & { durationMs: number | null }

/** The number tells an attempt from one that was recorded before. */
interface Attempted {
  webhookId: string
  messageId: string
  number: number
}

/** Without one success for so long, a webhook is switched off. */
const FAILING_DAYS_MOST = 3

interface Message {
  contactId: string | null
  isTest: boolean
  tries: number
}

/** Records an attempt and what follows from it, in one transaction. */
export async function recordAttempt(scope: Scope, attempted: Attempted, attempt: Attempt): Promise<void> {
  await inTransaction(scope, async (tx) => {
    const webhook = await holdWebhook(tx, attempted.webhookId)
    // Deleted while it was being sent.
    if (!webhook) return
    const message = await writeAttempt(tx, attempted, attempt)
    // It was committed, and only the answer to that was lost.
    if (!message) return
    await (attempt.error === null
      ? succeed(tx, webhook, attempted, message)
      : fail(tx, webhook, attempted, message, attempt))
  })
}

async function writeAttempt(
  { db, organizationId, now }: InTransaction,
  { webhookId, messageId, number }: Attempted,
  { status, durationMs, error, answer }: Attempt,
): Promise<Message | undefined> {
  const { rows } = await sql<Message>`
    with message as (
      update webhook_messages set attempt_count = ${number}, due_at = null, leased_until = null
      where organization_id = ${organizationId} and webhook_id = ${webhookId} and id = ${messageId}
        and attempt_count < ${number} and state = 'waiting'
      returning contact_id, position, tries),
    written as (
      insert into webhook_attempts (organization_id, webhook_id, message_id, number, at, status, duration_ms, error, answer)
      select ${organizationId}, ${webhookId}, ${messageId}, ${number}, ${now}, ${status}::int, ${durationMs}::int, ${error}, ${answer}
      from message)
    select contact_id as "contactId", position is null as "isTest", tries from message`.execute(db)
  return rows[0]
}

async function succeed(tx: InTransaction, webhook: HeldWebhook, attempted: Attempted, message: Message) {
  if (webhook.failingSince !== null) await setFailingSince(tx, webhook, null)
  await finish(tx, webhook, attempted, message, 'sent')
}

async function fail(
  tx: InTransaction,
  webhook: HeldWebhook,
  attempted: Attempted,
  message: Message,
  attempt: Attempt,
) {
  // A test is there to be tried: nothing follows from it.
  if (message.isTest) return finish(tx, webhook, attempted, message, 'failed')
  // It waits until the webhook is switched on again.
  if (!webhook.isOn) return
  if (attempt.status === 410) return switchOff(tx, webhook, 'gone')
  if (attempt.durationMs !== null && (await hasFailedTooLong(tx, webhook)))
    return switchOff(tx, webhook, 'failing')
  const tries = message.tries + 1
  if (tries >= TRIES_MOST) return finish(tx, webhook, attempted, message, 'failed')
  await planNext(tx, attempted, tries, attempt.retryAfter)
}

async function hasFailedTooLong(tx: InTransaction, webhook: HeldWebhook): Promise<boolean> {
  if (webhook.failingSince === null) await setFailingSince(tx, webhook, tx.now)
  const since = new Date(webhook.failingSince ?? tx.now)
  return tx.now.getTime() - since.getTime() >= FAILING_DAYS_MOST * 86_400_000
}

async function setFailingSince({ db, organizationId }: InTransaction, { id }: HeldWebhook, at: Date | null) {
  await sql`
    update webhooks set failing_since = ${at} where organization_id = ${organizationId} and id = ${id}`.execute(
    db,
  )
}

async function planNext(
  { db, organizationId, now }: InTransaction,
  { webhookId, messageId }: Attempted,
  tries: number,
  retryAfter: string | null,
) {
  const dueAt = new Date(now.getTime() + pauseSeconds(tries, retryAfter, now) * 1000)
  await sql`
    update webhook_messages set tries = ${tries}, due_at = ${dueAt}
    where organization_id = ${organizationId} and webhook_id = ${webhookId} and id = ${messageId}`.execute(db)
}

async function finish(
  tx: InTransaction,
  webhook: HeldWebhook,
  { webhookId, messageId }: Attempted,
  { contactId }: Message,
  state: 'sent' | 'failed',
) {
  await sql`
    update webhook_messages set state = ${state}, finished_at = ${tx.now}
    where organization_id = ${tx.organizationId} and webhook_id = ${webhookId} and id = ${messageId}`.execute(
    tx.db,
  )
  if (webhook.isOn && contactId !== null) await releaseNext(tx, webhookId, [contactId])
}

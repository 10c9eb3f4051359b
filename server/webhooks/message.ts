import { sql } from 'kysely'
import { pageOf, readCursor } from '../http/page.ts'
import { NotFound } from '../http/problems.ts'
import type { Reading, ReadingNow } from '../scope/scope.ts'
import { readWebhook } from './webhook.ts'
import type {
  WebhookAttempt,
  WebhookMessage,
  WebhookMessageDetails,
  WebhookMessageState,
} from './webhooks.api.ts'

const ATTEMPTS_SHOWN_MOST = 100

/** From `webhook_messages m`, with its last attempt as `a`. */
const COLUMNS = sql`
  m.id, m.type, m.contact_id as "contactId", m.state, m.attempt_count as "attemptCount", m.created_at as "createdAt",
  m.due_at as "nextTryAt", m.finished_at as "finishedAt", m.state = 'waiting' and m.due_at is null as "waitsForEarlier",
  a.status as "lastStatus", a.error as "lastError"`
const FROM = sql`
  from webhook_messages m
  left join webhook_attempts a on a.organization_id = m.organization_id and a.webhook_id = m.webhook_id
    and a.message_id = m.id and a.number = m.attempt_count`

/** What was or will be sent to a webhook, the newest first. */
export async function listMessages(
  scope: ReadingNow,
  webhookId: string,
  {
    limit,
    cursor,
    state,
  }: { limit: number; cursor?: string | undefined; state?: WebhookMessageState | undefined },
) {
  await readWebhook(scope, webhookId)
  const after = readCursor(cursor, 'id')
  const { rows } = await sql<WebhookMessage>`
    select ${COLUMNS} ${FROM}
    where m.organization_id = ${scope.organizationId} and m.webhook_id = ${webhookId}
      and ${state ? sql`m.state = ${state}` : sql`true`} and ${after ? sql`m.id < ${after[0]}::uuid` : sql`true`}
    order by m.id desc limit ${limit + 1}`.execute(scope.db)
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => row,
  )
}

export async function readMessage(
  { db, organizationId }: Reading,
  webhookId: string,
  messageId: string,
): Promise<WebhookMessageDetails> {
  const { rows } = await sql<WebhookMessage & { body: string }>`
    select ${COLUMNS}, m.body ${FROM}
    where m.organization_id = ${organizationId} and m.webhook_id = ${webhookId} and m.id = ${messageId}`.execute(
    db,
  )
  if (!rows[0]) throw new NotFound('message')
  const { rows: attempts } = await sql<WebhookAttempt>`
    select number, at, status, duration_ms as "durationMs", error, answer from webhook_attempts
    where organization_id = ${organizationId} and webhook_id = ${webhookId} and message_id = ${messageId}
    order by number desc limit ${ATTEMPTS_SHOWN_MOST}`.execute(db)
  return { ...rows[0], attempts }
}

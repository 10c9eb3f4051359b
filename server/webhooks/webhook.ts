import { sql } from 'kysely'
import { pageOf, readCursor } from '../http/page.ts'
import { NotFound } from '../http/problems.ts'
import type { Reading, ReadingNow, Within } from '../scope/scope.ts'
import type { Webhook } from './webhooks.api.ts'

export interface WebhookRow extends Webhook {}

/** More are not counted: the list says that there are many. */
const COUNTED_MOST = 1000

/** From `webhooks w`. */
const columnsAt = ({ now }: Pick<ReadingNow, 'now'>) => sql`
  w.id, w.url, w.description, w.event_types as "eventTypes", w.is_on as "on", w.off_reason as "offReason",
  w.off_since as "offSince", w.failing_since as "failingSince", w.created_at as "createdAt", w.version,
  case when w.previous_until > ${now} then w.previous_until end as "previousSecretUntil",
  (select count(*)::int from (
    select from webhook_messages m
    where m.organization_id = w.organization_id and m.webhook_id = w.id and m.state = 'waiting' limit ${COUNTED_MOST}) waiting)
    as waiting`

const isWebhook = ({ organizationId }: Within, webhookId: string) =>
  sql`organization_id = ${organizationId} and id = ${webhookId}`

export async function readWebhook(scope: ReadingNow, webhookId: string): Promise<Webhook> {
  const { rows } = await sql<WebhookRow>`
    select ${columnsAt(scope)} from webhooks w where ${isWebhook(scope, webhookId)}`.execute(scope.db)
  if (!rows[0]) throw new NotFound('webhook')
  return rows[0]
}

/** The newest first. */
export async function listWebhooks(
  scope: ReadingNow,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(cursor, 'id')
  const { rows } = await sql<WebhookRow>`
    select ${columnsAt(scope)} from webhooks w
    where w.organization_id = ${scope.organizationId} and ${after ? sql`w.id < ${after[0]}::uuid` : sql`true`}
    order by w.id desc limit ${limit + 1}`.execute(scope.db)
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => row,
  )
}

/** Of the last event that there is: a webhook hears of what comes after it. */
export async function lastPosition({ db, organizationId }: Reading): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    select coalesce(max(position), 0)::bigint as position from events where organization_id = ${organizationId}`.execute(
    db,
  )
  return rows[0]!.position
}

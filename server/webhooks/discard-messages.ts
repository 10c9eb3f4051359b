import { sql } from 'kysely'
import type { Looking } from '../keeping/discard-old.ts'
import type { Reading } from '../scope/scope.ts'

/** As long as events are kept: what has waited longer for a webhook that is off is not sent any more. */
export const MESSAGES_KEPT_DAYS = 30

/** With their attempts. One that is due is done first: the next about its contact waits for that. */
export async function discardMessages(
  { db, organizationId }: Reading,
  { before, most }: Looking,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    with old as (
      select webhook_id, id from webhook_messages
      where organization_id = ${organizationId} and created_at <= ${before} and due_at is null
      order by created_at limit ${most} for update skip locked)
    delete from webhook_messages m using old
    where m.organization_id = ${organizationId} and m.webhook_id = old.webhook_id and m.id = old.id
    returning m.id`.execute(db)
  return rows.length === most ? rows[0]!.id : null
}

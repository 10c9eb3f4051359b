import { sql } from 'kysely'
import type { Looking } from '../../keeping/discard-old.ts'
import type { Reading } from '../../scope/scope.ts'

/** What the text of a message is made of, by far the largest part of a delivery. To whom it went, and what became of it, stays. */
export async function discardTexts(
  { db, organizationId }: Reading,
  { before, after, most }: Looking,
): Promise<string | null> {
  const { rows } = await sql<{ at: string }>`
    with old as (
      select id, finished_at as at from deliveries
      where organization_id = ${organizationId} and finished_at <= ${before} and content is not null
        and finished_at >= ${after ?? '-infinity'}::timestamptz
      order by finished_at limit ${most} for update skip locked),
    gone as (
      update deliveries d set content = null from old where d.organization_id = ${organizationId} and d.id = old.id)
    select at from old order by at offset ${most - 1} limit 1`.execute(db)
  return rows[0]?.at ?? null
}

import { sql } from 'kysely'
import type { Looking } from '../keeping/discard-old.ts'
import type { Reading } from '../scope/scope.ts'

export const EVENTS_KEPT_DAYS = 30

/** Who has not read what is discarded is told so: the feed says up to where. */
export async function discardEvents(
  { db, organizationId }: Reading,
  { before, after, most }: Looking,
): Promise<string | null> {
  const { rows } = await sql<{ position: string }>`
    with looked_at as (
      select position, at from events where organization_id = ${organizationId} and position > ${Number(after ?? 0)}
      order by position limit ${most}),
    gone as (
      delete from events e using looked_at l
      where e.organization_id = ${organizationId} and e.position = l.position and l.at <= ${before}
      returning e.position),
    noted as (
      update event_feeds f set discarded_position = greatest(f.discarded_position, gone.last)
      from (select max(position) as last from gone) gone
      where f.organization_id = ${organizationId} and gone.last is not null)
    select position::text from looked_at where at <= ${before} order by position offset ${most - 1} limit 1`.execute(
    db,
  )
  return rows[0]?.position ?? null
}

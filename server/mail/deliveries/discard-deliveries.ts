import { sql } from 'kysely'
import { INSTALLATION } from '../../database/id.ts'
import type { Looking } from '../../keeping/discard-old.ts'
import { movingKeptSince } from '../../keeping/kept-since.ts'
import type { Reading } from '../../scope/scope.ts'

/**
 * Deliveries with what mail servers said of them. Ids are in the order of time, so the primary key leads to the oldest; one that
 * waited for its day was done later than those around it, and stays until its own time has come.
 */
export async function discardDeliveries(
  scope: Reading,
  { before, after, most }: Looking,
): Promise<string | null> {
  const { db, organizationId } = scope
  const { rows } = await sql<{ id: string }>`
    with looked_at as (
      select id, created_at from deliveries
      where organization_id = ${organizationId} and id > ${after ?? INSTALLATION}::uuid order by id limit ${most}),
    old as (
      select id from deliveries
      where organization_id = ${organizationId} and id in (select id from looked_at) and finished_at <= ${before}
      for update skip locked),
    gone as (
      delete from deliveries d using old where d.organization_id = ${organizationId} and d.id = old.id
      returning d.finished_at as at),
    kept as (${movingKeptSince(scope, 'deliveries', sql`gone`)})
    select id from looked_at where created_at <= ${before} order by id offset ${most - 1} limit 1`.execute(db)
  return rows[0]?.id ?? null
}

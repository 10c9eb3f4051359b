import { sql } from 'kysely'
import { INSTALLATION } from '../database/id.ts'
import type { Looking } from '../keeping/discard-old.ts'
import { movingKeptSince } from '../keeping/kept-since.ts'
import type { Reading } from '../scope/scope.ts'

/** Entries have ids in the order of time, so the primary key leads to the oldest. */
export async function discardEntries(
  scope: Reading,
  { before, after, most }: Looking,
): Promise<string | null> {
  const { db, organizationId } = scope
  const { rows } = await sql<{ id: string }>`
    with looked_at as (
      select id, at from journal where organization_id = ${organizationId} and id > ${after ?? INSTALLATION}::uuid
      order by id limit ${most}),
    gone as (
      delete from journal j using looked_at l
      where j.organization_id = ${organizationId} and j.id = l.id and l.at <= ${before}
      returning j.at),
    kept as (${movingKeptSince(scope, 'journal', sql`gone`)})
    select id from looked_at where at <= ${before} order by id offset ${most - 1} limit 1`.execute(db)
  return rows[0]?.id ?? null
}

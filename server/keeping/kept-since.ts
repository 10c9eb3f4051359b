import { sql, type RawBuilder } from 'kysely'
import type { Reading, Within } from '../scope/scope.ts'

/** What goes after a while, if the operator says so, and is listed. */
export type Kept = 'deliveries' | 'journal'

/** A list that has come to its end says what is missing there (R37). */
export async function withKeptSince<Page extends { nextCursor: string | null }>(
  { db, organizationId }: Reading,
  what: Kept,
  page: Page,
): Promise<Page & { keptSince: string | null }> {
  if (page.nextCursor !== null) return { ...page, keptSince: null }
  const { rows } = await sql<{ since: string }>`
    select since from kept_since where organization_id = ${organizationId} and what = ${what}`.execute(db)
  return { ...page, keptSince: rows[0]?.since ?? null }
}

/** Of a moment within a statement: whether what happened then may have been discarded. */
export const isNoLongerKept = (organizationId: RawBuilder<unknown>, what: Kept, at: RawBuilder<unknown>) =>
  sql`exists (select from kept_since k where k.organization_id = ${organizationId} and k.what = ${what} and ${at} <= k.since)`

/** Part of the statement that discards: `gone` gives the moment of each row as `at`. */
export const movingKeptSince = ({ organizationId }: Within, what: Kept, gone: RawBuilder<unknown>) => sql`
  insert into kept_since as k (organization_id, what, since)
  select ${organizationId}, ${what}, max(at) from ${gone} having count(*) > 0
  on conflict (organization_id, what) do update set since = greatest(k.since, excluded.since)`

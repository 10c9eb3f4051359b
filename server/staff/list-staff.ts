import { sql } from 'kysely'
import { pageOf, readCursor } from '../http/page.ts'
import type { Reading } from '../scope/scope.ts'
import { memberColumns, toMember, type MemberRow } from './member.ts'

const SORT_KEY = sql`sort_key(name) collate "C"`

/** Who works here, then who did, by name. */
export async function listStaff(
  { db, organizationId }: Reading,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(cursor, 'flag', 'text', 'id')
  const { rows } = await sql<MemberRow & { removed: boolean; sortedBy: string }>`
    select ${memberColumns}, not active as removed, ${SORT_KEY} as "sortedBy"
    from staff_members
    where organization_id = ${organizationId}
      ${after ? sql`and (not active, ${SORT_KEY}, id::text) > (${after[0]}, ${after[1]}, ${after[2]})` : sql``}
    order by not active, ${SORT_KEY}, id::text
    limit ${limit + 1}`.execute(db)
  return pageOf(rows, limit, (row) => [row.removed, row.sortedBy, row.id], toMember)
}

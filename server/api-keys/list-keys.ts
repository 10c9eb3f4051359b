import { sql } from 'kysely'
import { pageOf, readCursor } from '../http/page.ts'
import type { ReadingNow } from '../scope/scope.ts'
import { JOIN_MAKER, keyColumns, toKey, type ApiKeyRow } from './api-key.ts'

export async function listKeys(
  { db, organizationId, now }: ReadingNow,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(cursor, 'flag', 'id')
  const { rows } = await sql<ApiKeyRow>`
    select ${keyColumns} from api_keys k ${JOIN_MAKER}
    where k.organization_id = ${organizationId}
      ${after ? sql`and ((k.revoked_at is not null) > ${after[0]} or ((k.revoked_at is not null) = ${after[0]} and k.id < ${after[1]}))` : sql``}
    order by (k.revoked_at is not null), k.id desc
    limit ${limit + 1}`.execute(db)
  return pageOf(
    rows,
    limit,
    (row) => [row.revokedAt !== null, row.id],
    (row) => toKey(row, now),
  )
}

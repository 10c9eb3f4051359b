import { sql } from 'kysely'
import { NotFound } from '../http/problems.ts'
import type { ReadingNow } from '../scope/scope.ts'
import type { ApiKey } from './api-keys.api.ts'

export type ApiKeyRow = Omit<ApiKey, 'state'>

/** Of `api_keys k` with `staff_members m`, who made it. */
export const keyColumns = sql`
  k.id, k.name, k.ending, k.scopes, k.networks::text[] as networks, m.name as "madeBy", k.created_at as "createdAt",
  k.expires_at as "expiresAt", k.revoked_at as "revokedAt", k.last_used_at as "lastUsedAt", k.last_used_from as "lastUsedFrom"`
export const JOIN_MAKER = sql`
  join staff_members m on m.organization_id = k.organization_id and m.id = k.made_by`

export const toKey = (row: ApiKeyRow, now: Date): ApiKey => ({
  ...row,
  state:
    row.revokedAt !== null
      ? 'revoked'
      : row.expiresAt !== null && Date.parse(row.expiresAt) <= now.getTime()
        ? 'expired'
        : 'active',
})

export async function readKey({ db, organizationId, now }: ReadingNow, keyId: string): Promise<ApiKey> {
  const { rows } = await sql<ApiKeyRow>`
    select ${keyColumns} from api_keys k ${JOIN_MAKER}
    where k.organization_id = ${organizationId} and k.id = ${keyId}`.execute(db)
  if (!rows[0]) throw new NotFound('API key')
  return toKey(rows[0], now)
}

import { sql } from 'kysely'
import { facts, record } from '../journal/record.ts'
import { inTransaction, type Scope } from '../scope/scope.ts'
import { readKey } from './api-key.ts'
import type { ApiKey } from './api-keys.api.ts'

/** It opens nothing from the next request on. Revoking it again changes nothing. */
export async function revokeKey(scope: Scope, keyId: string): Promise<ApiKey> {
  return inTransaction(scope, async (tx) => {
    const { rows } = await sql<{ name: string; ending: string }>`
      update api_keys set revoked_at = ${tx.now}
      where organization_id = ${tx.organizationId} and id = ${keyId} and revoked_at is null
      returning name, ending`.execute(tx.db)
    if (rows[0]) await record(tx, { action: 'api-key.revoked', changes: facts(rows[0]) })
    return readKey(tx, keyId)
  })
}

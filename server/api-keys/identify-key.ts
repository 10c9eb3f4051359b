import { sql } from 'kysely'
import { KeyRefused, type KeyCaller } from '../http/key-caller.ts'
import { refuseMoved } from '../http/moved.ts'
import type { Services } from '../scope/services.ts'
import { inOrganization, type ReadingNow } from '../scope/scope.ts'
import { callersRemembered } from '../staff/callers-remembered.ts'
import { readKeyText } from './key-text.ts'

const SEEN_AGAIN_AFTER_MINUTES = 5

interface KeyRow extends Omit<KeyCaller, 'organizationId'> {
  expiresAt: string | null
  revokedAt: string | null
  lastUsedAt: string | null
  isFromThere: boolean
}

/** A key is remembered for the address that it came from: another one may not be allowed. */
const remembered = callersRemembered<KeyCaller>()

/** Which program came, by its key and the address it came from. Whatever changes a key counts from the very next request on. */
export async function identifyKey(text: string, address: string, services: Services): Promise<KeyCaller> {
  const token = readKeyText(text)
  if (!token) throw new KeyRefused()
  const { organizationId, hash } = token
  const now = services.clock()
  const as = `${text} ${address}`
  const known = remembered.recall(services.database, as, now)
  if (known) return known
  const changes = services.database.staffChanges()
  const scope = inOrganization(services, organizationId, now)
  const { rows } = await sql<KeyRow>`
    select id as "keyId", name, scopes, expires_at as "expiresAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt",
      cardinality(networks) = 0 or coalesce(${inetOf(address)}::inet <<= any(networks::inet[]), false) as "isFromThere"
    from api_keys where organization_id = ${organizationId} and token_hash = ${hash}`.execute(scope.db)
  const row = rows[0]
  if (!row) await refuseMoved(services, { organizationId })
  if (!row || row.revokedAt !== null) throw new KeyRefused()
  const { keyId, name, scopes, expiresAt, lastUsedAt, isFromThere } = row
  const expires = expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt)
  if (expires <= now.getTime())
    throw new KeyRefused(
      `This API key expired on ${expiresAt!.slice(0, 10)}. Make another on Organization > API keys.`,
    )
  if (!isFromThere)
    throw new KeyRefused(
      `This API key may not be used from ${address}. Its networks are on Organization > API keys.`,
    )
  if (lastUsedAt === null || Date.parse(lastUsedAt) <= now.getTime() - SEEN_AGAIN_AFTER_MINUTES * 60_000)
    await noteUsed(scope, keyId, address)
  const key = { organizationId, keyId, name, scopes }
  remembered.remember(services.database, as, { caller: key, changes, from: now, endsAt: expires })
  return key
}

/** An IPv4 address that came as IPv6 is that IPv4 address. What is none is in no network. */
const inetOf = (address: string) => (address === 'unknown' ? null : address.replace(/^::ffff:(?=\d+\.)/i, ''))

async function noteUsed({ db, organizationId, now }: ReadingNow, keyId: string, address: string) {
  await sql`
    update api_keys set last_used_at = ${now}, last_used_from = ${address}
    where organization_id = ${organizationId} and id = ${keyId}`.execute(db)
}

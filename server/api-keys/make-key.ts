import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { isNetwork } from '../http/networks.ts'
import { InvalidRequest, Problem } from '../http/problems.ts'
import type { BodyOf } from '../http/endpoint.ts'
import { facts, record } from '../journal/record.ts'
import { inTransaction, type InTransaction } from '../scope/scope.ts'
import type { SignedIn } from '../staff/session.ts'
import type { ApiKey, apiKeysApi } from './api-keys.api.ts'
import { readKey } from './api-key.ts'
import { newKeyText } from './key-text.ts'

/** Those that work, or would if they had not expired. A list of so many is one that somebody still looks through. */
const KEYS_MOST = 100

/** Makes a key for a program. It is in the reply, and nowhere else: what is stored opens nothing. */
export async function makeKey(
  call: SignedIn,
  { name, scopes, expiresAt, networks }: BodyOf<typeof apiKeysApi.make>,
): Promise<ApiKey & { key: string }> {
  const { organizationId, now, staff } = call
  const errors = networks.flatMap((network, at) =>
    isNetwork(network)
      ? []
      : [{ pointer: `/networks/${at}`, detail: 'Use an address or a network, such as 203.0.113.0/24.' }],
  )
  if (expiresAt !== null && Date.parse(expiresAt) <= now.getTime())
    errors.push({ pointer: '/expiresAt', detail: 'Use a time to come, or none.' })
  if (errors.length > 0) throw new InvalidRequest(errors)
  const { key, hash, ending } = newKeyText(organizationId)
  const id = newId()
  const made = await inTransaction(call, async (tx) => {
    await refuseTooMany(tx)
    await sql`
      insert into api_keys (organization_id, id, name, token_hash, ending, scopes, networks, made_by, created_at, expires_at)
      values (${organizationId}, ${id}, ${name}, ${hash}, ${ending}, ${[...new Set(scopes)]},
        (select coalesce(array_agg(network(n::inet)), '{}') from unnest(${networks}::text[]) n), ${staff.memberId}, ${now}, ${expiresAt})`.execute(
      tx.db,
    )
    await record(tx, {
      action: 'api-key.made',
      changes: facts({ name, ending, scopes, networks, expiresAt }),
    })
    return readKey(tx, id)
  })
  return { ...made, key }
}

/** One after another, so that two at once do not make more. */
async function refuseTooMany({ db, organizationId }: InTransaction) {
  await sql`select from organizations where id = ${organizationId} for no key update`.execute(db)
  const { rows } = await sql<{ keys: number }>`
    select count(*)::int as keys from api_keys where organization_id = ${organizationId} and revoked_at is null`.execute(
    db,
  )
  if (rows[0]!.keys >= KEYS_MOST) throw new TooManyKeys()
}

class TooManyKeys extends Problem {
  constructor() {
    super(
      409,
      'too-many-keys',
      'There are too many API keys',
      `The organization has ${KEYS_MOST} API keys. Revoke one that nothing uses any more first.`,
    )
  }
}

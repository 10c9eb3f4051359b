import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { InTransaction, ReadingNow } from '../scope/scope.ts'
import type { Endpoint } from './endpoint.ts'
import { InvalidRequest, Problem } from './problems.ts'

export const IDEMPOTENCY_KEPT_HOURS = 24

/** What makes a repeated request the same one. */
export interface Idempotency {
  endpoint: string
  key: string
  fingerprint: string
}

/**
 * The `Idempotency-Key` of a request. An endpoint that would do the same thing twice refuses the header, instead of
 * letting the caller believe that it would not.
 */
export function readIdempotency(request: FastifyRequest, endpoint: Endpoint): Idempotency | undefined {
  const header = request.headers['idempotency-key']
  if (header === undefined || endpoint.method !== 'POST' || endpoint.caller === 'machine') return undefined
  if (!endpoint.idempotent) throw new NotIdempotent()
  const key = [header].flat().join(', ')
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw new InvalidRequest([
      { pointer: '/Idempotency-Key', detail: 'Use 1 to 200 letters, digits and signs without spaces.' },
    ])
  // Together with what the address names: the same body about another thing is another request.
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([request.params ?? null, request.query ?? null, request.body ?? null]))
    .digest('hex')
  return { endpoint: `POST ${endpoint.path}`, key, fingerprint }
}

/**
 * Does it once for each key, in the transaction of the change. The same request within a day gets the first one's
 * reply; one that comes at the same moment waits for the first.
 */
export async function once<Reply>(
  { db, organizationId, now }: InTransaction<ReadingNow>,
  idempotency: Idempotency | undefined,
  run: () => Promise<Reply>,
): Promise<Reply> {
  if (!idempotency) return run()
  const { endpoint, key, fingerprint } = idempotency
  const which = sql`organization_id = ${organizationId} and endpoint = ${endpoint} and key = ${key}`
  const taken = await sql`
    insert into idempotent_requests as r (organization_id, endpoint, key, fingerprint, at)
    values (${organizationId}, ${endpoint}, ${key}, ${fingerprint}, ${now})
    on conflict (organization_id, endpoint, key) do update set fingerprint = ${fingerprint}, reply = null, at = ${now}
      where r.at <= ${new Date(now.getTime() - IDEMPOTENCY_KEPT_HOURS * 3_600_000)}`.execute(db)
  if (!taken.numAffectedRows) {
    const { rows } = await sql<{ fingerprint: string; reply: Reply }>`
      select fingerprint, reply from idempotent_requests where ${which}`.execute(db)
    if (rows[0]?.fingerprint !== fingerprint) throw new IdempotencyKeyReused()
    return rows[0].reply
  }
  const reply = await run()
  await sql`update idempotent_requests set reply = ${JSON.stringify(reply)} where ${which}`.execute(db)
  return reply
}

export class NotIdempotent extends Problem {
  constructor() {
    const detail =
      'This endpoint does not support Idempotency-Key: a repeated request would be carried out again. Send the request without the header.'
    super(400, 'not-idempotent', 'Idempotency-Key is not supported here', detail, {
      errors: [{ pointer: '/Idempotency-Key', detail }],
    })
  }
}

export class IdempotencyKeyReused extends Problem {
  constructor() {
    const detail =
      'This Idempotency-Key was used for another request within the last 24 hours. Use a new key for a new request.'
    super(422, 'idempotency-key-reused', 'The key belongs to another request', detail, {
      errors: [{ pointer: '/Idempotency-Key', detail }],
    })
  }
}

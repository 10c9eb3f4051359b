import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import pLimit, { type LimitFunction } from 'p-limit'
import type { Database } from '../database/database.ts'
import { inTransaction, type InTransaction, type ReadingNow, type Scope } from '../scope/scope.ts'
import type { LongWork, Services } from '../scope/services.ts'
import type { Answer } from './answer.ts'
import { takesIdempotencyKey, type Endpoint } from './endpoint.ts'
import type { Admitted } from './let-in.ts'
import { InvalidRequest, Problem } from './problems.ts'
import type { ReceivedFile } from './receive-file.ts'

export const IDEMPOTENCY_KEPT_HOURS = 24

/** What makes a repeated request the same one. */
export interface Idempotency {
  /** The member of staff, the person or the API key: a key is theirs alone. */
  caller: string
  endpoint: Endpoint
  key: string
  fingerprint: Buffer
}

/**
 * The `Idempotency-Key` of a request (draft-ietf-httpapi-idempotency-key-header-07). An endpoint that would do the same thing twice
 * refuses the header, instead of letting the caller believe that it would not.
 */
export function readIdempotencyKey(request: FastifyRequest, endpoint: Endpoint): string | undefined {
  const header = request.headers['idempotency-key']
  if (header === undefined || endpoint.method !== 'POST' || endpoint.caller === 'machine') return undefined
  if (!takesIdempotencyKey(endpoint)) throw new NotIdempotent(endpoint.notOnce)
  const key = [header].flat().join(', ')
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key
  throw new InvalidRequest([
    { pointer: '/Idempotency-Key', detail: 'Use 1 to 200 letters, digits and signs without spaces.' },
  ])
}

/** What the same request has in common: together with what the address names, since the same body about another thing is another. */
export function idempotencyOf(
  key: string,
  { params, query, body, headers }: FastifyRequest,
  endpoint: Endpoint,
  {
    staff,
    key: apiKey,
    portal,
    upload,
    services,
  }: Admitted & { upload: ReceivedFile | undefined; services: Services },
): Idempotency {
  const sent = upload?.sha256 ?? body ?? null
  const what = JSON.stringify([params ?? null, query ?? null, headers['if-match'] ?? null, sent])
  return {
    caller: (staff?.memberId ?? apiKey?.keyId ?? portal?.personId)!,
    endpoint,
    key,
    // A body may have a password, which a plain hash would let somebody guess.
    fingerprint: services.sealer.sign('request', what),
  }
}

/**
 * Does it once for each key (R29): all that it writes, and its answer, are one transaction. The same request within a day
 * gets the first one's answer; where it was refused, nothing was done, and the key is free. What is done piece by piece holds no
 * row for long: it keeps its own transactions, and the key with the answer comes after them.
 */
export async function once<Call extends Scope>(
  call: Call,
  idempotency: Idempotency,
  run: (call: Call) => Promise<Answer | Problem>,
): Promise<Answer | Problem> {
  const { services } = call
  let begin = () => {}
  const answer = await placesIn(services.database)(() =>
    inTransaction(call, async (tx) => {
      const kept = await find(tx, idempotency)
      if (kept) return kept
      const held = heldBack(services.longWork)
      begin = held.begin
      const db = idempotency.endpoint.piecewise ? call.db : tx.db
      const answer = await run({ ...call, db, services: { ...services, longWork: held.longWork } })
      if (!(answer instanceof Problem)) await keep(tx, idempotency, answer)
      return answer
    }),
  )
  begin()
  return answer
}

const places = new WeakMap<Database, LimitFunction>()

/**
 * Half of the connections. Each of these requests has one in hand from its beginning to its end, also while a password is hashed:
 * many of them would else leave none for those who only read, and for what is done piece by piece.
 */
function placesIn(database: Database): LimitFunction {
  let limit = places.get(database)
  if (!limit) places.set(database, (limit = pLimit(Math.max(1, Math.floor(database.load().main.most / 2)))))
  return limit
}

/** Work that goes on by itself begins when what it works on is there for it to see. */
function heldBack(longWork: LongWork) {
  const waiting = new Map<string, Parameters<LongWork['begin']>[1]>()
  return {
    longWork: {
      ...longWork,
      begin: (...[key, work]: Parameters<LongWork['begin']>) => void waiting.set(key, work),
    },
    begin: () => {
      for (const [key, work] of waiting) longWork.begin(key, work)
    },
  }
}

const which = (organizationId: string, { caller, endpoint, key }: Idempotency) =>
  sql`organization_id = ${organizationId} and caller = ${caller} and endpoint = ${endpoint.path} and key = ${key}`

/** The answer to the same request before, if there was one. */
async function find(
  { db, organizationId, now }: InTransaction<ReadingNow>,
  idempotency: Idempotency,
): Promise<Answer | undefined> {
  const { caller, endpoint, key, fingerprint } = idempotency
  const lock = [organizationId, caller, endpoint.path, key].join(' ')
  const { rows: locks } = await sql<{ free: boolean | null }>`
    select pg_try_advisory_xact_lock(hashtextextended(${lock}, 0)) as free`.execute(db)
  if (!locks[0]!.free) throw new InFlight()
  const { rows } = await sql<{ fingerprint: Buffer; answer: Answer | null }>`
    select fingerprint, answer from idempotent_requests
    where ${which(organizationId, idempotency)} and at > ${keptSince(now)}`.execute(db)
  if (!rows[0]) return undefined
  if (!rows[0].fingerprint.equals(fingerprint)) throw new IdempotencyKeyReused()
  if (!rows[0].answer) throw new AnswerNotKept()
  return rows[0].answer
}

async function keep(
  { db, organizationId, now }: InTransaction<ReadingNow>,
  { caller, endpoint, key, fingerprint }: Idempotency,
  answer: Answer,
) {
  const kept = endpoint.shownOnce ? null : JSON.stringify(answer)
  await sql`
    insert into idempotent_requests as r (organization_id, caller, endpoint, key, fingerprint, answer, at)
    values (${organizationId}, ${caller}, ${endpoint.path}, ${key}, ${fingerprint}, ${kept}, ${now})
    on conflict (organization_id, caller, endpoint, key)
      do update set fingerprint = excluded.fingerprint, answer = excluded.answer, at = excluded.at`.execute(
    db,
  )
}

const keptSince = (now: Date) => new Date(now.getTime() - IDEMPOTENCY_KEPT_HOURS * 3_600_000)

export class NotIdempotent extends Problem {
  constructor(why = 'nobody is signed in here whose key it could be.') {
    const detail = `This endpoint does not support Idempotency-Key: ${why} Send the request without the header.`
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

class InFlight extends Problem {
  constructor() {
    super(
      409,
      'idempotency-in-flight',
      'The same request is being carried out',
      'A request with this Idempotency-Key is still at work. Send it again in a moment to get its answer.',
      { retryAfterSeconds: 1 },
    )
  }
}

class AnswerNotKept extends Problem {
  constructor() {
    super(
      409,
      'answer-not-kept',
      'It was done, and its answer had a secret',
      'The first request with this Idempotency-Key did it. Its answer had a secret, which is shown once and kept nowhere. If it did not reach you, revoke what was made and make another.',
    )
  }
}

import type { FastifyReply } from 'fastify'
import type { Database } from '../database/database.ts'
import type { Services } from '../scope/services.ts'
import { inTime } from './in-time.ts'
import type { KeyCaller } from './key-caller.ts'
import { Problem } from './problems.ts'
import { throttle, type Limit } from './rate-limit.ts'

/** Of each key, in all processes together. */
export const KEY_REQUESTS_PER_MINUTE = 1_200
/**
 * A process takes so many at once from what all share, so that most requests cost the database nothing. What it has taken
 * and not used within a minute is lost to the key.
 */
const TAKEN_AT_ONCE = 20

const LIMIT: Limit = {
  name: 'api-key',
  attempts: KEY_REQUESTS_PER_MINUTE / TAKEN_AT_ONCE,
  perMinutes: 1,
}

/** What this process has taken for a key. */
interface Share {
  left: number
  /** What nobody has taken. */
  beyond: number
  takenAt: number
}

/** Requests that come at the same moment wait for one share together. */
const shares = new WeakMap<Database, Map<string, Promise<Share>>>()

/**
 * Counts a request of a key and tells in the headers how many more may follow (draft-ietf-httpapi-ratelimit-headers-10), or
 * refuses it. Each key is counted by itself, whatever the others of its organization do.
 */
export async function countRequest(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  { keyId }: KeyCaller,
  reply: FastifyReply,
): Promise<void> {
  const now = clock()
  reply.header('ratelimit-policy', `"key";q=${KEY_REQUESTS_PER_MINUTE};w=60`)
  const remaining = await takeOne(database, keyId, now)
  const secondsToFull = Math.ceil((1 - remaining / KEY_REQUESTS_PER_MINUTE) * 60)
  reply.header('ratelimit', `"key";r=${remaining};t=${secondsToFull}`)
}

/** Returns how many more may follow. */
async function takeOne(database: Database, keyId: string, now: Date): Promise<number> {
  const ofKeys = shares.get(database) ?? new Map<string, Promise<Share>>()
  shares.set(database, ofKeys)
  for (;;) {
    const taking = ofKeys.get(keyId)
    const share = await taking
    if (share && isCurrent(share, now)) return --share.left + share.beyond
    if (ofKeys.get(keyId) !== taking) continue
    const next = takeShare(database, keyId, now)
    ofKeys.set(keyId, next)
    // Whoever comes after a refusal asks again.
    next.catch(() => ofKeys.delete(keyId))
  }
}

function isCurrent({ left, takenAt }: Share, now: Date): boolean {
  const passed = now.getTime() - takenAt
  return left > 0 && passed >= 0 && passed < 60_000
}

async function takeShare(database: Database, keyId: string, now: Date): Promise<Share> {
  const counted = await throttle(database.counters, { limit: LIMIT, subject: keyId, now })
  if (!counted.allowed) throw new TooManyRequests(counted.retryAfterSeconds)
  return { left: TAKEN_AT_ONCE, beyond: counted.left * TAKEN_AT_ONCE, takenAt: now.getTime() }
}

class TooManyRequests extends Problem {
  constructor(retryAfterSeconds: number) {
    super(
      429,
      'too-many-requests',
      'Too many requests',
      `This API key may send ${KEY_REQUESTS_PER_MINUTE.toLocaleString('en')} requests a minute. Nothing was done: try again ${inTime(retryAfterSeconds)}.`,
      { retryAfterSeconds, headers: { ratelimit: `"key";r=0;t=${retryAfterSeconds}` } },
    )
  }
}

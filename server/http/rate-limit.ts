import { sql } from 'kysely'
import { createHash } from 'node:crypto'
import type { Db } from '../database/database.ts'
import { INSTALLATION } from '../database/id.ts'

/**
 * This many attempts at once, each of which comes back after its share of the minutes. The name keeps two limits on
 * the same subject apart: an address and a device, a sign-in and a letter.
 */
export interface Limit {
  name: string
  attempts: number
  perMinutes: number
}

export interface Attempt {
  limit: Limit
  /** Who is counted: an e-mail identity (known or not), a client's address, a device. Only its hash is stored. */
  subject: string
  now: Date
}

/** Somebody of one organization: the same address elsewhere is counted by itself. */
export const subjectWithin = (organizationId: string, subject: string) => `${organizationId}\0${subject}`

export interface Throttled {
  allowed: boolean
  /** 0 when allowed. */
  retryAfterSeconds: number
}

/**
 * Counts an attempt, or refuses it (R16), by the generic cell rate algorithm: the one time that is stored is when all
 * attempts made so far will be paid off. A refused attempt is not counted, so a flood of them keeps nobody out any
 * longer, and the database writes nothing for it.
 *
 * No wait is longer than the limit's minutes: a time further ahead was stored under a clock that has been set back
 * since, and is brought back to them.
 *
 * Called with `database.counters`, it commits by itself: counting must outlive the transaction of what was attempted.
 * A stranger can use up the attempts of an address, so a known device is counted by its own limit instead.
 */
export async function throttle(db: Db, attempt: Attempt): Promise<Throttled> {
  const { now } = attempt
  const { key, shareMs, latest, furthest } = measuresOf(attempt)
  // Functions that change a row must be immutable for a sharded database (R24). timestamptz + interval is not, since
  // a day may have 23 hours somewhere; in UTC it is.
  const { rows } = await sql<{ counted: boolean; before: string | null }>`
    with counted as (
      insert into throttles (organization_id, key, arrives_at)
      values (${INSTALLATION}, ${key}, ${new Date(now.getTime() + shareMs)})
      on conflict (organization_id, key) do update
        set arrives_at = least(${furthest}::timestamptz, greatest(
          excluded.arrives_at,
          (throttles.arrives_at at time zone 'UTC' + ${shareMs}::float8 * interval '1 millisecond') at time zone 'UTC'
        ))
        where throttles.arrives_at <= ${latest} or throttles.arrives_at > ${furthest}
      returning arrives_at
    )
    select
      exists (select from counted) as counted,
      (select arrives_at from throttles where organization_id = ${INSTALLATION} and key = ${key}) as before
  `.execute(db)

  const [row] = rows
  const before = row?.before ? Date.parse(row.before) : 0
  if (row?.counted && before <= furthest.getTime()) return ALLOWED
  // Attempts of the same moment may not be visible to the second half of the statement: then the wait is one share.
  const waitMs = Math.min(before, furthest.getTime()) - latest.getTime()
  return refusedFor(waitMs > 0 ? waitMs : shareMs)
}

/** Whether an attempt would be allowed, without counting it. */
export async function peekThrottle(db: Db, attempt: Attempt): Promise<Throttled> {
  const { key, latest, furthest } = measuresOf(attempt)
  const { rows } = await sql<{ arrivesAt: string }>`
    select arrives_at as "arrivesAt" from throttles where organization_id = ${INSTALLATION} and key = ${key}
  `.execute(db)
  const waitMs = rows[0] ? Math.min(Date.parse(rows[0].arrivesAt), furthest.getTime()) - latest.getTime() : 0
  return waitMs <= 0 ? ALLOWED : refusedFor(waitMs)
}

/**
 * Gives one attempt back, for one that succeeded. Right for a client's address: somebody with one good password must
 * not clear what their guesses at others have used up by signing in now and then.
 */
export async function forgiveAttempt(db: Db, attempt: Attempt): Promise<void> {
  const { key, shareMs } = measuresOf(attempt)
  await sql`
    update throttles
    set arrives_at = (arrives_at at time zone 'UTC' - ${shareMs}::float8 * interval '1 millisecond') at time zone 'UTC'
    where organization_id = ${INSTALLATION} and key = ${key}
  `.execute(db)
}

/**
 * Gives all attempts back. Right for an e-mail address, once its owner has signed in, got a new password or used a
 * link.
 */
export async function forgetAttempts(db: Db, subjects: Pick<Attempt, 'limit' | 'subject'>[]): Promise<void> {
  await sql`
    delete from throttles
    where organization_id = ${INSTALLATION} and key = any(${subjects.map(keyOf)}::text[])
  `.execute(db)
}

/**
 * Removes rows that no longer hold anybody back, at most this many at a time, so that it never holds locks for long.
 * Returns how many it removed: fewer than `most` means that it is done.
 */
export async function pruneThrottles(db: Db, now: Date, most = 1_000): Promise<number> {
  const { numAffectedRows } = await sql`
    with due as (
      select key from throttles
      where organization_id = ${INSTALLATION} and arrives_at <= ${now}
      order by arrives_at
      limit ${most}
      for update skip locked
    )
    delete from throttles t using due where t.organization_id = ${INSTALLATION} and t.key = due.key
  `.execute(db)
  return Number(numAffectedRows ?? 0)
}

const ALLOWED: Throttled = { allowed: true, retryAfterSeconds: 0 }

function refusedFor(milliseconds: number): Throttled {
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(milliseconds / 1_000)) }
}

/** What is stored must lie at or before `latest` for one more attempt to fit, and is never later than `furthest`. */
function measuresOf(attempt: Attempt): { key: string; shareMs: number; latest: Date; furthest: Date } {
  const { attempts, perMinutes } = attempt.limit
  const shareMs = Math.ceil((perMinutes * 60_000) / attempts)
  const inShares = (shares: number) => new Date(attempt.now.getTime() + shares * shareMs)
  return { key: keyOf(attempt), shareMs, latest: inShares(attempts - 1), furthest: inShares(attempts) }
}

function keyOf({ limit, subject }: Pick<Attempt, 'limit' | 'subject'>): string {
  return createHash('sha256').update(`${limit.name}\0${subject}`).digest('base64url')
}

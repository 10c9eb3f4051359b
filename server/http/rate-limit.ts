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
  /** How many more the last of the limits would allow right now. */
  left: number
}

/**
 * Counts an attempt by each of its limits in their order, or refuses it (R16): by the first that is used up, and then
 * those after it do not count it. By the generic cell rate algorithm: the one time that is stored is when all attempts
 * made so far will be paid off. A refused attempt is not counted, so a flood of them keeps nobody out any longer, and
 * the database writes nothing for it.
 *
 * No wait is longer than the limit's minutes: a time further ahead was stored under a clock that has been set back
 * since, and is brought back to them.
 *
 * Called with `database.counters`, it commits by itself: counting must outlive the transaction of what was attempted.
 * A stranger can use up the attempts of an address, so a known device is counted by its own limit instead.
 */
export async function throttle(db: Db, ...attempts: Attempt[]): Promise<Throttled> {
  const limits = attempts.map(measuresOf)
  const { rows } = await sql<{ counted: boolean; before: string | null }>`
    with ${sql.join(limits.map(counting))} ${sql.join(limits.map(outcome), sql` union all `)}`.execute(db)
  for (const [at, { shareMs, latest, furthest }] of limits.entries()) {
    const { counted, before: stored } = rows[at]!
    const before = stored ? Date.parse(stored) : 0
    if (counted && before <= furthest.getTime()) continue
    // Attempts of the same moment may not be visible to the second half of the statement: then the wait is one share.
    const waitMs = Math.min(before, furthest.getTime()) - latest.getTime()
    return { ...refusedFor(waitMs > 0 ? waitMs : shareMs), left: 0 }
  }
  const { shareMs, next, latest } = limits.at(-1)!
  const before = rows.at(-1)!.before
  const arrives = Math.max(next.getTime(), before ? Date.parse(before) + shareMs : 0)
  return { ...ALLOWED, left: Math.max(0, Math.floor((latest.getTime() - arrives) / shareMs) + 1) }
}

const step = (at: number) => sql.id(`step_${at}`)

/** Counts if the step before has. */
function counting({ key, shareMs, next, latest, furthest }: Measures, at: number) {
  return sql`${step(at)} as (
    insert into throttles (organization_id, key, arrives_at)
    select ${INSTALLATION}, ${key}, ${next} ${at > 0 ? sql`from ${step(at - 1)}` : sql``}
    on conflict (organization_id, key) do update
      set arrives_at = least(${furthest}::timestamptz, greatest(
        excluded.arrives_at,
        throttles.arrives_at + ${shareMs}::float8 * interval '1 millisecond'
      ))
      where throttles.arrives_at <= ${latest} or throttles.arrives_at > ${furthest}
    returning arrives_at)`
}

const outcome = ({ key }: Measures, at: number) => sql`
  select exists (select from ${step(at)}) as counted,
    (select arrives_at from throttles where organization_id = ${INSTALLATION} and key = ${key}) as before`

/** Whether an attempt would be allowed, without counting it. */
export async function peekThrottle(db: Db, attempt: Attempt): Promise<Omit<Throttled, 'left'>> {
  const { key, latest, furthest } = measuresOf(attempt)
  const { rows } = await sql<{ arrivesAt: string }>`
    select arrives_at as "arrivesAt" from throttles where organization_id = ${INSTALLATION} and key = ${key}
  `.execute(db)
  const waitMs = rows[0] ? Math.min(Date.parse(rows[0].arrivesAt), furthest.getTime()) - latest.getTime() : 0
  return waitMs <= 0 ? ALLOWED : refusedFor(waitMs)
}

interface Returned {
  /**
   * One attempt by each of these limits. Right for a client's address: somebody with one good password must not clear
   * what their guesses at others have used up by signing in now and then.
   */
  one?: Attempt[]
  /**
   * All attempts by these. Right for an e-mail address, once its owner has signed in, got a new password or used a
   * link.
   */
  all?: Pick<Attempt, 'limit' | 'subject'>[]
}

/**
 * Gives attempts back, in the order in which they are counted: then of two statements about the same subjects none
 * waits for the other while that waits for it.
 */
export async function giveBack(db: Db, { one = [], all = [] }: Returned): Promise<void> {
  const changes = [...one.map(forgiving), ...all.map(forgetting)]
  const steps = changes.map((change, at) => {
    const hasStepBefore = at > 0 ? sql`(select count(*) from ${step(at - 1)}) >= 0` : sql`true`
    return sql`${step(at)} as (${change} and ${hasStepBefore} returning key)`
  })
  await sql`with ${sql.join(steps)} select`.execute(db)
}

function forgiving(attempt: Attempt) {
  const { key, shareMs } = measuresOf(attempt)
  return sql`
    update throttles
    set arrives_at = (arrives_at at time zone 'UTC' - ${shareMs}::float8 * interval '1 millisecond') at time zone 'UTC'
    where organization_id = ${INSTALLATION} and key = ${key}`
}

const forgetting = (attempt: Pick<Attempt, 'limit' | 'subject'>) => sql`
    delete from throttles where organization_id = ${INSTALLATION} and key = ${keyOf(attempt)}`

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

const ALLOWED = { allowed: true, retryAfterSeconds: 0 }

function refusedFor(milliseconds: number) {
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(milliseconds / 1_000)) }
}

interface Measures {
  key: string
  shareMs: number
  /** What is stored for the first attempt. */
  next: Date
  /** What is stored must lie at or before it for one more attempt to fit. */
  latest: Date
  /** What is stored is never later. */
  furthest: Date
}

function measuresOf(attempt: Attempt): Measures {
  const { attempts, perMinutes } = attempt.limit
  const shareMs = Math.ceil((perMinutes * 60_000) / attempts)
  const inShares = (shares: number) => new Date(attempt.now.getTime() + shares * shareMs)
  return {
    key: keyOf(attempt),
    shareMs,
    next: inShares(1),
    latest: inShares(attempts - 1),
    furthest: inShares(attempts),
  }
}

function keyOf({ limit, subject }: Pick<Attempt, 'limit' | 'subject'>): string {
  return createHash('sha256').update(`${limit.name}\0${subject}`).digest('base64url')
}

import { sql } from 'kysely'
import {
  inTransaction,
  type InTransaction,
  type Reading,
  type ReadingNow,
  type Scope,
} from '../../scope/scope.ts'
import { readRefusal } from '../bounces/bounce-reason.ts'
import { markAddressBounced } from '../bounces/mark-bounced.ts'
import type { DeliveryAttempt } from '../deliveries/deliveries.api.ts'
import type { SmtpOutcome } from '../smtp/outcome.ts'
import { throughOutages } from './through-outages.ts'

/** Longer and longer, and then twice a day. */
const PAUSES_MINUTES = [1, 5, 15, 30, 60, 120, 240, 480, 720]
const GIVE_UP_DAYS = 5
/**
 * Each of these may have arrived: a reader gets at most this many copies of a letter that the server never confirms.
 */
export const UNKNOWN_MOST = 3

export interface Ending {
  state: 'sent' | 'failed' | 'bounced' | 'cancelled'
  reason: string | null
}

/** The outcome of one attempt: the mail server's answer, or why there is none. */
export type AttemptOutcome =
  | SmtpOutcome
  /** Something that belongs in the letter could not be made. */
  | { outcome: 'not-written'; reason: string }

/** One attempt to hand a delivery over. The number tells it from one that was recorded before. */
export interface Attempted {
  deliveryId: string
  number: number
}

/**
 * Records the attempt and what follows from it, in one transaction. What the mail server said must not be lost to a
 * database that is away for a moment: the letter would go out twice.
 */
export async function recordOutcome(
  scope: Scope,
  attempted: Attempted,
  to: string,
  outcome: AttemptOutcome,
): Promise<void> {
  await throughOutages(() =>
    outcome.outcome === 'accepted'
      ? recordAccepted(scope, attempted, to, outcome)
      : inTransaction(scope, (tx) => recordAttempt(tx, attempted, to, outcome)),
  )
}

/** The usual outcome, in one statement: with many letters, most of the time goes into these. */
async function recordAccepted(
  { db, organizationId, now }: ReadingNow,
  { deliveryId, number }: Attempted,
  to: string,
  outcome: AttemptOutcome,
): Promise<void> {
  const attempt = attemptOf(outcome)
  await sql`
    with sent as (
      update deliveries set attempt_count = ${number}, sealed = null, due_at = null,
        address = case when state = 'queued' then ${to} else address end,
        reason = case when state = 'queued' then null when state = 'bounced' then reason else ${TOO_LATE} end,
        finished_at = case when state = 'bounced' then finished_at else ${now} end,
        state = case when state = 'bounced' then 'bounced' else 'sent' end
      where organization_id = ${organizationId} and id = ${deliveryId} and attempt_count < ${number}
      returning id),
    tried as (
      insert into delivery_attempts (organization_id, delivery_id, number, at, outcome, reply)
      select ${organizationId}, id, ${number}, ${now}, ${attempt.outcome}, ${attempt.reply} from sent)
    delete from outbox o using sent where o.organization_id = ${organizationId} and o.delivery_id = sent.id`.execute(
    db,
  )
}
const TOO_LATE = 'It was already being sent when it was cancelled.'

async function recordAttempt(
  tx: InTransaction,
  { deliveryId, number }: Attempted,
  to: string,
  outcome: AttemptOutcome,
): Promise<void> {
  const { db, organizationId } = tx
  const { rows } = await sql<Waiting & { state: string; personId: string | null }>`
    update deliveries set attempt_count = ${number}, address = case when state = 'queued' then ${to} else address end
    where organization_id = ${organizationId} and id = ${deliveryId} and attempt_count < ${number}
    returning state, person_id as "personId", attempt_count as "attemptCount", created_at as "createdAt",
      not_before as "notBefore", expires_at as "expiresAt"`.execute(db)
  const row = rows[0]
  // It was committed, and only the answer to that was lost.
  if (!row) return
  await writeAttempt(tx, deliveryId, number, attemptOf(outcome))
  // Cancelled while it was under way, or reported after an earlier attempt whose end nobody saw: nothing more to do.
  if (row.state !== 'queued') return leaveOutbox(tx, deliveryId)
  const ending = outcome.outcome === 'unknown' ? await endingOfUnknown(tx, deliveryId) : endingOf(outcome)
  if (ending) {
    await finish(tx, deliveryId, ending)
    const dead = deadAddress(outcome)
    if (dead && row.personId)
      await markAddressBounced(tx, { personId: row.personId, address: to, why: dead.why })
    return
  }
  await planNext(tx, deliveryId, row, outcome)
}

/** How an attempt ends a delivery. Null: it does not. */
export function endingOf(outcome: AttemptOutcome): Ending | null {
  const dead = deadAddress(outcome)
  if (dead) return { state: 'bounced', reason: `The mail server rejected the address: ${dead.why}.` }
  return isForGood(outcome) ? { state: 'failed', reason: 'Permanently rejected by the mail server.' } : null
}

/** After an attempt whose end nobody saw. */
async function endingOfUnknown({ db, organizationId }: Reading, deliveryId: string): Promise<Ending | null> {
  const { rows } = await sql<{ unknown: number }>`
    select count(*)::int as unknown from delivery_attempts
    where organization_id = ${organizationId} and delivery_id = ${deliveryId} and outcome = 'unknown'`.execute(
    db,
  )
  if (rows[0]!.unknown < UNKNOWN_MOST) return null
  const reason = `Given up after ${UNKNOWN_MOST} attempts that the mail server did not confirm. It may have arrived.`
  return { state: 'failed', reason }
}

/** A refusal of the recipient, not of the message or of us, which says that nobody is there. */
export function deadAddress(outcome: AttemptOutcome) {
  if (!isForGood(outcome) || outcome.outcome !== 'refused' || outcome.phase !== 'recipient') return null
  const refusal = readRefusal(outcome.reply)
  return refusal.addressIsDead ? refusal : null
}

/** A refusal at the greeting or the sign-in is about us and our settings, not about this letter. */
function isForGood(outcome: AttemptOutcome): boolean {
  return (
    outcome.outcome === 'refused' &&
    outcome.permanent &&
    outcome.phase !== 'connect' &&
    outcome.phase !== 'sign-in'
  )
}

interface Waiting {
  attemptCount: number
  createdAt: string
  notBefore: string | null
  expiresAt: string | null
}

async function planNext(
  tx: InTransaction,
  deliveryId: string,
  row: Waiting,
  outcome: AttemptOutcome,
): Promise<void> {
  const { db, organizationId, now } = tx
  const pauseMinutes = PAUSES_MINUTES[Math.min(row.attemptCount, PAUSES_MINUTES.length) - 1] ?? 1
  const next = now.getTime() + pauseMinutes * 60_000
  const lastMoment = new Date(row.notBefore ?? row.createdAt).getTime() + GIVE_UP_DAYS * 86_400_000
  if (next > lastMoment) {
    const ending: Ending = { state: 'failed', reason: `Given up after ${GIVE_UP_DAYS} days of trying.` }
    return finish(tx, deliveryId, ending)
  }
  // A credential comes up once more when it expires, to be erased.
  const dueAt = new Date(Math.min(next, row.expiresAt === null ? next : new Date(row.expiresAt).getTime()))
  await sql`
    with waiting as (
      update deliveries set due_at = ${dueAt}, reason = ${WAITING[outcome.outcome] ?? null}
      where organization_id = ${organizationId} and id = ${deliveryId})
    update outbox set due_at = ${dueAt}, leased_until = null
    where organization_id = ${organizationId} and delivery_id = ${deliveryId}`.execute(db)
}

const WAITING: Partial<Record<AttemptOutcome['outcome'], string>> = {
  'not-written': 'The message could not be put together. It will be tried again.',
  refused: 'The mail server asked to wait. It will be tried again.',
  'not-sent': 'The mail server could not be reached. It will be tried again.',
  unknown: 'The mail server did not confirm that it took the message. It will be tried again.',
}

/** Removes it from the outbox, and erases the secret. */
export async function finish(
  { db, organizationId, now }: ReadingNow,
  deliveryId: string,
  ending: Ending,
): Promise<void> {
  await sql`
    with finished as (
      update deliveries set state = ${ending.state}, reason = ${ending.reason}, sealed = null, due_at = null, finished_at = ${now}
      where organization_id = ${organizationId} and id = ${deliveryId})
    delete from outbox where organization_id = ${organizationId} and delivery_id = ${deliveryId}`.execute(db)
}

export async function leaveOutbox({ db, organizationId }: Reading, deliveryId: string): Promise<void> {
  await sql`delete from outbox where organization_id = ${organizationId} and delivery_id = ${deliveryId}`.execute(
    db,
  )
}

/** As it is recorded. */
type Attempt = Pick<DeliveryAttempt, 'outcome' | 'reply'>

export function attemptOf(outcome: AttemptOutcome): Attempt {
  switch (outcome.outcome) {
    case 'accepted':
      return { outcome: 'accepted', reply: outcome.reply }
    case 'refused':
      return { outcome: isForGood(outcome) ? 'refused-for-good' : 'refused-for-now', reply: outcome.reply }
    case 'not-sent':
      return { outcome: 'not-reached', reply: outcome.reason }
    case 'unknown':
      return { outcome: 'unknown', reply: outcome.reason }
    case 'not-written':
      return { outcome: 'not-written', reply: outcome.reason }
  }
}

async function writeAttempt(
  { db, organizationId, now }: InTransaction,
  deliveryId: string,
  number: number,
  { outcome, reply }: Attempt,
): Promise<void> {
  await sql`
    insert into delivery_attempts (organization_id, delivery_id, number, at, outcome, reply)
    values (${organizationId}, ${deliveryId}, ${number}, ${now}, ${outcome}, ${reply})`.execute(db)
}

/**
 * An attempt that ended with the process. Nobody can know whether the letter went out, so the record says that, also
 * for a letter cancelled since. After so many of them it is given up.
 */
export async function recordAbandoned(tx: InTransaction, { deliveryId, number }: Attempted): Promise<void> {
  const { rows } = await sql<{ state: string }>`
    update deliveries set attempt_count = ${number},
      reason = case when state = 'cancelled' then ${CANCELLED_UNSEEN} else reason end
    where organization_id = ${tx.organizationId} and id = ${deliveryId} and attempt_count < ${number}
      and state in ('queued', 'cancelled')
    returning state`.execute(tx.db)
  if (!rows[0]) return
  const reply = 'Portico stopped while it was being sent.'
  await writeAttempt(tx, deliveryId, number, { outcome: 'unknown', reply })
  const ending = rows[0].state === 'queued' ? await endingOfUnknown(tx, deliveryId) : null
  if (ending) await finish(tx, deliveryId, ending)
}

const CANCELLED_UNSEEN =
  'It was already being sent when it was cancelled, and no answer came: it may have arrived.'

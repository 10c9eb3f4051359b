import { sql } from 'kysely'
import { transaction, type Db } from '../database/database.ts'
import type { SmtpOutcome } from './smtp.ts'
import { throughOutages } from './through-outages.ts'

/** Longer and longer, and then twice a day. */
const PAUSES_MINUTES = [1, 5, 15, 30, 60, 120, 240, 480, 720]
const GIVE_UP_DAYS = 5

export interface Ending {
  state: 'sent' | 'failed' | 'cancelled'
  reason: string | null
}

/** One attempt to hand a delivery over. The number tells it from one that was written down before. */
export interface Attempted {
  organizationId: string
  deliveryId: string
  number: number
}

/**
 * The attempt and what follows from it, in one transaction. What the mail server said must not be lost to a database that is
 * away for a moment: the letter would go out twice.
 */
export async function recordOutcome(
  db: Db,
  attempted: Attempted,
  to: string,
  outcome: SmtpOutcome,
  now: Date,
): Promise<void> {
  await throughOutages(() => transaction(db, (tx) => record(tx, attempted, to, outcome, now)))
}

async function record(
  tx: Db,
  { organizationId, deliveryId, number }: Attempted,
  to: string,
  outcome: SmtpOutcome,
  now: Date,
): Promise<void> {
  const { rows } = await sql<{
    state: string
    attempt_count: number
    created_at: string
    expires_at: string | null
  }>`
    update deliveries set attempt_count = ${number}, address = case when state = 'queued' then ${to} else address end
    where organization_id = ${organizationId} and id = ${deliveryId} and attempt_count < ${number}
    returning state, attempt_count, created_at, expires_at`.execute(tx)
  const row = rows[0]
  // It was committed, and only the answer to that was lost.
  if (!row) return
  await writeAttempt(tx, organizationId, deliveryId, number, attemptOf(outcome), now)
  // Cancelled while it was on its way: too late when the mail server had it, and nothing to do when not.
  if (row.state !== 'queued' && outcome.outcome !== 'accepted') return
  const ending = endingOf(outcome, row.state)
  if (ending) return finish(tx, organizationId, deliveryId, ending, now)
  await planNext(tx, organizationId, deliveryId, row, outcome, now)
}

function endingOf(outcome: SmtpOutcome, state: string): Ending | null {
  if (outcome.outcome === 'accepted') {
    return { state: 'sent', reason: state === 'queued' ? null : 'It was on its way when it was cancelled.' }
  }
  return isForGood(outcome) ? { state: 'failed', reason: 'The mail server refused it for good.' } : null
}

/** A refusal at the greeting or the sign-in is about us and our settings, not about this letter. */
function isForGood(outcome: SmtpOutcome): boolean {
  return (
    outcome.outcome === 'refused' &&
    outcome.permanent &&
    outcome.phase !== 'connect' &&
    outcome.phase !== 'sign-in'
  )
}

async function planNext(
  tx: Db,
  organizationId: string,
  deliveryId: string,
  row: { attempt_count: number; created_at: string; expires_at: string | null },
  outcome: SmtpOutcome,
  now: Date,
): Promise<void> {
  const pauseMinutes = PAUSES_MINUTES[Math.min(row.attempt_count, PAUSES_MINUTES.length) - 1] ?? 1
  const next = now.getTime() + pauseMinutes * 60_000
  const lastMoment = new Date(row.created_at).getTime() + GIVE_UP_DAYS * 86_400_000
  if (next > lastMoment) {
    const ending: Ending = { state: 'failed', reason: `Given up after ${GIVE_UP_DAYS} days of trying.` }
    return finish(tx, organizationId, deliveryId, ending, now)
  }
  // A credential comes up once more when it expires, to be erased.
  const dueAt = new Date(Math.min(next, row.expires_at === null ? next : new Date(row.expires_at).getTime()))
  await sql`
    with waiting as (
      update deliveries set due_at = ${dueAt}, reason = ${WAITING[outcome.outcome] ?? null}
      where organization_id = ${organizationId} and id = ${deliveryId})
    update outbox set due_at = ${dueAt}, leased_until = null
    where organization_id = ${organizationId} and delivery_id = ${deliveryId}`.execute(tx)
}

const WAITING: Partial<Record<SmtpOutcome['outcome'], string>> = {
  refused: 'The mail server said: not now. It is tried again.',
  'not-sent': 'The mail server could not be reached. It is tried again.',
  unknown: 'The mail server did not say whether it took it. It is tried again.',
}

/** Out of the outbox, and the secret erased. */
export async function finish(
  db: Db,
  organizationId: string,
  deliveryId: string,
  ending: Ending,
  now: Date,
): Promise<void> {
  await sql`
    with finished as (
      update deliveries set state = ${ending.state}, reason = ${ending.reason}, sealed = null, due_at = null, finished_at = ${now}
      where organization_id = ${organizationId} and id = ${deliveryId})
    delete from outbox where organization_id = ${organizationId} and delivery_id = ${deliveryId}`.execute(db)
}

export async function leaveOutbox(db: Db, organizationId: string, deliveryId: string): Promise<void> {
  await sql`delete from outbox where organization_id = ${organizationId} and delivery_id = ${deliveryId}`.execute(
    db,
  )
}

type Attempt = {
  outcome: 'accepted' | 'refused-for-now' | 'refused-for-good' | 'not-reached' | 'unknown'
  reply: string
}

function attemptOf(outcome: SmtpOutcome): Attempt {
  switch (outcome.outcome) {
    case 'accepted':
      return { outcome: 'accepted', reply: outcome.reply }
    case 'refused':
      return { outcome: isForGood(outcome) ? 'refused-for-good' : 'refused-for-now', reply: outcome.reply }
    case 'not-sent':
      return { outcome: 'not-reached', reply: outcome.reason }
    case 'unknown':
      return { outcome: 'unknown', reply: outcome.reason }
  }
}

async function writeAttempt(
  tx: Db,
  organizationId: string,
  deliveryId: string,
  number: number,
  { outcome, reply }: Attempt,
  now: Date,
): Promise<void> {
  await sql`
    insert into delivery_attempts (organization_id, delivery_id, number, at, outcome, reply)
    values (${organizationId}, ${deliveryId}, ${number}, ${now}, ${outcome}, ${reply})`.execute(tx)
}

/** An attempt that ended with the process. Whether the letter went out is not knowable, so the record says that. */
export async function recordAbandoned(
  tx: Db,
  { organizationId, deliveryId, number }: Attempted,
  now: Date,
): Promise<void> {
  const { rows } = await sql`
    update deliveries set attempt_count = ${number}
    where organization_id = ${organizationId} and id = ${deliveryId} and attempt_count < ${number} and state = 'queued'
    returning id`.execute(tx)
  const reply = 'Portico stopped while it was being sent.'
  if (rows[0]) await writeAttempt(tx, organizationId, deliveryId, number, { outcome: 'unknown', reply }, now)
}

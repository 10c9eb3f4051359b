import { sql } from 'kysely'
import { DatabaseAway } from '../database/database.ts'
import { INSTALLATION, newId } from '../database/id.ts'
import { safeReason } from '../http/safe-reason.ts'
import { inOrganization, type Scope } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'
import { forgetFailuresBefore, keepFailure } from './failing-work.ts'
import { ENDED } from './lease.ts'
import type { RegularWork, Subject } from './regular-work.ts'

/** Where something failed, or where a process died. */
const AGAIN_AFTER_MINUTES = 5
const ALL_OF_IT: Subject = {}

/**
 * Does a regular work in every organization where it is due, one after another. What fails stops nothing else: that
 * organization is due again in a few minutes, and so is one whose process died. Several at once harm nothing: each
 * organization is taken by one of them.
 */
export async function doDueWork(services: Services, work: RegularWork, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const claim = await claimNext(services, work)
    if (!claim) return
    await doIn(services, work, claim, signal)
  }
}

interface Claim {
  organizationId: string
  /** While the row has it, nothing has become due since. */
  leaseId: string
}

async function claimNext({ database, clock }: Services, { name }: RegularWork): Promise<Claim | null> {
  const leaseId = newId()
  const { rows } = await sql<{ organizationId: string | null }>`
    select claim_due_work(${name}, ${clock()}, ${leaseId}, ${`${AGAIN_AFTER_MINUTES} minutes`}) as "organizationId"`.execute(
    database.of(INSTALLATION),
  )
  const organizationId = rows[0]?.organizationId
  return organizationId ? { organizationId, leaseId } : null
}

async function doIn(services: Services, work: RegularWork, claim: Claim, signal: AbortSignal): Promise<void> {
  const { organizationId } = claim
  const scope = inOrganization(services, organizationId)
  const round = {
    signal,
    hasFailed: false,
    async piece(subject: Subject, run: (scope: Scope) => Promise<void>) {
      try {
        signal.throwIfAborted()
        await run(inOrganization(services, organizationId))
      } catch (error) {
        if (signal.aborted || error instanceof DatabaseAway) throw error
        round.hasFailed = true
        await tell(services, work, { organizationId, ...subject }, error)
      }
    },
  }
  try {
    let dueAt: Date | null = null
    await round.piece(ALL_OF_IT, async () => {
      const outcome = await work.doIn(scope, round)
      if (outcome.tried === 'all' && work.isMissedByStaff) await forgetFailuresBefore(scope, work)
      dueAt = outcome.dueAt
    })
    const soon = new Date(services.clock().getTime() + AGAIN_AFTER_MINUTES * 60_000)
    await setDue(scope, work, claim, round.hasFailed ? soon : dueAt)
  } catch (error) {
    if (!signal.aborted) throw error
    // At once, for the next process.
    await setDue(scope, work, claim, new Date(0))
  }
}

/** Not where something became due meanwhile. */
async function setDue(
  { db, organizationId }: Scope,
  { name }: RegularWork,
  { leaseId }: Claim,
  dueAt: Date | null,
): Promise<void> {
  const asClaimed = sql`organization_id = ${organizationId} and work = ${name} and lease_id = ${leaseId}`
  await (
    dueAt
      ? sql`update regular_work set due_at = ${dueAt}, ${ENDED} where ${asClaimed}`
      : sql`delete from regular_work where ${asClaimed}`
  ).execute(db)
}

async function tell(
  services: Services,
  work: RegularWork,
  { organizationId, ...subject }: Subject & { organizationId: string },
  error: unknown,
): Promise<void> {
  const piece = { work: work.name, organizationId, ...subject }
  const log = (reason: unknown, sentence: string) =>
    services.log.error({ ...piece, reason: safeReason(reason) }, sentence)
  log(error, 'One piece of regular work failed. The others go on; it is tried again in a few minutes.')
  if (!work.isMissedByStaff) return
  await keepFailure(inOrganization(services, organizationId), work, subject).catch((second: unknown) =>
    log(second, 'That it failed could not be kept for staff.'),
  )
}

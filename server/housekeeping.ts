import { sql } from 'kysely'
import { discardEvents, EVENTS_KEPT_DAYS } from './events/discard-events.ts'
import { IDEMPOTENCY_KEPT_HOURS } from './http/idempotency.ts'
import { pruneThrottles } from './http/rate-limit.ts'
import { removeUploadsLeftBefore } from './http/receive-file.ts'
import { discardEntries } from './journal/discard-entries.ts'
import { discardOld, type DiscardNext } from './keeping/discard-old.ts'
import { discardDeliveries } from './mail/deliveries/discard-deliveries.ts'
import { discardTexts } from './mail/deliveries/discard-texts.ts'
import { livesAt as portalSessionLivesAt } from './portal-access/session.ts'
import type { ReadingNow } from './scope/scope.ts'
import type { Services } from './scope/services.ts'
import { livesAt as staffSessionLivesAt } from './staff/session.ts'
import { isFree } from './work/lease.ts'
import { discardMessages, MESSAGES_KEPT_DAYS } from './webhooks/discard-messages.ts'
import { sealSecretsAgain } from './webhooks/seal-again.ts'
import type { RegularWork } from './work/regular-work.ts'

const LINKS_KEPT_DAYS = 30
const DEVICES_KEPT_DAYS = 400
/** Its rows are what somebody uploaded, and nothing more is kept of them; that it ran stays in the journal. */
const IMPORTS_KEPT_DAYS = 30
/** What each sent, and to whom, stays in the journal and the deliveries. */
const BATCHES_KEPT_DAYS = 30
/** No upload takes as long. It was left by a process that was killed. */
const UPLOADS_LEFT_HOURS = 24

/**
 * Throws away what has expired: sessions and links that have run out, imports and invoices sent many at once of long ago. And
 * what the operator keeps for so many days only. Secrets that stay are sealed with the present key.
 */
export const housekeeping: RegularWork = {
  name: 'housekeeping',
  isMissedByStaff: false,
  async doIn(scope, round) {
    await discardExpired(scope)
    const { deliveriesDays, lettersDays, journalDays } = scope.services.keeping
    let isAllDone = true
    const discard = (keptDays: number | null, discardNext: DiscardNext) =>
      round.piece({}, async (piece) => {
        isAllDone = (await discardOld(piece, keptDays, discardNext, round.signal)) && isAllDone
      })
    await discard(deliveriesDays, discardDeliveries)
    await discard(lettersDays, discardTexts)
    await discard(journalDays, discardEntries)
    await discard(EVENTS_KEPT_DAYS, discardEvents)
    await discard(MESSAGES_KEPT_DAYS, discardMessages)
    await round.piece({}, sealSecretsAgain)
    return { tried: 'all', dueAt: isAllDone ? new Date(scope.now.getTime() + 24 * 3_600_000) : scope.now }
  },
}

/** The same for what belongs to no organization: counters of attempts, which come in floods, and files of this machine. */
export async function tidyInstallation(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  signal: AbortSignal,
): Promise<void> {
  const now = clock()
  await removeUploadsLeftBefore(new Date(now.getTime() - UPLOADS_LEFT_HOURS * 3_600_000))
  while ((await pruneThrottles(database.counters, now)) > 0) signal.throwIfAborted()
}

async function discardExpired({ db, organizationId, now }: ReadingNow) {
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000)
  await sql`
    with staff as (
        delete from staff_sessions s using organizations o
        where s.organization_id = ${organizationId} and o.id = ${organizationId} and not (${staffSessionLivesAt(now)})),
      portal as (
        delete from portal_sessions s using organizations o
        where s.organization_id = ${organizationId} and o.id = ${organizationId} and not (${portalSessionLivesAt(now)})),
      invitations as (
        delete from staff_links where organization_id = ${organizationId} and expires_at <= ${before(LINKS_KEPT_DAYS)}),
      imports as (
        delete from imports where organization_id = ${organizationId} and coalesce(finished_at, created_at) <= ${before(IMPORTS_KEPT_DAYS)}
          and ${isFree}),
      batches as (
        delete from invoice_batches where organization_id = ${organizationId}
          and greatest(finished_at, send_at) <= ${before(BATCHES_KEPT_DAYS)} and finished_at is not null),
      idempotent as (
        delete from idempotent_requests where organization_id = ${organizationId}
          and at <= ${before(IDEMPOTENCY_KEPT_HOURS / 24)}),
      links as (
        delete from portal_links where organization_id = ${organizationId} and expires_at <= ${before(LINKS_KEPT_DAYS)})
    delete from portal_devices where organization_id = ${organizationId} and last_used_at <= ${before(DEVICES_KEPT_DAYS)}`.execute(
    db,
  )
}

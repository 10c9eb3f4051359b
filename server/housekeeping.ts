import { sql } from 'kysely'
import type { Database, Db } from './database/database.ts'
import { INSTALLATION } from './database/id.ts'
import { IDEMPOTENCY_KEPT_HOURS } from './http/idempotency.ts'
import { pruneThrottles } from './http/rate-limit.ts'
import { removeUploadsLeftBefore } from './imports/receive-file.ts'
import { livesAt as portalSessionLivesAt } from './portal-access/session.ts'
import { livesAt as staffSessionLivesAt } from './staff/session.ts'

const LINKS_KEPT_DAYS = 30
const DEVICES_KEPT_DAYS = 400
/** Its rows are what somebody uploaded, and nothing more is kept of them; that it ran stays in the journal. */
const IMPORTS_KEPT_DAYS = 30
/** What each sent, and to whom, stays in the journal and the deliveries. */
const BATCHES_KEPT_DAYS = 30
/** No upload takes as long. It was left by a process that was killed. */
const UPLOADS_LEFT_HOURS = 24

/**
 * Throws away what has expired, one organization after another: sessions, links and counters that have run out, imports and
 * invoices sent many at once of long ago.
 */
export async function keepHouse(
  { database, clock }: { database: Database; clock: () => Date },
  shallStop = () => false,
): Promise<void> {
  await removeUploadsLeftBefore(new Date(clock().getTime() - UPLOADS_LEFT_HOURS * 3_600_000))
  const { rows } = await sql<{ id: string }>`select organization_ids() as id`.execute(
    database.of(INSTALLATION),
  )
  const failures: unknown[] = []
  for (const organizationId of [INSTALLATION, ...rows.map(({ id }) => id)]) {
    if (shallStop()) break
    await discardExpired(database.of(organizationId), organizationId, clock()).catch((error: unknown) =>
      failures.push(error),
    )
  }
  // What cannot be thrown away in one organization stops no other.
  if (failures.length > 0) throw failures[0]
}

async function discardExpired(db: Db, organizationId: string, now: Date) {
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000)
  while ((await pruneThrottles(db, { organizationId, now })) > 0);
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
          and (leased_until is null or leased_until <= ${now})),
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

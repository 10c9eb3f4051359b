import { sql } from 'kysely'
import { Problem } from '../http/problems.ts'
import { record } from '../journal/record.ts'
import { cancelCredentialLetters } from '../mail/outbox/post.ts'
import type { InTransaction, ReadingNow } from '../scope/scope.ts'

/**
 * Ends the person's credential, with it their sessions, links and devices, and queued credential letters (R5, R6). Nothing
 * brings them back: a new password must be issued. `why` is what the cancelled letters say.
 */
export async function endAccess(tx: InTransaction, personId: string, why: string) {
  const { db, organizationId } = tx
  const { numDeletedRows } = await db
    .deleteFrom('portal_access')
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  await cancelCredentialLetters(tx, personId, why)
  if (numDeletedRows > 0)
    await record(tx, { action: 'portal-access.ended', personId, changes: { reason: { new: why } } })
}

/**
 * Locks the person out until access is given back: sessions end and devices are forgotten now, and the password stays
 * but opens nothing.
 */
export async function takeAccessAway(tx: InTransaction, of: { personId: string; contactId: string }) {
  const { db, organizationId, now } = tx
  const { rows } = await sql<{ locked: boolean }>`
    with sessions as (
      delete from portal_sessions where organization_id = ${organizationId} and person_id = ${of.personId}),
    devices as (
      delete from portal_devices where organization_id = ${organizationId} and person_id = ${of.personId}),
    forgotten as (
      delete from portal_links where organization_id = ${organizationId} and person_id = ${of.personId}
        and purpose = 'forgotten')
    update portal_access set locked_at = coalesce(locked_at, ${now})
    where organization_id = ${organizationId} and person_id = ${of.personId}
    returning locked_at = ${now} as locked`.execute(db)
  if (!rows[0]) throw new NoAccess()
  if (!rows[0].locked) return
  await cancelCredentialLetters(tx, of.personId, 'portal access was revoked')
  await expireUnlessDelivered(tx, of.personId)
  await record(tx, { action: 'portal-access.taken-away', ...of })
}

/**
 * Nobody knows a password or link whose letter never went out: once given back, it counts as expired and must be
 * issued again.
 */
async function expireUnlessDelivered(
  { db, organizationId, now }: InTransaction<ReadingNow>,
  personId: string,
) {
  await sql`
    update portal_access a set expires_at = least(expires_at, ${now})
    where organization_id = ${organizationId} and person_id = ${personId} and kind <> 'chosen'
      and exists (select from deliveries d where d.organization_id = ${organizationId} and d.person_id = ${personId}
        and d.access_generation = a.generation and d.created_at >= a.issued_at and d.state = 'cancelled')`.execute(
    db,
  )
}

/** The person may sign in again with the password they had. */
export async function giveAccessBack(tx: InTransaction, of: { personId: string; contactId: string }) {
  const { db, organizationId } = tx
  const { rows } = await sql<{ wasLocked: boolean }>`
    with before as (
      select locked_at is not null as was_locked from portal_access
      where organization_id = ${organizationId} and person_id = ${of.personId} for update),
    unlocked as (
      update portal_access set locked_at = null
      where organization_id = ${organizationId} and person_id = ${of.personId})
    select was_locked as "wasLocked" from before`.execute(db)
  if (!rows[0]) throw new NoAccess()
  if (rows[0].wasLocked) await record(tx, { action: 'portal-access.given-back', ...of })
}

class NoAccess extends Problem {
  constructor() {
    super(
      409,
      'no-portal-access',
      'There is no portal access',
      'This person has no password for the portal. Issue one first.',
    )
  }
}

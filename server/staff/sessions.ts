import { sql } from 'kysely'
import { NotFound } from '../http/problems.ts'
import { recordAtDoor } from '../journal/record-at-door.ts'
import { inTransaction } from '../scope/scope.ts'
import { holdOwners } from './member.ts'
import { endSessionOf, forgetCookie, type SignedIn } from './session.ts'
import type { OwnStaffSession } from './staff.api.ts'

/** Where the account is signed in, in every organization: this session, then the most recently used first. */
export async function listSessions({ db, now, staff }: SignedIn): Promise<{ data: OwnStaffSession[] }> {
  const { rows } = await sql<OwnStaffSession>`
    select session_id as id, organization_name as "organizationName", user_agent as "userAgent",
      client_address as "clientAddress", created_at as "createdAt", last_seen_at as "lastSeenAt",
      session_id = ${staff.sessionId} as current
    from sessions_of_account(${staff.accountId}, ${now})
    order by session_id = ${staff.sessionId} desc, last_seen_at desc, session_id desc`.execute(db)
  return { data: rows }
}

/** Ends one of the account's own sessions, which may be this one. */
export async function endSession(call: SignedIn, sessionId: string): Promise<void> {
  const { staff, cookies } = call
  await inTransaction(call, async (tx) => {
    if (!(await endSessionOf(tx, { ...staff, sessionId }))) throw new NotFound('session')
    await recordAtDoor(tx, {
      action: 'staff.session-ended',
      memberId: staff.memberId,
    })
  })
  if (sessionId === staff.sessionId) forgetCookie(cookies)
}

/**
 * An owner ends a colleague's sessions in this organization, for instance because a laptop was lost. They sign in
 * again with their password; a session at work in another organization cannot switch back here. The next sign-in here
 * from each of their devices is told by mail, as one from a new device is. Otherwise their devices stay known: those
 * belong to the account, which works for other organizations, too, and anyone who could make it forget them here could
 * lock it out everywhere.
 */
export async function endSessionsOfMember(call: SignedIn, memberId: string): Promise<void> {
  await inTransaction(call, async (tx) => {
    const { db, organizationId, now } = tx
    await holdOwners(tx)
    // The member first: a session that is being opened at this moment is waited for, and ended as well.
    const { numUpdatedRows } = await db
      .updateTable('staff_members')
      .set({ sessions_ended_at: now })
      .where('organization_id', '=', organizationId)
      .where('id', '=', memberId)
      .where('active', '=', true)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new NotFound('staff member')
    await db
      .deleteFrom('staff_sessions')
      .where('organization_id', '=', organizationId)
      .where('member_id', '=', memberId)
      .execute()
    await recordAtDoor(tx, { action: 'staff.sessions-ended', memberId })
  })
}

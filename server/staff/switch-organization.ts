import { sql } from 'kysely'
import { NotFound, NotSignedIn } from '../http/problems.ts'
import { visitAt } from '../http/serve.ts'
import { recordAtDoor } from '../journal/record-at-door.ts'
import { byStaff } from '../scope/actor.ts'
import { inTransaction, type InTransaction, type ReadingNow } from '../scope/scope.ts'
import { holdAccount, membershipsOf } from './account.ts'
import { readMember } from './member.ts'
import { readStaffSession } from './read-session.ts'
import { carrySession, endSessionOf, openSession, type SignedIn } from './session.ts'
import type { StaffSession } from './staff.api.ts'

/**
 * Trades the session for one in another organization of the same account. It stays as old as it is, so that by
 * switching back and forth nobody is signed in longer than that organization allows, or after an owner there ended their
 * sessions.
 */
export async function switchOrganization(call: SignedIn, organizationId: string): Promise<StaffSession> {
  const { staff } = call
  const memberships = await membershipsOf(call, staff.accountId)
  const membership = memberships.find((one) => one.organizationId === organizationId)
  if (!membership) throw new NotFound('organization among yours')
  const { memberId } = membership
  const { token, caller } = await inTransaction(visitAt(call, organizationId), async (tx) => {
    // Held, so that a sign-out everywhere that runs now either ends the old session first or the new one after.
    await holdAccount(tx, staff.accountId, null)
    const since = await endSessionOf(tx, staff)
    if (since === null) throw new NotSignedIn()
    const { token, sessionId } = await openSession(tx, memberId, staff.passwordShownAt)
    await keepAge(tx, { sessionId, since })
    const { name, email, role } = await readMember(tx, memberId)
    const by = byStaff({ organizationId, memberId, name })
    await recordAtDoor({ ...tx, by }, { action: 'staff.signed-in', memberId })
    return { token, caller: { ...staff, organizationId, sessionId, memberId, name, email, role } }
  })
  carrySession(call.cookies, token)
  return readStaffSession(call, caller)
}

/** Refused if a session that began then would have ended. They sign in with their password. */
async function keepAge(
  { db, organizationId, now }: InTransaction<ReadingNow>,
  { sessionId, since }: { sessionId: string; since: string },
) {
  const { numAffectedRows } = await sql`
    update staff_sessions s set created_at = ${since}
    from staff_members m join organizations o on o.id = m.organization_id
    where s.organization_id = ${organizationId} and s.id = ${sessionId}
      and m.organization_id = ${organizationId} and m.id = s.member_id
      and (m.sessions_ended_at is null or m.sessions_ended_at < ${since}::timestamptz)
      and ${since}::timestamptz > ${now}::timestamptz - o.staff_session_days * interval '24 hours'`.execute(
    db,
  )
  if (!numAffectedRows) throw new NotSignedIn()
}

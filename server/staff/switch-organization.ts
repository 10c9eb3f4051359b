import { transaction } from '../database/database.ts'
import { NotFound, NotSignedIn } from '../http/problems.ts'
import type { Call } from '../http/serve.ts'
import { holdAccount, membershipsOf } from './account.ts'
import { readMember } from './member.ts'
import { readStaffSession } from './read-session.ts'
import { carrySession, endSessionOf, openSession } from './session.ts'
import type { StaffSession } from './staff.api.ts'

/** Trades the session for one in another organization of the same account. */
export async function switchOrganization(
  call: Pick<Call, 'database' | 'now' | 'client' | 'cookies' | 'staff' | 'mailboxOpen'>,
  organizationId: string,
): Promise<StaffSession> {
  const { database, staff } = call
  const memberships = await membershipsOf(database, staff.accountId)
  const membership = memberships.find((one) => one.organizationId === organizationId)
  if (!membership) throw new NotFound('organization among yours')
  const { memberId } = membership
  const { token, caller } = await transaction(database.of(organizationId), async (tx) => {
    // Held, so that a sign-out everywhere that runs now either ends the old session first or the new one after.
    await holdAccount(tx, staff.accountId, null)
    if (!(await endSessionOf(tx, staff.accountId, staff.sessionId))) throw new NotSignedIn()
    const { token, sessionId } = await openSession(tx, call, organizationId, memberId)
    const { name, email, role } = await readMember(tx, organizationId, memberId)
    return { token, caller: { ...staff, organizationId, sessionId, memberId, name, email, role } }
  })
  carrySession(call.cookies, token)
  return readStaffSession(call, caller)
}

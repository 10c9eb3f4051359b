import { InvalidRequest, NotSignedIn } from '../http/problems.ts'
import { differences, record } from '../journal/record.ts'
import { recordAtDoor } from '../journal/record-at-door.ts'
import { inTransaction } from '../scope/scope.ts'
import { emailIdentity } from '../people/email-address.ts'
import { findAccount, replacePassword, requireGoodPassword } from './account.ts'
import { reportPasswordRefused, tryPassword } from './attempts.ts'
import { rememberDevice } from './known-device.ts'
import { postPasswordChanged } from './letters.ts'
import { readStaffSession } from './read-session.ts'
import { carrySession, endSessionOf, openSession, type SignedIn } from './session.ts'
import { proveAccount } from './sign-in.ts'
import type { StaffSession } from './staff.api.ts'

/**
 * Every session ends, in every organization, and this one goes on under a new token, so that anybody who had the old
 * one is out. This browser alone stays a known one. The owner of the account is told by mail.
 */
export async function changePassword(
  call: SignedIn,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<void> {
  const { db, organizationId, staff, now, services } = call
  const identity = emailIdentity(staff.email)
  const prove = async () => proveAccount(call, await findAccount(call, identity), currentPassword)
  const account = await tryPassword(call, identity, prove, staff.sessionId)
  if (!account) {
    reportPasswordRefused(call)
    throw new WrongCurrentPassword()
  }
  const organization = await db
    .selectFrom('organizations')
    .select('name')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  requireGoodPassword(newPassword, [staff.name, staff.email, organization.name], '/newPassword')
  const passwordHash = await services.passwordHasher.hash(newPassword)
  const session = await inTransaction(call, async (tx) => {
    const changed = await replacePassword(tx, {
      accountId: staff.accountId,
      former: account.passwordHash,
      passwordHash,
      keepSession: staff.sessionId,
    })
    if (!changed) throw new WrongCurrentPassword()
    if (!(await endSessionOf(tx, staff))) throw new NotSignedIn()
    await postPasswordChanged(tx, staff.memberId)
    await recordAtDoor(tx, {
      action: 'staff.password-changed',
      memberId: staff.memberId,
    })
    return openSession(tx, staff.memberId)
  })
  carrySession(call.cookies, session.token)
  rememberDevice(call, identity, now.toISOString())
}

/** The name a member goes by in this organization. */
export async function changeName(call: SignedIn, name: string): Promise<StaffSession> {
  const { organizationId, staff } = call
  const changes = differences({ name: staff.name }, { name })
  if (changes['name'])
    await inTransaction(call, async (tx) => {
      await tx.db
        .updateTable('staff_members')
        .set((member) => ({ name, version: member('version', '+', 1) }))
        .where('organization_id', '=', organizationId)
        .where('id', '=', staff.memberId)
        .execute()
      await record(tx, {
        action: 'staff.name-changed',
        memberId: staff.memberId,
        changes,
      })
    })
  return readStaffSession(call, { ...staff, name })
}

class WrongCurrentPassword extends InvalidRequest {
  constructor() {
    super([{ pointer: '/currentPassword', detail: 'This is not your current password.' }])
  }
}

import { InvalidRequest, NotSignedIn } from '../http/problems.ts'
import { emailIdentity } from '../people/email-address.ts'
import { findAccount, holdAccount } from './account.ts'
import { reportPasswordRefused, tryPassword } from './attempts.ts'
import { inTransaction } from '../scope/scope.ts'
import type { SignedIn } from './session.ts'
import { proveAccount } from './sign-in.ts'

/** Records that the person at the session has typed their password, for actions that need more than a session. */
export async function showPassword(call: SignedIn, password: string): Promise<void> {
  const { organizationId, staff, now } = call
  const identity = emailIdentity(staff.email)
  const prove = async () => proveAccount(call, await findAccount(call, identity), password)
  const account = await tryPassword(call, identity, prove, staff.sessionId)
  if (!account) {
    reportPasswordRefused(call)
    throw new NotYourPassword()
  }
  await inTransaction(call, async (tx) => {
    // Changed elsewhere at this very moment: then this session has ended, too.
    if (!(await holdAccount(tx, account.accountId, account.passwordHash))) throw new NotSignedIn()
    const { numUpdatedRows } = await tx.db
      .updateTable('staff_sessions')
      .set({ password_shown_at: now })
      .where('organization_id', '=', organizationId)
      .where('id', '=', staff.sessionId)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new NotSignedIn()
  })
}

class NotYourPassword extends InvalidRequest {
  constructor() {
    super([{ pointer: '/password', detail: 'This is not your password.' }])
  }
}

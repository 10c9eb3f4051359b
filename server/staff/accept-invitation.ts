import { sql } from 'kysely'
import { violates } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { InvalidRequest } from '../http/problems.ts'
import { visitAt, type Visit } from '../http/serve.ts'
import { recordAtDoor } from '../journal/record-at-door.ts'
import { byStaff } from '../scope/actor.ts'
import { inTransaction, type InTransaction } from '../scope/scope.ts'
import { findAccount, holdAccount, openAccount, requireGoodPassword, type StaffAccount } from './account.ts'
import { reportSignInRefused, tryPassword } from './attempts.ts'
import { knownDevice, rememberDevice, shownDevice } from './known-device.ts'
import { findLink, LinkDead, useLink, type StaffLink } from './link.ts'
import { readStaffSession } from './read-session.ts'
import { carrySession, openSession } from './session.ts'
import { proveAccount } from './sign-in.ts'
import type { Role, StaffSession } from './staff.api.ts'

/** What an invitation is for, shown to anyone who holds its letter. Accepts nothing. */
export async function readInvitation(visit: Visit, token: string) {
  const link = await findLink(visit, token, 'invitation')
  const account = await findAccount(visit, link.emailIdentity)
  return {
    organizationName: link.organizationName,
    email: link.email,
    name: link.name,
    hasAccount: account !== null,
  }
}

/**
 * Joins the organization with a new password, or with that of the account that the address already has. The letter
 * proves the address; the password proves the account.
 */
export async function acceptInvitation(
  visit: Visit,
  { token, name, password }: { token: string; name?: string | undefined; password: string },
): Promise<StaffSession> {
  const link = await findLink(visit, token, 'invitation')
  const { organizationId, memberId, email } = link
  const account = await accountFor(visit, link, name ?? link.name, password)
  const joined = await inTransaction(visitAt(visit, organizationId), async (tx) => {
    await useLink(tx, link)
    await account.settle(tx)
    const member = await join(tx, link, account.accountId, name ?? link.name)
    const by = byStaff({ organizationId, memberId, name: member.name })
    await recordAtDoor({ ...tx, by }, { action: 'staff.joined', memberId })
    return { member, ...(await openSession(tx, memberId)) }
  }).catch((error: unknown) => {
    // They accepted somewhere else at this very moment, and have an account with a password now.
    throw violates(error, 'staff_accounts_email_identity_key') ? new WrongPassword() : error
  })
  carrySession(visit.cookies, joined.token)
  rememberDevice(visit, link.emailIdentity, account.devicesKnownFrom)
  const { member, sessionId } = joined
  return readStaffSession(visit, {
    organizationId,
    sessionId,
    memberId,
    accountId: account.accountId,
    email,
    ...member,
  })
}

interface SettledAccount extends Pick<StaffAccount, 'accountId' | 'devicesKnownFrom'> {
  /** In the transaction: opens the account, or makes sure that the proof still holds. */
  settle(tx: InTransaction): Promise<void>
}

/** Proves or hashes the password, so it comes before the transaction. */
async function accountFor(
  visit: Visit,
  link: StaffLink,
  name: string,
  password: string,
): Promise<SettledAccount> {
  const found = await findAccount(visit, link.emailIdentity)
  if (found) {
    // Counted as at the door: an owner who may read the letter could guess by sending it again and again.
    const prove = () => proveAccount(visit, found, password)
    const device = knownDevice(shownDevice(visit, link.emailIdentity), found)
    const account = await tryPassword(visit, link.emailIdentity, prove, device?.id ?? null)
    if (!account) {
      reportSignInRefused(visit, link.emailIdentity)
      throw new WrongPassword()
    }
    return {
      ...account,
      async settle(tx) {
        if (!(await holdAccount(tx, account.accountId, account.passwordHash))) throw new WrongPassword()
      },
    }
  }
  requireGoodPassword(password, [name, link.email, link.organizationName])
  const passwordHash = await visit.services.passwordHasher.hash(password)
  const accountId = newId()
  return {
    accountId,
    devicesKnownFrom: visit.now.toISOString(),
    settle: (tx) => openAccount(tx, { accountId, email: link.email, passwordHash }),
  }
}

async function join(
  { db, organizationId, now }: InTransaction,
  { memberId }: StaffLink,
  accountId: string,
  name: string,
) {
  const { rows } = await sql<{ name: string; role: Role }>`
    update staff_members set account_id = ${accountId}, joined_at = ${now}, name = ${name}, version = version + 1
    where organization_id = ${organizationId} and id = ${memberId} and active and joined_at is null
    returning name, role`.execute(db)
  // Withdrawn while they accepted.
  if (!rows[0]) throw new LinkDead()
  return rows[0]
}

/** The letter already told its reader that there is an account, so this tells nothing new. */
class WrongPassword extends InvalidRequest {
  constructor() {
    super([
      {
        pointer: '/password',
        detail:
          'This e-mail address already has a Portico account with another password. Enter the one you sign in with.',
      },
    ])
  }
}

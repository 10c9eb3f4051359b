import { sql } from 'kysely'
import { INSTALLATION } from '../database/id.ts'
import { NotFound, Problem } from '../http/problems.ts'
import { visitAt, type Visit } from '../http/serve.ts'
import { deviceAndNetwork } from '../http/device-and-network.ts'
import { facts, recording } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import { inTransaction, type InTransaction } from '../scope/scope.ts'
import type { Standing } from '../scope/services.ts'
import { emailIdentity, parseEmailAddress } from '../people/email-address.ts'
import { findAccount, holdAccount, membershipsOf, type Membership, type StaffAccount } from './account.ts'
import { reportSignInRefused, tryPassword } from './attempts.ts'
import { type KnownDevice, knownDevice, rememberDevice, shownDevice } from './known-device.ts'
import { postingNewDevice } from './letters.ts'
import { readStaffSession } from './read-session.ts'
import { carrySession, endCarriedSession, openingSession } from './session.ts'
import type { StaffSession } from './staff.api.ts'

/**
 * Signs a staff member in. Unknown, wrong and removed get one reply after the same work (R15). A second step
 * (two-step sign-in) belongs between the password's proof and `enter`.
 */
export async function signIn(
  visit: Visit,
  wanted: { email: string; password: string; organizationId?: string | undefined },
): Promise<StaffSession> {
  const identity = identityOf(wanted.email)
  const { passwordHasher } = visit.services
  const shown = shownDevice(visit, identity)
  await passwordHasher.refuseWhenFull(shown ? 'known' : 'stranger')
  const found = await findAccount(visit, identity)
  const device = knownDevice(shown, found)
  const standing = device ? 'known' : 'stranger'
  await passwordHasher.refuseWhenFull(standing)
  const prove = async () => {
    const account = await proveAccount(visit, found, wanted.password, standing)
    const memberships = account ? await membershipsOf(visit, account.accountId) : []
    return account && memberships.length > 0 ? { account, memberships } : null
  }
  const proved = await tryPassword(visit, identity, prove, device?.id ?? null)
  if (!proved) {
    reportSignInRefused(visit, identity)
    throw new SignInRefused()
  }
  const { account, memberships } = proved
  const membership = wanted.organizationId
    ? memberships.find(({ organizationId }) => organizationId === wanted.organizationId)
    : memberships[0]
  if (!membership) throw new NotFound('organization among yours')
  return enter(visit, account, membership, device)
}

/** The account, if this is its password. Whether there is one or not, the work is the same. */
export async function proveAccount(
  scope: Pick<Visit, 'services'>,
  account: StaffAccount | null,
  password: string,
  standing: Standing = 'known',
): Promise<StaffAccount | null> {
  const { database, passwordHasher } = scope.services
  const hash = account?.passwordHash ?? null
  const { match, needsRehash } = await passwordHasher.verify(password, hash, standing)
  if (!account || !match) return null
  if (!needsRehash) return account
  const passwordHash = await passwordHasher.hash(password)
  await sql`select rehash_staff_password(${account.accountId}, ${account.passwordHash}, ${passwordHash})`.execute(
    database.of(INSTALLATION),
  )
  return { ...account, passwordHash }
}

async function enter(
  visit: Visit,
  account: StaffAccount,
  membership: Membership,
  device: KnownDevice | null,
): Promise<StaffSession> {
  const { accountId, passwordHash } = account
  const { token, sessionId } = await inTransaction(visitAt(visit, membership.organizationId), async (tx) => {
    if (!(await holdAccount(tx, accountId, passwordHash))) throw new SignInRefused()
    return keepSignIn(tx, membership, device)
  })
  await endCarriedSession(visit)
  carrySession(visit.cookies, token)
  rememberDevice(visit, emailIdentity(account.email), account.devicesKnownFrom, device?.id)
  return readStaffSession(visit, { ...membership, sessionId, accountId })
}

/** They are told by mail of a new device, and of a known one if an owner has ended their sessions since. */
async function keepSignIn(tx: InTransaction<Visit>, membership: Membership, device: KnownDevice | null) {
  const { memberId } = membership
  const { opening, ...opened } = openingSession(tx, memberId)
  const by = byStaff(membership)
  const changes = facts(deviceAndNetwork(tx.client))
  const signedIn = recording({ by, now: tx.now }, { action: 'staff.signed-in', memberId, changes })
  const isTold = device
    ? sql`where exists (select from seen where sessions_ended_at >= ${device.signedInAt})`
    : sql``
  await sql`
    with ${opening}, recorded as (${signedIn}), ${postingNewDevice(tx, membership, isTold)} select`.execute(
    tx.db,
  )
  return opened
}

/** What cannot be an address belongs to nobody, and is counted as typed. */
export function identityOf(typed: string): string {
  const parsed = parseEmailAddress(typed)
  return parsed.ok ? parsed.identity : typed
}

export class SignInRefused extends Problem {
  constructor() {
    super(401, 'sign-in-refused', 'You could not be signed in', 'E-mail or password is wrong.')
  }
}

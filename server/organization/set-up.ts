import { sql } from 'kysely'
import { violates } from '../database/database.ts'
import { INSTALLATION, newId } from '../database/id.ts'
import { Problem } from '../http/problems.ts'
import { visitAt, type Visit } from '../http/serve.ts'
import { recordAtDoor } from '../journal/record-at-door.ts'
import { byStaff } from '../scope/actor.ts'
import { inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import { emailIdentity } from '../people/email-address.ts'
import { openAccount, requireGoodPassword } from '../staff/account.ts'
import { rememberDevice } from '../staff/known-device.ts'
import { readStaffSession } from '../staff/read-session.ts'
import { carrySession, openSession } from '../staff/session.ts'
import type { StaffSession } from '../staff/staff.api.ts'
import { found, type Place } from './found-organization.ts'

interface Founder extends Place {
  organizationName: string
  name: string
  email: string
  passwordHash: string
}

export async function readSetUp(scope: Scope) {
  const open = !(await isSetUp(scope))
  return { open, sampleOffered: open && scope.services.mailbox !== null }
}

/** Makes the first organization and its owner, and signs them in. It works only once; there are no default users. */
export async function setUp(
  visit: Visit,
  {
    password,
    ...founder
  }: { organizationName: string; name: string; email: string; password: string } & Place,
): Promise<StaffSession> {
  if (await isSetUp(visit)) throw new AlreadySetUp()
  requireGoodPassword(password, [founder.name, founder.email, founder.organizationName])
  const passwordHash = await visit.services.passwordHasher.hash(password)
  return setUpOnce(visit, { ...founder, passwordHash }, async () => {})
}

export async function isSetUp({ services }: Pick<Scope, 'services'>): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select is_set_up() as done`.execute(
    services.database.of(INSTALLATION),
  )
  return rows[0]!.done
}

/** One transaction: of two at once, the second violates the index on `installation`, and is undone. */
export async function setUpOnce(
  visit: Visit,
  founder: Founder,
  fill: (tx: InTransaction, memberId: string) => Promise<void>,
): Promise<StaffSession> {
  const { now, cookies } = visit
  const { name, email } = founder
  const organizationId = newId()
  const accountId = newId()
  const { token, sessionId, memberId } = await inTransaction(visitAt(visit, organizationId), async (tx) => {
    await openAccount(tx, { accountId, email, passwordHash: founder.passwordHash })
    const { organizationName, timeZone, currency } = founder
    const organization = { name: organizationName, timeZone, currency }
    const { memberId } = await found(tx, organization, { accountId, name, email })
    await tx.db
      .insertInto('installation')
      .values({ organization_id: organizationId, set_up_at: now })
      .execute()
    await fill(tx, memberId)
    const by = byStaff({ organizationId, memberId, name })
    await recordAtDoor({ ...tx, by }, { action: 'staff.signed-in', memberId })
    return { memberId, ...(await openSession(tx, memberId)) }
  }).catch((error: unknown) => {
    throw ONLY_ONCE.some((constraint) => violates(error, constraint)) ? new AlreadySetUp() : error
  })
  carrySession(cookies, token)
  rememberDevice(visit, emailIdentity(email), now.toISOString())
  return readStaffSession(visit, {
    organizationId,
    sessionId,
    memberId,
    accountId,
    name,
    email,
    role: 'owner',
  })
}

/** Whichever the second of two meets first: the same address, or the row itself. */
const ONLY_ONCE = ['installation_is_one', 'staff_accounts_email_identity_key']

export class AlreadySetUp extends Problem {
  constructor() {
    super(
      409,
      'already-set-up',
      'Portico is already set up',
      'This installation is already set up. Sign in, or ask an owner to invite you.',
    )
  }
}

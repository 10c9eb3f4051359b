import { sql } from 'kysely'
import { INSTALLATION } from '../database/id.ts'
import { InvalidRequest } from '../http/problems.ts'
import { emailIdentity } from '../people/email-address.ts'
import { checkPassword } from '../credentials/password-policy.ts'
import { PASSWORD_LENGTH_DEFAULT } from '../credentials/password-rules.ts'
import type { AddresseeFacts } from '../mail/outbox/post.ts'
import type { InTransaction, Scope } from '../scope/scope.ts'

/**
 * A staff account stands above organizations: one person may work for several with one password. No organization can
 * read the table; these few functions of the database are the only way in.
 */
export interface StaffAccount {
  accountId: string
  email: string
  passwordHash: string
  devicesKnownFrom: string
}

/** A place of the account's in an organization, where a letter about it has the organization's language. */
export interface Membership extends AddresseeFacts {
  organizationId: string
  memberId: string
  name: string
  role: 'owner' | 'manager' | 'viewer'
  lastSeenAt: string | null
}

/** What concerns accounts is asked of the installation, from whichever organization. */
type AnyScope = Pick<Scope, 'services'>

export async function findAccount({ services }: AnyScope, identity: string): Promise<StaffAccount | null> {
  const { rows } = await sql<StaffAccount>`
    select account_id as "accountId", email, password_hash as "passwordHash", devices_known_from as "devicesKnownFrom"
    from staff_account_by_email(${identity})`.execute(services.database.of(INSTALLATION))
  return rows[0] ?? null
}

/** Where the account may work, the place used last first. */
export async function membershipsOf({ services }: AnyScope, accountId: string): Promise<Membership[]> {
  const { rows } = await sql<Membership>`
    select organization_id as "organizationId", organization_name as "organizationName", language, member_id as "memberId",
      name, email, role, last_seen_at as "lastSeenAt"
    from memberships_of(${accountId}) order by last_seen_at desc nulls last`.execute(
    services.database.of(INSTALLATION),
  )
  return rows
}

/** Which organization tells somebody what happened at their address: the one they worked for last. */
export async function memberAt(scope: AnyScope, identity: string) {
  const account = await findAccount(scope, identity)
  const [membership] = account ? await membershipsOf(scope, account.accountId) : []
  return membership ? { organizationId: membership.organizationId, memberId: membership.memberId } : null
}

/** In the transaction that makes its holder a member somewhere, so that no account exists without a place. */
export async function openAccount(
  { db, now }: Pick<InTransaction, 'db' | 'now'>,
  account: { accountId: string; email: string; passwordHash: string },
): Promise<void> {
  const { accountId, email, passwordHash } = account
  await sql`
    select open_staff_account(${accountId}, ${email}, ${emailIdentity(email)}, ${passwordHash}, ${now})`.execute(
    db,
  )
}

/** Whether the password that was checked is still the one; it then stays so until the transaction ends. */
export async function holdAccount(
  { db }: Pick<InTransaction, 'db'>,
  accountId: string,
  passwordHash: string | null,
): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select hold_staff_account(${accountId}, ${passwordHash}) as held`.execute(db)
  return rows[0]!.held
}

/**
 * Sets a password in place of the former one (or of any), which ends every session but one, and every link, and
 * forgets the known devices. False if
 * the former one is no longer the password.
 */
export async function replacePassword(
  { db, now }: Pick<InTransaction, 'db' | 'now'>,
  change: { accountId: string; former: string | null; passwordHash: string; keepSession: string | null },
): Promise<boolean> {
  const { accountId, former, passwordHash, keepSession } = change
  const { rows } = await sql<{ changed: boolean }>`
    select set_staff_password(${accountId}, ${former}, ${passwordHash}, ${now}, ${keepSession}) as changed`.execute(
    db,
  )
  if (!rows[0]!.changed) return false
  await sql`
    select cancel_staff_password_letters(${accountId}, 'Cancelled: a new password was set.', ${now})`.execute(
    db,
  )
  return true
}

/**
 * The policy for staff (R13). An organization may ask less of its contacts; staff may work for several, so there is
 * one policy for all.
 */
export function requireGoodPassword(password: string, around: string[], pointer = '/password') {
  const checked = checkPassword(password, { minLength: PASSWORD_LENGTH_DEFAULT, around })
  if (!checked.ok)
    throw new InvalidRequest(checked.reasons.map(({ sentence }) => ({ pointer, detail: sentence })))
}

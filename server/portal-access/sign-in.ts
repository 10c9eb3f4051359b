import { sql } from 'kysely'
import type { PasswordHasher } from '../credentials/password-hash.ts'
import { transaction, type Db } from '../database/database.ts'
import { Problem } from '../http/problems.ts'
import type { Client, Services } from '../http/serve.ts'
import type { Cookies } from '../http/cookies.ts'
import { byPerson, record } from '../journal/record.ts'
import { emailIdentity, parseEmailAddress } from '../people/email-address.ts'
import { countAttempt, forgetFailures, giveBack, SIGN_IN_LIMITS } from './attempts.ts'
import { isSameCredential, lockCredential, type Credential } from './credential.ts'
import { deviceHashOf, handOverDevice, rememberDevice } from './device.ts'
import { findDoor } from './door.ts'
import { readMe } from './me.ts'
import type { PortalSession } from './portal-access.api.ts'
import { handOver, isActiveContact, nameOfPerson, openSession } from './session.ts'

type Call = Pick<Services, 'database' | 'passwordHasher'> & {
  db: Db
  now: Date
  client: Client
  cookies: Cookies
}

/**
 * Signs a contact in. A temporary password opens a session that can only choose another. Wrong, unknown, locked, inactive and
 * expired get one answer after the same work: one look-up, one count, one hash (R15).
 */
export async function signIn(
  call: Call,
  portal: string,
  typed: { email: string; password: string },
): Promise<PortalSession> {
  const { database, passwordHasher, now, client, cookies } = call
  const { id: organizationId } = await findDoor(call.db, portal)
  const db = database.of(organizationId)
  const identity = identityOf(typed.email)
  const found = await findByAddress(
    db,
    organizationId,
    identity,
    deviceHashOf(cookies, portal, organizationId),
  )
  const counted = await countAttempt(database, SIGN_IN_LIMITS, {
    organizationId,
    identity: identity ?? typed.email,
    clientAddress: client.address,
    deviceId: found?.deviceId ?? null,
    now,
  })

  const opens = found && opensNow(found, now) ? found : null
  const verified = await verify(passwordHasher, typed.password, opens?.passwordHash ?? null).catch(
    async (error) => {
      await giveBack(counted)
      throw error
    },
  )
  if (!opens || !verified.match) throw new SignInRefused()

  const signedIn = await transaction(db, async (tx) => {
    const credential = await lockCredential(tx, organizationId, opens.personId)
    if (!isSameCredential(opens, credential)) throw new SignInRefused()
    await keepSignIn(tx, organizationId, opens, verified.newHash, now)
    await record(tx, byPerson({ organizationId, ...opens }), now, {
      action: 'portal-access.signed-in',
      personId: opens.personId,
    })
    return {
      session: await openSession(tx, {
        ...opens,
        organizationId,
        choosing: opens.kind === 'temporary',
        client,
        now,
      }),
      device: await rememberDevice(tx, { ...opens, organizationId, now }),
    }
  })
  await forgetFailures(counted)
  handOver(cookies, portal, signedIn.session)
  if (signedIn.device) handOverDevice(cookies, portal, signedIn.device)
  return readMe(db, { organizationId, personId: opens.personId, choosing: opens.kind === 'temporary' })
}

/** Somebody with the typed address, whether or not they may sign in. */
export interface AddressHolder extends Credential {
  personId: string
  name: string
  /** Without a credential everything of it is null. */
  hasCredential: boolean
  expiresAt: string | null
  locked: boolean
  activeContact: boolean
  /** The browser at hand, where it is known to be theirs. */
  deviceId: string | null
}

/** One statement for known and unknown addresses, and for what can be no address. */
export async function findByAddress(
  db: Db,
  organizationId: string,
  identity: string | null,
  deviceHash: Buffer | null,
): Promise<AddressHolder | null> {
  const { rows } = await sql<AddressHolder>`
    select p.id as "personId", ${nameOfPerson} as name, a.person_id is not null as "hasCredential", a.generation,
      a.issued_at as "issuedAt", a.kind, a.password_hash as "passwordHash", a.expires_at as "expiresAt",
      a.locked_at is not null as locked, ${isActiveContact} as "activeContact",
      (select d.id from portal_devices d where d.organization_id = p.organization_id and d.person_id = p.id
        and d.token_hash = ${deviceHash}) as "deviceId"
    from people p
    left join portal_access a on a.organization_id = p.organization_id and a.person_id = p.id
    where p.organization_id = ${organizationId} and p.email_identity = ${identity}`.execute(db)
  return rows[0] ?? null
}

/** The key to look a typed address up by; null where it is no address at all. */
export function identityOf(email: string): string | null {
  const parsed = parseEmailAddress(email)
  return parsed.ok ? emailIdentity(parsed.address) : null
}

function opensNow(
  { hasCredential, locked, activeContact, kind, expiresAt }: AddressHolder,
  now: Date,
): boolean {
  if (!hasCredential || locked || !activeContact) return false
  return kind === 'chosen' || (expiresAt !== null && new Date(expiresAt) > now)
}

/** `newHash`: the password hashed anew, where our parameters have changed since (R14). */
async function verify(hasher: PasswordHasher, password: string, hash: string | null) {
  const { match, needsRehash } = await hasher.verify(password, hash)
  return { match, newHash: needsRehash ? await hasher.hash(password) : null }
}

async function keepSignIn(
  tx: Db,
  organizationId: string,
  { personId }: AddressHolder,
  newHash: string | null,
  now: Date,
) {
  await sql`
    with expired as (
      delete from portal_sessions
      where organization_id = ${organizationId} and person_id = ${personId} and expires_at <= ${now})
    update portal_access set last_sign_in_at = ${now}, password_hash = coalesce(${newHash}, password_hash)
    where organization_id = ${organizationId} and person_id = ${personId}`.execute(tx)
}

class SignInRefused extends Problem {
  constructor() {
    super(
      401,
      'sign-in-refused',
      'You could not be signed in',
      'This e-mail address and password do not open this portal: check both, or follow Forgot password, for a password may also have run out.',
    )
  }
}

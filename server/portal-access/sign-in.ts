import { sql } from 'kysely'
import type { PasswordHasher } from '../credentials/password-hash.ts'
import { transaction, type Db } from '../database/database.ts'
import { Problem } from '../http/problems.ts'
import type { Client, Services } from '../http/serve.ts'
import type { Cookies } from '../http/cookies.ts'
import { byPerson, record } from '../journal/record.ts'
import { findByAddress, identityOf, type AddressHolder } from './address-holder.ts'
import { countAttempt, forgetFailures, giveBack, SIGN_IN_LIMITS } from './attempts.ts'
import { isSameCredential, lockCredential } from './credential.ts'
import { deviceHashOf, handOverDevice, rememberDevice } from './device.ts'
import { findDoor } from './door.ts'
import { readMe } from './me.ts'
import type { PortalSession } from './portal-access.api.ts'
import { handOver, openSession, sessionHashOf } from './session.ts'

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
  await passwordHasher.refuseWhenFull()
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
    await endReplacedSession(tx, organizationId, sessionHashOf(cookies, portal, organizationId))
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

/** The browser gives up the session it had here, whosever it was. */
async function endReplacedSession(tx: Db, organizationId: string, hash: Buffer | null) {
  if (!hash) return
  await sql`
    delete from portal_sessions where organization_id = ${organizationId} and token_hash = ${hash}`.execute(
    tx,
  )
}

class SignInRefused extends Problem {
  constructor() {
    super(
      401,
      'sign-in-refused',
      'You could not be signed in',
      'This e-mail address and password do not open the portal: check both, or use Forgot password if yours has run out.',
    )
  }
}

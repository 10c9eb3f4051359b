import { sql } from 'kysely'
import type { PasswordHasher } from '../credentials/password-hash.ts'
import { transaction, type Db } from '../database/database.ts'
import { Problem } from '../http/problems.ts'
import type { Client, Services } from '../http/serve.ts'
import type { Cookies } from '../http/cookies.ts'
import { byPerson, recording } from '../journal/record.ts'
import { findByAddress, identityOf, type AddressHolder } from './address-holder.ts'
import { countAttempt, forgetFailures, giveBack, SIGN_IN_LIMITS } from './attempts.ts'
import { isSameCredential, lockCredential } from './credential.ts'
import { deviceHashOf, handOverDevice, rememberingDevice } from './device.ts'
import { findDoor } from './door.ts'
import { personColumns } from './me.ts'
import type { PortalSession } from './portal-access.api.ts'
import { handOver, openingSession, sessionHashOf } from './session.ts'

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
    return keepSignIn(tx, call, {
      ...opens,
      organizationId,
      newHash: verified.newHash,
      replaced: sessionHashOf(cookies, portal, organizationId),
    })
  })
  await forgetFailures(counted)
  handOver(cookies, portal, signedIn.session)
  if (signedIn.deviceToken) handOverDevice(cookies, portal, signedIn.deviceToken)
  return { mustChoosePassword: opens.kind === 'temporary', person: signedIn.person }
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

interface Opens extends AddressHolder {
  organizationId: string
  newHash: string | null
  /** The session that the browser had here, whosever it was: it gives that one up. */
  replaced: Buffer | null
}

async function keepSignIn(tx: Db, { now, client }: Pick<Call, 'now' | 'client'>, opens: Opens) {
  const { organizationId, personId, kind, newHash, replaced } = opens
  const session = openingSession({ organizationId, personId, choosing: kind === 'temporary', client, now })
  const device = rememberingDevice({ ...opens, now })
  const { rows } = await sql<PortalSession['person']>`
    with ended as (
      delete from portal_sessions where organization_id = ${organizationId}
        and (person_id = ${personId} and expires_at <= ${now} or token_hash = ${replaced})
    ), access as (
      update portal_access set last_sign_in_at = ${now}, password_hash = coalesce(${newHash}, password_hash)
      where organization_id = ${organizationId} and person_id = ${personId}
    ), recorded as (${recording(byPerson(opens), now, { action: 'portal-access.signed-in', personId })}
    ), opened as (${session.inserting}
    ), forgotten as (${device.forgettingOld}
    ), remembered as (${device.writing})
    select ${personColumns} from people where organization_id = ${organizationId} and id = ${personId}`.execute(
    tx,
  )
  return { person: rows[0]!, session: session.opened, deviceToken: device.token }
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

import { sql } from 'kysely'
import { forgetFailures, forgiveAttempt } from '../http/count-attempt.ts'
import { refuseMoved } from '../http/moved.ts'
import { Problem } from '../http/problems.ts'
import type { Visit } from '../http/serve.ts'
import { deviceAndNetwork } from '../http/device-and-network.ts'
import { facts, recording } from '../journal/record.ts'
import { byPerson } from '../scope/actor.ts'
import type { PasswordHasher, Standing } from '../scope/services.ts'
import { reportRefusal } from '../journal/report-refusal.ts'
import { findByAddress, identityOf, type AddressHolder, type HeldCredential } from './address-holder.ts'
import { countSignIn } from './attempts.ts'
import { deviceHashOf, handOverDevice, rememberingDevice } from './device.ts'
import { atDoor } from './door.ts'
import { postingNewDevice } from './letters.ts'
import { personColumns } from './me.ts'
import type { PortalSession } from './portal-access.api.ts'
import { handOver, openingSession, sessionHashOf } from './session.ts'
import { withoutBlanksAround } from './temporary-password.ts'

/**
 * Signs a contact in. A temporary password opens a session that can only choose another (R9). Wrong, unknown, locked,
 * inactive and expired get one reply after the same work: one look-up, one count, one hash (R15).
 */
export async function signIn(
  call: Visit,
  portal: string,
  typed: { email: string; password: string },
): Promise<PortalSession> {
  const visit = await atDoor(call, portal)
  const {
    organizationId,
    services: { passwordHasher },
  } = visit
  const deviceHash = deviceHashOf(visit, portal)
  await passwordHasher.refuseWhenFull(deviceHash ? 'known' : 'stranger')
  const identity = identityOf(typed.email)
  const found = await findByAddress(visit, identity, deviceHash)
  const standing = found?.deviceId ? 'known' : 'stranger'
  await passwordHasher.refuseWhenFull(standing)
  const counted = await countSignIn(visit, {
    identity: identity ?? typed.email,
    personId: found?.personId ?? null,
    deviceId: found?.deviceId ?? null,
  })

  const opens = found && opensNow(found, visit.now) ? found : null
  const hash = opens?.passwordHash ?? null
  const password = opens?.kind === 'temporary' ? withoutBlanksAround(typed.password) : typed.password
  const verified = await verify(passwordHasher, password, hash, standing).catch(async (error) => {
    await forgiveAttempt(counted)
    throw error
  })
  if (!opens || !verified.match) {
    await refuseMoved(visit.services, { portal })
    const personId = found?.personId ?? null
    reportRefusal(visit, 'portal-access.sign-in-refused', () => ({ organizationId, personId }))
    throw new SignInRefused()
  }

  const [signedIn] = await Promise.all([
    keepSignIn(visit, {
      ...opens,
      newHash: verified.newHash,
      replaced: sessionHashOf(visit, portal),
    }),
    forgetFailures(counted),
  ])
  handOver(visit.cookies, portal, signedIn.session)
  if (signedIn.deviceToken) handOverDevice(visit, portal, signedIn.deviceToken)
  return { mustChoosePassword: opens.kind === 'temporary', person: signedIn.person }
}

function opensNow(holder: AddressHolder, now: Date): holder is AddressHolder & HeldCredential {
  const { hasCredential, locked, activeContact, kind, expiresAt } = holder
  if (!hasCredential || locked || !activeContact) return false
  return kind === 'chosen' || (expiresAt !== null && new Date(expiresAt) > now)
}

/** `newHash`: a fresh hash of the password, if our parameters have changed since (R14). */
async function verify(hasher: PasswordHasher, password: string, hash: string | null, standing: Standing) {
  const { match, needsRehash } = await hasher.verify(password, hash, standing)
  return { match, newHash: needsRehash ? await hasher.hash(password) : null }
}

type Opens = AddressHolder &
  HeldCredential & {
    newHash: string | null
    /** The session that the browser had here, no matter whose: it ends. */
    replaced: Buffer | null
  }

/**
 * Writes it in one statement, and only while the credential is still the one that was verified. The person is locked
 * first, as by everything that ends or issues a credential: of two at once, the second sees what the first did.
 */
async function keepSignIn(visit: Visit, opens: Opens) {
  const { db, organizationId, now } = visit
  const { personId, name, kind, newHash, replaced, generation, issuedAt } = opens
  const whereKept = sql`from access`
  const choosing = kind === 'temporary'
  const session = openingSession(visit, { personId, choosing }, whereKept)
  const device = rememberingDevice(visit, opens, whereKept)
  const by = byPerson({ organizationId, personId, name })
  const changes = facts(deviceAndNetwork(visit.client))
  const signedIn = recording({ by, now }, { action: 'portal-access.signed-in', personId, changes }, whereKept)
  const letter = isToldByMail(opens)
    ? sql`, ${postingNewDevice(visit, opens, sql`where exists (select from access)`)}`
    : sql``
  const { rows } = await sql<PortalSession['person']>`
    with person as (
      select id from people where organization_id = ${organizationId} and id = ${personId} for update
    ), access as (
      update portal_access a set last_sign_in_at = ${now}, password_hash = coalesce(${newHash}, a.password_hash)
      from person
      where a.organization_id = ${organizationId} and a.person_id = person.id and a.locked_at is null
        and a.generation = ${generation} and date_trunc('milliseconds', a.issued_at) = ${issuedAt}
      returning a.person_id
    ), ended as (
      delete from portal_sessions s using access where s.organization_id = ${organizationId}
        and (s.person_id = access.person_id and s.expires_at <= ${now} or s.token_hash = ${replaced})
    ), recorded as (${signedIn}
    ), opened as (${session.inserting}
    ), forgotten as (${device.forgettingOld}
    ), remembered as (${device.writing}) ${letter}
    select ${personColumns} from people
    where organization_id = ${organizationId} and id = (select person_id from access)`.execute(db)
  if (!rows[0]) throw new SignInRefused()
  return { person: rows[0], session: session.opened, deviceToken: device.token }
}

/** Their own password used at a new device: they are told by mail. The letter with a temporary one says it itself. */
const isToldByMail = ({ deviceId, kind }: Opens) => deviceId === null && kind === 'chosen'

class SignInRefused extends Problem {
  constructor() {
    super(
      401,
      'sign-in-refused',
      'You could not be signed in',
      'E-mail or password is wrong, or it has expired.',
    )
  }
}

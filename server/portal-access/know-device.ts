import { sql } from 'kysely'
import type { Visit } from '../http/serve.ts'
import { readLetterProof } from '../mail/letters/letter-proof.ts'
import type { Scope } from '../scope/scope.ts'
import { countLetterShown } from './attempts.ts'
import { deviceHashOf, findDevice, handOverDevice, rememberNewDevice } from './device.ts'
import { atDoor } from './door.ts'
import { isActiveContact } from './session.ts'
import { findLink } from './set-password-by-link.ts'

/**
 * Makes this browser a known one for the person whose letter it shows, so that strangers who guess at the address
 * cannot lock its owner out (R16). It signs nobody in and uses nothing up. A void letter gets the same reply as one
 * that never was.
 */
export async function knowDevice(call: Visit, portal: string, token: string): Promise<void> {
  const visit = await atDoor(call, portal)
  const personId = (await readerOfPassword(visit, token)) ?? (await findLink(visit, token))?.personId
  if (personId === undefined) return
  await countLetterShown(visit, personId)
  // One that is known stays so, with its count of attempts: to show the letter again gives no new ones.
  if (await findDevice(visit, personId, deviceHashOf(visit, portal))) return
  handOverDevice(visit, portal, await rememberNewDevice(visit, personId))
}

/** Whose letter with a temporary password it is, while that is the password they have, at the address they have. */
async function readerOfPassword(scope: Scope, token: string) {
  const { db, organizationId, now } = scope
  const proof = readLetterProof(scope, token)
  if (!proof) return undefined
  const { rows } = await sql<{ personId: string }>`
    select p.id as "personId" from people p
    join portal_access a on a.organization_id = p.organization_id and a.person_id = p.id
    where p.organization_id = ${organizationId} and p.id = ${proof.personId} and p.email_identity = ${proof.identity}
      and a.kind = 'temporary' and a.generation = ${proof.generation} and a.locked_at is null and a.expires_at > ${now}
      and date_trunc('milliseconds', a.issued_at) <= ${new Date(proof.writtenAt)} and ${isActiveContact}`.execute(
    db,
  )
  return rows[0]?.personId
}

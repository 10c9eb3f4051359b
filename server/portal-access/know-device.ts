import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import type { Call } from '../http/serve.ts'
import { readLetterProof } from '../mail/letter-proof.ts'
import { countLetterShown } from './attempts.ts'
import { deviceHashOf, findDevice, handOverDevice, rememberNewDevice } from './device.ts'
import { findOrganization } from './door.ts'
import { isActiveContact } from './session.ts'
import { findLink } from './set-password-by-link.ts'

type Visit = Pick<Call, 'database' | 'sealer' | 'services' | 'now' | 'client' | 'cookies'>

/**
 * Makes this browser a known one for the person whose letter it shows, so that strangers who guess at the address
 * cannot lock its owner out (R16). It signs nobody in and uses nothing up. A void letter gets the same reply as one
 * that never was.
 */
export async function knowDevice(call: Visit, portal: string, token: string): Promise<void> {
  const { database, now } = call
  const organizationId = await findOrganization(database, portal)
  const db = database.of(organizationId)
  const personId =
    (await readerOfPassword(call, db, organizationId, token)) ??
    (await findLink(db, organizationId, token, now))?.personId
  if (personId === undefined) return
  await countLetterShown(call, { organizationId, personId })
  // One that is known stays so, with its count of attempts: to show the letter again gives no new ones.
  if (await findDevice(db, organizationId, personId, deviceHashOf(call, portal, organizationId))) return
  handOverDevice(call, portal, await rememberNewDevice(db, { organizationId, personId, now }))
}

/** Whose letter with a temporary password it is, while that is the password they have, at the address they have. */
async function readerOfPassword({ sealer, now }: Visit, db: Db, organizationId: string, token: string) {
  const proof = readLetterProof(sealer, organizationId, token)
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

import { setTimeout as pause } from 'node:timers/promises'
import { newToken } from '../credentials/token.ts'
import { transaction } from '../database/database.ts'
import { newId } from '../database/id.ts'
import type { Cookies } from '../http/cookies.ts'
import type { Client } from '../http/serve.ts'
import type { Services } from '../scope/services.ts'
import { recordAtDoor } from '../journal/record-at-door.ts'
import { byPerson } from '../scope/actor.ts'
import { findByAddress, identityOf, type AddressHolder } from './address-holder.ts'
import { countAttempt, PASSWORD_LINK_LIMITS } from './attempts.ts'
import { lockCredential } from './credential.ts'
import { deviceHashOf } from './device.ts'
import { findOrganization } from './door.ts'
import { postForgottenPassword } from './letters.ts'

/** Matches what the letter says. */
const LINK_VALID_MINUTES = 60

/** Finding somebody may take a little longer than finding nobody. The reply waits until that no longer shows. */
const ANSWER_AFTER_MILLISECONDS = 250

type LinkCall = Pick<Services, 'database' | 'sealer' | 'afterAnswer'> & {
  services: Services
  now: Date
  client: Client
  cookies: Cookies
}

/**
 * Mails a link to set a new password to a person who forgot theirs. The old password works until the link is used.
 * The reply has the same words and takes the same time for everybody: it tells nobody who is a contact here (R12).
 */
export async function sendPasswordLink(
  call: LinkCall,
  portal: string,
  email: string,
): Promise<{ message: string }> {
  const answerTime = pause(ANSWER_AFTER_MILLISECONDS)
  const { database } = call
  const organizationId = await findOrganization(database, portal)
  const db = database.of(organizationId)
  const identity = identityOf(email)
  const found = await findByAddress(db, organizationId, identity, deviceHashOf(call, portal, organizationId))
  await countAttempt(call, PASSWORD_LINK_LIMITS, {
    organizationId,
    identity: identity ?? email,
    personId: found?.personId ?? null,
    deviceId: found?.deviceId ?? null,
  })
  await answerTime
  // Work that only a known address causes never delays the reply, however busy the database is.
  if (found?.hasCredential && !found.locked && found.activeContact)
    call.afterAnswer.add(() => mailLink(call, organizationId, found))
  return {
    message: `If this address has access to the portal, a link to set a new password is on its way to it. The link works once, for ${LINK_VALID_MINUTES} minutes.`,
  }
}

async function mailLink(call: LinkCall, organizationId: string, holder: AddressHolder) {
  const { database, now } = call
  const { personId } = holder
  const { token, hash } = newToken(organizationId)
  const expiresAt = new Date(now.getTime() + LINK_VALID_MINUTES * 60_000)
  await transaction(database.of(organizationId), async (tx) => {
    const credential = await lockCredential(tx, organizationId, personId)
    if (!credential) return
    // Earlier links stay: a stranger who asks for another must not spoil the one in use. The first one used ends them
    // all.
    await tx
      .insertInto('portal_links')
      .values({
        organization_id: organizationId,
        id: newId(),
        person_id: personId,
        purpose: 'forgotten',
        token_hash: hash,
        created_at: now,
        expires_at: expiresAt,
      })
      .execute()
    await postForgottenPassword(tx, call, organizationId, now, personId, credential.generation, {
      token,
      expiresAt,
    })
    const by = byPerson({ organizationId, personId, name: holder.name })
    await recordAtDoor(tx, call, by, { action: 'portal-access.password-link-sent', personId })
  })
}

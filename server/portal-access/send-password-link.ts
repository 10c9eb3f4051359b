import { setTimeout as pause } from 'node:timers/promises'
import { newToken } from '../credentials/token.ts'
import { newId } from '../database/id.ts'
import type { Visit } from '../http/serve.ts'
import { recordAtDoor } from '../journal/record-at-door.ts'
import { byPerson } from '../scope/actor.ts'
import { inTransaction } from '../scope/scope.ts'
import { findByAddress, identityOf, type AddressHolder } from './address-holder.ts'
import { countLinkAsked } from './attempts.ts'
import { lockCredential } from './credential.ts'
import { deviceHashOf } from './device.ts'
import { atDoor } from './door.ts'
import { postForgottenPassword } from './letters.ts'

/** Matches what the letter says. */
const LINK_VALID_MINUTES = 60

/** Finding somebody may take a little longer than finding nobody. The reply waits until that no longer shows. */
const ANSWER_AFTER_MILLISECONDS = 250

/**
 * Mails a link to set a new password to a person who forgot theirs. The old password works until the link is used.
 * The reply has the same words and takes the same time for everybody: it tells nobody who is a contact here (R12).
 */
export async function sendPasswordLink(
  call: Visit,
  portal: string,
  email: string,
): Promise<{ message: string }> {
  const answerTime = pause(ANSWER_AFTER_MILLISECONDS)
  const visit = await atDoor(call, portal)
  const identity = identityOf(email)
  const found = await findByAddress(visit, identity, deviceHashOf(visit, portal))
  await countLinkAsked(visit, {
    identity: identity ?? email,
    personId: found?.personId ?? null,
    deviceId: found?.deviceId ?? null,
  })
  await answerTime
  // Work that only a known address causes never delays the reply, however busy the database is.
  if (found?.hasCredential && !found.locked && found.activeContact)
    visit.services.afterAnswer.add(() => mailLink(visit, found))
  return {
    message: `If this address has access to the portal, a link to set a new password is on its way to it. The link works once, for ${LINK_VALID_MINUTES} minutes.`,
  }
}

async function mailLink(visit: Visit, { personId, name }: AddressHolder) {
  const { organizationId, now } = visit
  const { token, hash } = newToken(organizationId)
  const expiresAt = new Date(now.getTime() + LINK_VALID_MINUTES * 60_000)
  const by = byPerson({ organizationId, personId, name })
  await inTransaction({ ...visit, by }, async (tx) => {
    const credential = await lockCredential(tx, personId)
    if (!credential) return
    // Earlier links stay: a stranger who asks for another must not spoil the one in use. The first one used ends them
    // all.
    await tx.db
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
    await postForgottenPassword(tx, personId, credential.generation, { token, expiresAt })
    await recordAtDoor(tx, { action: 'portal-access.password-link-sent', personId })
  })
}

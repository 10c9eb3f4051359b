import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { newToken, readToken } from '../credentials/token.ts'
import { transaction, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import type { Cookies } from '../http/cookies.ts'
import { InvalidRequest, Problem } from '../http/problems.ts'
import type { Client, Services } from '../http/serve.ts'
import { byPerson, record } from '../journal/record.ts'
import { cancelLettersOfKind } from '../mail/post.ts'
import { countAttempt, countPasswordAttempt, PASSWORD_LINK_LIMITS } from './attempts.ts'
import { DIFFERENT_FROM_TEMPORARY } from './choose-password.ts'
import {
  isSameCredential,
  judgePassword,
  lockCredential,
  readPasswordSetting,
  setChosenPassword,
} from './credential.ts'
import { deviceHashOf } from './device.ts'
import { findDoor } from './door.ts'
import { postForgottenPassword, postPasswordChanged } from './letters.ts'
import { isActiveContact, nameOfPerson } from './session.ts'
import { findByAddress, identityOf, type AddressHolder } from './sign-in.ts'

/** Matches what the letter says. */
const LINK_VALID_MINUTES = 60

/** Writing a letter takes a few milliseconds more than writing none. The answer waits until that no longer shows. */
const ANSWER_AFTER_MILLISECONDS = 250

type LinkCall = Pick<Services, 'database' | 'sealer'> & {
  db: Db
  now: Date
  client: Client
  cookies: Cookies
}

/**
 * Mails a link to set a new password to whoever forgot theirs. The old password stays until the link is used. The answer has
 * the same words and takes the same time for everybody: it tells nobody who is a contact here (R12).
 */
export async function sendPasswordLink(
  call: LinkCall,
  portal: string,
  email: string,
): Promise<{ message: string }> {
  const answerTime = pause(ANSWER_AFTER_MILLISECONDS)
  const { database, now, client, cookies } = call
  const { id: organizationId } = await findDoor(call.db, portal)
  const db = database.of(organizationId)
  const identity = identityOf(email)
  const found = await findByAddress(
    db,
    organizationId,
    identity,
    deviceHashOf(cookies, portal, organizationId),
  )
  await countAttempt(database, PASSWORD_LINK_LIMITS, {
    organizationId,
    identity: identity ?? email,
    clientAddress: client.address,
    deviceId: found?.deviceId ?? null,
    now,
  })
  if (found?.hasCredential && !found.locked && found.activeContact)
    await mailLink(call, organizationId, found)
  await answerTime
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
    await sql`
      delete from portal_links
      where organization_id = ${organizationId} and person_id = ${personId} and purpose = 'forgotten'`.execute(
      tx,
    )
    await cancelLettersOfKind(
      tx,
      organizationId,
      personId,
      'forgottenPassword',
      'a newer link was asked for',
      now,
    )
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
    await record(tx, byPerson({ organizationId, personId, name: holder.name }), now, {
      action: 'portal-access.password-link-sent',
      personId,
    })
  })
}

interface Link {
  id: string
  personId: string
  name: string
}

/**
 * Sets a password with a link that was mailed: by staff, or to whoever forgot theirs. It works once and signs nobody in.
 * Only what may still be used costs a hash.
 */
export async function setPasswordByLink(
  call: Pick<Services, 'database' | 'passwordHasher' | 'sealer'> & { db: Db; now: Date },
  portal: string,
  { token, password }: { token: string; password: string },
): Promise<void> {
  const { database, passwordHasher, now } = call
  const { id: organizationId } = await findDoor(call.db, portal)
  const db = database.of(organizationId)
  const link = await findLink(db, organizationId, token, now)
  const setting = link && (await readPasswordSetting(db, organizationId, link.personId))
  if (!setting) throw new LinkDead()
  const { personId } = link
  const normalized = judgePassword(password, setting, '/password')
  await countPasswordAttempt(db, organizationId, personId, now)
  if (setting.kind === 'temporary' && (await passwordHasher.verify(normalized, setting.passwordHash)).match)
    throw new InvalidRequest([{ pointer: '/password', detail: DIFFERENT_FROM_TEMPORARY }])
  const passwordHash = await passwordHasher.hash(normalized)

  await transaction(db, async (tx) => {
    const credential = await lockCredential(tx, organizationId, personId)
    if (!isSameCredential(setting, credential) || !(await useUp(tx, organizationId, link, now)))
      throw new LinkDead()
    const by = byPerson({ organizationId, ...link })
    await setChosenPassword(tx, by, now, personId, {
      passwordHash,
      action: 'portal-access.password-set-by-link',
    })
    await postPasswordChanged(tx, call, organizationId, now, personId)
  })
}

/** Looks a link up without using it. One of another organization is not found: its door is another one. */
async function findLink(db: Db, organizationId: string, text: string, now: Date): Promise<Link | null> {
  const token = readToken(text)
  if (token?.organizationId !== organizationId) return null
  const { rows } = await sql<Link>`
    select l.id, l.person_id as "personId", ${nameOfPerson} as name
    from portal_links l join people p on p.organization_id = l.organization_id and p.id = l.person_id
    where l.organization_id = ${organizationId} and l.token_hash = ${token.hash}
      and l.used_at is null and l.expires_at > ${now} and ${isActiveContact}`.execute(db)
  return rows[0] ?? null
}

/** Of two uses at once, one gets it. */
async function useUp(tx: Db, organizationId: string, { id }: Link, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update portal_links set used_at = ${now}
    where organization_id = ${organizationId} and id = ${id} and used_at is null
    returning id`.execute(tx)
  return rows.length === 1
}

class LinkDead extends Problem {
  constructor() {
    super(
      410,
      'link-dead',
      'This link no longer works',
      'The link was used already, has run out, or was replaced by a newer one. Ask for a new one with Forgot password.',
    )
  }
}

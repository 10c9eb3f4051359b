import { normalizePassword } from '../credentials/password-rules.ts'
import { transaction, type Db } from '../database/database.ts'
import type { Cookies } from '../http/cookies.ts'
import { InvalidRequest, NotSignedIn, Problem } from '../http/problems.ts'
import type { Client, PortalCaller } from '../http/serve.ts'
import type { Services } from '../scope/services.ts'
import { byPerson } from '../scope/actor.ts'
import { tellRefusal } from '../journal/tell-refusal.ts'
import { countPasswordAttempt } from './attempts.ts'
import {
  isSameCredential,
  judgePassword,
  lockCredential,
  readPasswordSetting,
  setChosenPassword,
  type PasswordSetting,
} from './credential.ts'
import { handOverDevice } from './device.ts'
import { postPasswordChanged } from './letters.ts'
import { readMe } from './me.ts'
import type { PortalSession } from './portal-access.api.ts'
import { handOver, openSession } from './session.ts'
import { withoutBlanksAround } from './temporary-password.ts'

type Call = Pick<Services, 'database' | 'passwordHasher' | 'sealer'> & {
  services: Services
  db: Db
  now: Date
  portal: PortalCaller
  client: Client
  cookies: Cookies
}

/** Replaces the temporary password with one of the person's own: the only thing a temporary password can do (R9). */
export async function choosePassword(call: Call, door: string, password: string): Promise<PortalSession> {
  const { portal, passwordHasher } = call
  // A person who has already chosen one must show that password to change it.
  if (!portal.choosing) throw new AlreadyChosen()
  const setting = await readSetting(call)
  const normalized = judgePassword(password, setting, '/password')
  await countPasswordAttempt(call, portal)
  if ((await passwordHasher.verify(withoutBlanksAround(normalized), setting.passwordHash)).match)
    throw new InvalidRequest([{ pointer: '/password', detail: DIFFERENT_FROM_TEMPORARY }])
  const passwordHash = await passwordHasher.hash(normalized)
  return replacePassword(call, door, setting, passwordHash, 'portal-access.password-chosen')
}

/** Changes the person's own password. Every other session of theirs ends, and they are told by mail. */
export async function changePassword(
  call: Call,
  door: string,
  typed: { currentPassword: string; newPassword: string },
): Promise<PortalSession> {
  const { portal, passwordHasher } = call
  const setting = await readSetting(call)
  const normalized = judgePassword(typed.newPassword, setting, '/newPassword')
  await countPasswordAttempt(call, portal)
  const { match } = await passwordHasher.verify(typed.currentPassword, setting.passwordHash)
  if (!match) {
    const { organizationId, personId } = portal
    const by = byPerson(portal)
    tellRefusal(call, 'portal-access.password-refused', () => ({ organizationId, personId, by }))
    throw new InvalidRequest([{ pointer: '/currentPassword', detail: 'This is not your current password.' }])
  }
  if (normalized === normalizePassword(typed.currentPassword))
    throw new InvalidRequest([
      { pointer: '/newPassword', detail: 'Choose another: this is your current password.' },
    ])
  const passwordHash = await passwordHasher.hash(normalized)
  return replacePassword(call, door, setting, passwordHash, 'portal-access.password-changed')
}

export const DIFFERENT_FROM_TEMPORARY = 'Choose another: this is the temporary password.'

async function readSetting({ db, portal }: Call): Promise<PasswordSetting> {
  const setting = await readPasswordSetting(db, portal.organizationId, portal.personId)
  if (!setting) throw new NotSignedIn()
  return setting
}

/**
 * The session goes on, and the browser stays a known one, under new tokens, so that anybody who had the old ones is
 * out.
 */
async function replacePassword(
  call: Call,
  door: string,
  setting: PasswordSetting,
  passwordHash: string,
  action: 'portal-access.password-chosen' | 'portal-access.password-changed',
): Promise<PortalSession> {
  const { db, now, portal, client, cookies } = call
  const { organizationId, personId, sessionId } = portal
  const { session, device } = await transaction(db, async (tx) => {
    const credential = await lockCredential(tx, organizationId, personId)
    if (!isSameCredential(setting, credential)) throw new NotSignedIn()
    const device = await setChosenPassword(tx, call, byPerson(portal), personId, {
      passwordHash,
      action,
      sessionId,
    })
    if (action === 'portal-access.password-changed')
      await postPasswordChanged(tx, call, organizationId, now, personId)
    const session = await openSession(tx, { organizationId, personId, choosing: false, client, now })
    return { session, device }
  })
  handOver(cookies, door, session)
  handOverDevice(call, door, device)
  return readMe(db, { organizationId, personId, choosing: false })
}

class AlreadyChosen extends Problem {
  constructor() {
    super(
      409,
      'password-already-chosen',
      'You have already chosen a password',
      'You have a password of your own. To change it, enter it along with the new one.',
    )
  }
}

import { normalizePassword } from '../credentials/password-rules.ts'
import { InvalidRequest, NotSignedIn, Problem } from '../http/problems.ts'
import { reportRefusal } from '../journal/report-refusal.ts'
import { inTransaction } from '../scope/scope.ts'
import { countPassword } from './attempts.ts'
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
import { handOver, openSession, type SignedIn } from './session.ts'
import { withoutBlanksAround } from './temporary-password.ts'

/** Replaces the temporary password with one of the person's own: the only thing a temporary password can do (R9). */
export async function choosePassword(call: SignedIn, door: string, password: string): Promise<PortalSession> {
  const {
    portal,
    services: { passwordHasher },
  } = call
  // A person who has already chosen one must show that password to change it.
  if (!portal.choosing) throw new AlreadyChosen()
  const setting = await readSetting(call)
  const normalized = judgePassword(password, setting, '/password')
  await countPassword(call, portal.personId)
  if ((await passwordHasher.verify(withoutBlanksAround(normalized), setting.passwordHash)).match)
    throw new InvalidRequest([{ pointer: '/password', detail: DIFFERENT_FROM_TEMPORARY }])
  const passwordHash = await passwordHasher.hash(normalized)
  return replacePassword(call, door, setting, passwordHash, 'portal-access.password-chosen')
}

/** Changes the person's own password. Every other session of theirs ends, and they are told by mail. */
export async function changePassword(
  call: SignedIn,
  door: string,
  typed: { currentPassword: string; newPassword: string },
): Promise<PortalSession> {
  const {
    organizationId,
    by,
    portal: { personId },
    services: { passwordHasher },
  } = call
  const setting = await readSetting(call)
  const normalized = judgePassword(typed.newPassword, setting, '/newPassword')
  await countPassword(call, personId)
  const { match } = await passwordHasher.verify(typed.currentPassword, setting.passwordHash)
  if (!match) {
    reportRefusal(call, 'portal-access.password-refused', () => ({ organizationId, personId, by }))
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

async function readSetting(call: SignedIn): Promise<PasswordSetting> {
  const setting = await readPasswordSetting(call, call.portal.personId)
  if (!setting) throw new NotSignedIn()
  return setting
}

/**
 * The session goes on, and the browser stays a known one, under new tokens, so that anybody who had the old ones is
 * out.
 */
async function replacePassword(
  call: SignedIn,
  door: string,
  setting: PasswordSetting,
  passwordHash: string,
  action: 'portal-access.password-chosen' | 'portal-access.password-changed',
): Promise<PortalSession> {
  const { personId, sessionId } = call.portal
  const { session, device } = await inTransaction(call, async (tx) => {
    const credential = await lockCredential(tx, personId)
    if (!isSameCredential(setting, credential)) throw new NotSignedIn()
    const device = await setChosenPassword(tx, personId, { passwordHash, action, sessionId })
    if (action === 'portal-access.password-changed') await postPasswordChanged(tx, personId)
    const session = await openSession(tx, { personId, choosing: false })
    return { session, device }
  })
  handOver(call.cookies, door, session)
  handOverDevice(call, door, device)
  return readMe(call, { personId, choosing: false })
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

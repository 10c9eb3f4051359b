import { setTimeout as pause } from 'node:timers/promises'
import { visitAt, type Visit } from '../http/serve.ts'
import { recordAtDoor } from '../journal/record-at-door.ts'
import { byStaff } from '../scope/actor.ts'
import { inTransaction, type InTransaction } from '../scope/scope.ts'
import { post } from '../mail/outbox/post.ts'
import { findAccount, membershipsOf, replacePassword, requireGoodPassword } from './account.ts'
import { countLetter, freeAddress } from './attempts.ts'
import { rememberDevice } from './known-device.ts'
import { postPasswordChanged } from './letters.ts'
import { findLink, LinkDead, makeLink, PASSWORD_LINK_VALID_MINUTES, useLink } from './link.ts'
import { identityOf } from './sign-in.ts'

/** Every reply takes this long, on top of the counting. */
const ANSWER_TAKES_MS = 250

/** Mails a link to set a new password. An address that nobody has gets the same words in the same time. */
export async function sendPasswordLink(visit: Visit, email: string): Promise<{ message: string }> {
  const identity = identityOf(email)
  await countLetter(visit, identity)
  await pause(ANSWER_TAKES_MS)
  // Not before: the time of the reply must not tell whether anybody has the address, however busy the database is.
  visit.services.afterAnswer.add(() => mailLink(visit, identity))
  return {
    message: `If this is the address of a staff account, a letter with a link is on its way. The link works once, within ${PASSWORD_LINK_VALID_MINUTES} minutes. Your current password works until then.`,
  }
}

/**
 * Sets the password of the one who holds the letter. Every session ends, and nobody is signed in by it; the browser
 * that used the link is a known one from then on.
 */
export async function setPasswordByLink(
  visit: Visit,
  { token, password }: { token: string; password: string },
): Promise<void> {
  const { now, services } = visit
  const link = await findLink(visit, token, 'password')
  requireGoodPassword(password, [link.name, link.email, link.organizationName])
  const passwordHash = await services.passwordHasher.hash(password)
  const there = { ...visitAt(visit, link.organizationId), by: byStaff(link) }
  await inTransaction(there, async (tx) => {
    await useLink(tx, link)
    const changed = await replacePassword(tx, {
      accountId: link.accountId!,
      former: null,
      passwordHash,
      keepSession: null,
    })
    if (!changed) throw new LinkDead()
    const { memberId } = link
    await postPasswordChanged(tx, memberId)
    await recordAtDoor(tx, { action: 'staff.password-set-by-link', memberId })
  })
  await freeAddress(visit, link.emailIdentity)
  rememberDevice(visit, link.emailIdentity, now.toISOString())
}

/**
 * Makes this browser a known one for the address whose letter it shows, so that strangers who guess at it cannot lock
 * its owner out. It signs nobody in, and the link stays valid.
 */
export async function knowDevice(visit: Visit, token: string): Promise<void> {
  const { emailIdentity } = await findLink(visit, token, 'password')
  const account = await findAccount(visit, emailIdentity)
  if (account) rememberDevice(visit, emailIdentity, account.devicesKnownFrom)
}

/** The letter comes from the organization they worked for last; an earlier link works until one is used. */
async function mailLink(visit: Visit, identity: string) {
  const account = await findAccount(visit, identity)
  const [membership] = account ? await membershipsOf(visit, account.accountId) : []
  if (!membership) return
  const { organizationId, memberId } = membership
  await inTransaction(visitAt(visit, organizationId), async (tx) => {
    await postLink(tx, memberId, 'password')
    await recordAtDoor(tx, { action: 'staff.password-link-sent', memberId })
  })
}

/** For an owner who was signed in without having chosen a password: that of the sample company. */
export const sendFirstPasswordLink = (tx: InTransaction, memberId: string) =>
  postLink(tx, memberId, 'first-password')

async function postLink(tx: InTransaction, memberId: string, purpose: 'password' | 'first-password') {
  const { linkId, token, expiresAt } = await makeLink(tx, memberId, purpose)
  await post(tx, {
    kind: 'staffPasswordLink',
    facts: {},
    to: { memberId },
    cause: `staff-password-link:${linkId}`,
    secret: token,
    expiresAt,
  })
}

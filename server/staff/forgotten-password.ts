import { setTimeout as pause } from 'node:timers/promises'
import { transaction, type Db } from '../database/database.ts'
import type { Call } from '../http/serve.ts'
import { recordAtDoor } from '../journal/record-at-door.ts'
import { byStaff, bySystem } from '../scope/actor.ts'
import { post } from '../mail/post.ts'
import { findAccount, membershipsOf, replacePassword, requireGoodPassword } from './account.ts'
import { countLetter, freeAddress } from './attempts.ts'
import { rememberDevice } from './known-device.ts'
import { postPasswordChanged } from './letters.ts'
import { findLink, LinkDead, makeLink, PASSWORD_LINK_VALID_MINUTES, useLink } from './link.ts'
import { identityOf } from './sign-in.ts'

/** Every reply takes this long, on top of the counting. */
const ANSWER_TAKES_MS = 250

/** Mails a link to set a new password. An address that nobody has gets the same words in the same time. */
export async function sendPasswordLink(
  call: Pick<Call, 'database' | 'now' | 'client' | 'cookies' | 'sealer' | 'afterAnswer' | 'services'>,
  email: string,
): Promise<{ message: string }> {
  const identity = identityOf(email)
  await countLetter(call, identity)
  await pause(ANSWER_TAKES_MS)
  // Not before: the time of the reply must not tell whether anybody has the address, however busy the database is.
  call.afterAnswer.add(() => mailLink(call, identity))
  return {
    message: `If this is the address of a staff account, a letter with a link is on its way. The link works once, within ${PASSWORD_LINK_VALID_MINUTES} minutes. Your current password works until then.`,
  }
}

/**
 * Sets the password of the one who holds the letter. Every session ends, and nobody is signed in by it; the browser
 * that used the link is a known one from then on.
 */
export async function setPasswordByLink(
  call: Pick<Call, 'database' | 'now' | 'client' | 'passwordHasher' | 'cookies' | 'sealer' | 'services'>,
  { token, password }: { token: string; password: string },
): Promise<void> {
  const { database, now, passwordHasher } = call
  const link = await findLink(database, now, token, 'password')
  requireGoodPassword(password, [link.name, link.email, link.organizationName])
  const passwordHash = await passwordHasher.hash(password)
  await transaction(database.of(link.organizationId), async (tx) => {
    await useLink(tx, { now }, link)
    const changed = await replacePassword(tx, now, {
      accountId: link.accountId!,
      former: null,
      passwordHash,
      keepSession: null,
    })
    if (!changed) throw new LinkDead()
    const { memberId } = link
    await postPasswordChanged(tx, call, link)
    await recordAtDoor(
      { ...call, db: tx, by: byStaff(link) },
      { action: 'staff.password-set-by-link', memberId },
    )
  })
  await freeAddress({ database }, link.emailIdentity)
  rememberDevice(call, link.emailIdentity, now.toISOString())
}

/**
 * Makes this browser a known one for the address whose letter it shows, so that strangers who guess at it cannot lock
 * its owner out. It signs nobody in, and the link stays valid.
 */
export async function knowDevice(
  call: Pick<Call, 'database' | 'now' | 'cookies' | 'services'>,
  token: string,
): Promise<void> {
  const { emailIdentity } = await findLink(call.database, call.now, token, 'password')
  const account = await findAccount(call.database, emailIdentity)
  if (account) rememberDevice(call, emailIdentity, account.devicesKnownFrom)
}

/** The letter comes from the organization they worked for last; an earlier link works until one is used. */
async function mailLink(call: Pick<Call, 'database' | 'now' | 'client' | 'sealer'>, identity: string) {
  const { database } = call
  const account = await findAccount(database, identity)
  const [membership] = account ? await membershipsOf(database, account.accountId) : []
  if (!membership) return
  const { organizationId } = membership
  await transaction(database.of(organizationId), async (tx) => {
    await postLink(tx, call, membership, 'password')
    await recordAtDoor(
      { ...call, db: tx, by: bySystem(organizationId) },
      {
        action: 'staff.password-link-sent',
        memberId: membership.memberId,
      },
    )
  })
}

/** For an owner who was signed in without having chosen a password: that of the sample company. */
export async function sendFirstPasswordLink(
  tx: Db,
  call: Pick<Call, 'now' | 'sealer'>,
  member: { organizationId: string; memberId: string },
) {
  await postLink(tx, call, member, 'first-password')
}

async function postLink(
  tx: Db,
  { now, sealer }: Pick<Call, 'now' | 'sealer'>,
  { organizationId, memberId }: { organizationId: string; memberId: string },
  purpose: 'password' | 'first-password',
) {
  const { linkId, token, expiresAt } = await makeLink(tx, now, { organizationId, memberId }, purpose)
  await post(tx, { sealer }, organizationId, now, {
    kind: 'staffPasswordLink',
    facts: {},
    to: { memberId },
    cause: `staff-password-link:${linkId}`,
    secret: token,
    expiresAt,
  })
}

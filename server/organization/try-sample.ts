import { randomBytes } from 'node:crypto'
import { furnishSample, SAMPLE_OWNER } from '../../seed/sample.ts'
import { NotAllowed } from '../http/problems.ts'
import type { StaffSession } from '../staff/staff.api.ts'
import { sendFirstPasswordLink } from '../staff/forgotten-password.ts'
import { AlreadySetUp, isSetUp, setUpOnce, type SettingUp } from './set-up.ts'

/** Sets up a company to try things on. Its people have addresses that cannot exist, so no real mail may be sent. */
export async function trySample(call: SettingUp): Promise<StaffSession> {
  if (await isSetUp(call.database)) throw new AlreadySetUp()
  if (!call.mailboxOpen) throw new SampleNeedsMailbox()
  // Nobody knows these passwords, not even we: the owner chooses one by the link in the mailbox.
  const [passwordHash, contactsPasswordHash] = await Promise.all([
    unknownPassword(call),
    unknownPassword(call),
  ])
  return setUpOnce(call, { ...SAMPLE_OWNER, passwordHash }, async (tx, organizationId, memberId) => {
    await furnishSample(tx, { now: call.now, organizationId, memberId, passwordHash: contactsPasswordHash })
    await sendFirstPasswordLink(tx, call, { organizationId, memberId })
  })
}

const unknownPassword = ({ passwordHasher }: SettingUp) =>
  passwordHasher.hash(randomBytes(32).toString('base64'))

class SampleNeedsMailbox extends NotAllowed {
  constructor() {
    super('Sample data needs the built-in mailbox, but this installation sends real mail (SMTP_URL is set).')
  }
}

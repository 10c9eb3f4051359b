import { randomBytes } from 'node:crypto'
import { NotAllowed } from '../server/http/problems.ts'
import type { Visit } from '../server/http/serve.ts'
import type { Scope } from '../server/scope/scope.ts'
import type { StaffSession } from '../server/staff/staff.api.ts'
import { sendFirstPasswordLink } from '../server/staff/forgotten-password.ts'
import { AlreadySetUp, isSetUp, setUpOnce } from '../server/organization/set-up.ts'
import { fillSample, SAMPLE_OWNER } from './sample.ts'

/** Sets up a company to try things on. Its people have addresses that cannot exist, so no real mail may be sent. */
export async function trySample(visit: Visit): Promise<StaffSession> {
  if (await isSetUp(visit)) throw new AlreadySetUp()
  if (visit.services.mailbox === null) throw new SampleNeedsMailbox()
  // Nobody knows these passwords, not even we: the owner chooses one by the link in the mailbox.
  const [passwordHash, contactsPasswordHash] = await Promise.all([
    unknownPassword(visit),
    unknownPassword(visit),
  ])
  return setUpOnce(visit, { ...SAMPLE_OWNER, passwordHash }, async (tx, memberId) => {
    const { db, organizationId, now } = tx
    await fillSample(db, { now, organizationId, memberId, passwordHash: contactsPasswordHash })
    await sendFirstPasswordLink(tx, memberId)
  })
}

const unknownPassword = ({ services }: Pick<Scope, 'services'>) =>
  services.passwordHasher.hash(randomBytes(32).toString('base64'))

class SampleNeedsMailbox extends NotAllowed {
  constructor() {
    super('Sample data needs the built-in mailbox, but this installation sends real mail (SMTP_URL is set).')
  }
}

import { readCandidates } from '../contacts/read-candidates.ts'
import { recipients, type RecipientDecision } from '../contacts/recipients.ts'
import { NotFound } from '../http/problems.ts'
import type { ReadingNow } from '../scope/scope.ts'
import type { ReceivedKind } from './kinds.ts'
import { refuseStrangers } from './refuse-strangers.ts'
import { AS_USUAL, type ForThisOnce } from './for-this-once.ts'
import { contactsAmong } from './typed-addresses.ts'

/** Who receives a document of this kind for a customer now, who does not, and why. */
export async function decideRecipients(
  scope: ReadingNow,
  customerId: string,
  kind: ReceivedKind,
  { add, leaveOut, addresses = [], audience = 'subscribers' }: ForThisOnce,
): Promise<RecipientDecision[]> {
  const { now } = scope
  const found = await readCandidates(scope, customerId)
  if (!found) throw new NotFound('customer')
  const { customerActive, candidates, timeZone } = found
  refuseStrangers({ add, leaveOut }, candidates)
  const all = [...add, ...contactsAmong(addresses, candidates)]
  return recipients({ kind, customerActive, audience, add: all, leaveOut, now, timeZone }, candidates)
}

/** The same, as it is shown before anything is sent. */
export async function listRecipients(scope: ReadingNow, customerId: string, kind: ReceivedKind) {
  return { recipients: (await decideRecipients(scope, customerId, kind, AS_USUAL)).map(shown) }
}

/** A decision, as it is shown. */
export const shown = ({ contactId, name, email, role, code, why }: RecipientDecision) => ({
  contactId,
  name,
  email,
  role,
  code,
  why,
})

import type { ReceivedKind } from './kinds.ts'
import { readCandidates } from '../contacts/read-candidates.ts'
import { recipients, type Audience, type RecipientDecision } from '../contacts/recipients.ts'
import type { Role } from '../contacts/receives.ts'
import type { Db } from '../database/database.ts'
import { NotFound } from '../http/problems.ts'
import { readTimeZone } from '../organization/time-zone.ts'
import { refuseStrangers } from './refuse-strangers.ts'
import { contactsAmong, type TypedAddress } from './typed-addresses.ts'

/** How one sending differs from the usual. */
export interface ForThisOnce {
  add: readonly { contactId: string; role: Role }[]
  leaveOut: readonly string[]
  addresses?: readonly TypedAddress[]
  /** Of a reminder. */
  audience?: Audience
}
export const AS_USUAL: ForThisOnce = { add: [], leaveOut: [] }

/** Who receives a document of this kind for a customer now, who does not, and why. */
export async function decideRecipients(
  db: Db,
  organizationId: string,
  customerId: string,
  kind: ReceivedKind,
  { add, leaveOut, addresses = [], audience = 'subscribers' }: ForThisOnce,
  now: Date,
): Promise<RecipientDecision[]> {
  const timeZone = await readTimeZone(db, organizationId)
  const found = await readCandidates({ db, organizationId }, customerId)
  if (!found) throw new NotFound('customer')
  const { customerActive, candidates } = found
  refuseStrangers({ add, leaveOut }, candidates)
  const all = [...add, ...contactsAmong(addresses, candidates)]
  return recipients({ kind, customerActive, audience, add: all, leaveOut, now, timeZone }, candidates)
}

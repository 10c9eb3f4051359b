import { dateFormat } from '../time/date-format.ts'
import { kindInSentence, type ReceivedKind } from '../documents/kinds.ts'
import { type Receives, type Role } from './receives.ts'

/** A contact of the customer: what matters for what they are sent. */
export interface Candidate {
  contactId: string
  personId: string
  /** Their name, or their address if they have none. */
  name: string
  email: string
  jobTitle: string | null
  primary: boolean
  active: boolean
  inactiveSince: string | null
  receives: Receives
  unsubscribed: Partial<Record<ReceivedKind, string>>
  bouncedAt: string | null
  bounceReason: string | null
}

export interface DocumentToReceive {
  kind: ReceivedKind
  customerActive: boolean
  /**
   * Who a reminder is for: those who receive reminders, the primary contact only, or everyone: then those who do not
   * receive reminders get this one as Cc.
   */
  audience?: Audience
  /** For this sending only: who gets it besides, or in another role. */
  add?: readonly { contactId: string; role: Role }[]
  /** For this sending only: who does not get it. */
  leaveOut?: readonly string[]
  /** For this sending only: nobody but these gets it. */
  only?: readonly string[]
  /** Dates are written as people say them at this time and in this zone. */
  now: Date
  timeZone: string
}
export type Audience = 'subscribers' | 'primary' | 'everyone'

export interface RecipientDecision {
  contactId: string
  personId: string
  name: string
  email: string
  jobTitle: string | null
  primary: boolean
  role: Role | null
  code: RecipientCode
  /** The whole reason for people: "Cc: receives all reminders", "not sent: inactive since 3 May". */
  why: string
}

/** Why somebody gets it, or not. */
export type RecipientCode =
  | 'receives'
  | 'added'
  | 'other-role'
  | 'first-of-cc'
  | 'primary-contact'
  | 'everyone'
  | 'customer-inactive'
  | 'inactive'
  | 'bounced'
  | 'unsubscribed'
  | 'left-out'
  | 'not-primary'
  | 'does-not-receive'

/**
 * Who receives a document, in which role, and why; who does not, and why. This is the only place that decides it
 * (R20): both what staff see before sending and what goes out by itself. Just before sending, the postman checks
 * again what nothing overrides (`whatStopsDocument` in mail/outbox/deliver.ts). Each candidate gets one decision; To comes
 * before Cc, and Cc before those who get nothing.
 */
export function recipients(
  document: DocumentToReceive,
  candidates: readonly Candidate[],
): RecipientDecision[] {
  const decisions = candidates.toSorted(primaryThenName).map((candidate) => decide(document, candidate))
  return addressed(document, decisions).toSorted((a, b) => rank(a) - rank(b))
}

/** Those who get it. */
export const receiving = (decisions: readonly RecipientDecision[]) =>
  decisions.filter((decision): decision is RecipientDecision & { role: Role } => decision.role !== null)

function decide(document: DocumentToReceive, candidate: Candidate): RecipientDecision {
  const { contactId, personId, name, email, jobTitle, primary } = candidate
  const decision =
    unreachable(document, candidate) ?? forThisOnce(document, candidate) ?? usual(document, candidate)
  return { contactId, personId, name, email, jobTitle, primary, ...decision }
}

type Verdict = Pick<RecipientDecision, 'role' | 'code' | 'why'>

const sent = (role: Role, code: RecipientCode, why: string): Verdict => ({
  role,
  code,
  why: `${role === 'to' ? 'To' : 'Cc'}: ${why}`,
})
const notSent = (code: RecipientCode, why: string): Verdict => ({ role: null, code, why: `not sent: ${why}` })

/** Reasons that nothing overrides, not even for one sending. */
function unreachable(document: DocumentToReceive, candidate: Candidate): Verdict | null {
  const { kind, customerActive } = document
  const on = (time: string) => dayInWords(time, document)
  if (!customerActive) return notSent('customer-inactive', 'the customer is inactive')
  if (!candidate.active) {
    const since = candidate.inactiveSince
    return notSent('inactive', since === null ? 'inactive' : `inactive since ${on(since)}`)
  }
  if (candidate.bouncedAt !== null) return notSent('bounced', `address bounced on ${on(candidate.bouncedAt)}`)
  const unsubscribedAt = candidate.unsubscribed[kind]
  if (unsubscribedAt !== undefined)
    return notSent('unsubscribed', `unsubscribed from ${kindInSentence[kind]} on ${on(unsubscribedAt)}`)
  return null
}

function forThisOnce(document: DocumentToReceive, candidate: Candidate): Verdict | null {
  const { contactId } = candidate
  const wouldGetIt = usual(document, candidate)
  const added = document.add?.find((one) => one.contactId === contactId)
  const isLeftOut =
    document.leaveOut?.includes(contactId) || (document.only && !document.only.includes(contactId))
  if (isLeftOut) return wouldGetIt.role || added ? notSent('left-out', 'left out this time') : null
  if (!added || added.role === wouldGetIt.role) return null
  if (wouldGetIt.role === null) return sent(added.role, 'added', 'added this time')
  return sent(added.role, 'other-role', `this time, otherwise ${wouldGetIt.role === 'to' ? 'To' : 'Cc'}`)
}

function usual({ kind, audience = 'subscribers' }: DocumentToReceive, candidate: Candidate): Verdict {
  const what = kindInSentence[kind]
  if (audience === 'primary')
    return candidate.primary
      ? sent('to', 'primary-contact', 'the primary contact')
      : notSent('not-primary', 'goes to the primary contact only')
  const role = candidate.receives[kind]
  if (role) return sent(role, 'receives', `receives ${kind === 'reminders' ? `all ${what}` : what}`)
  if (audience === 'everyone') return sent('cc', 'everyone', 'goes to every contact')
  return notSent('does-not-receive', `does not receive ${what}`)
}

/** A message is addressed to somebody: if nobody is To, the first Cc becomes To. */
function addressed({ kind }: DocumentToReceive, decisions: RecipientDecision[]): RecipientDecision[] {
  if (decisions.some(({ role }) => role === 'to')) return decisions
  const first = decisions.find(({ role }) => role === 'cc')
  if (!first) return decisions
  const why = `Cc for ${kindInSentence[kind]} otherwise, but nobody else is To`
  return decisions.map((decision) =>
    decision === first ? { ...decision, ...sent('to', 'first-of-cc', why) } : decision,
  )
}

const rank = ({ role }: RecipientDecision) => (role === 'to' ? 0 : role === 'cc' ? 1 : 2)

const names = new Intl.Collator('en', { numeric: true })

function primaryThenName(a: Candidate, b: Candidate): number {
  if (a.primary !== b.primary) return a.primary ? -1 : 1
  return names.compare(a.name, b.name) || (a.contactId < b.contactId ? -1 : 1)
}

/** "3 May", "3 May 2025". */
export function dayInWords(time: string, { now, timeZone }: { now: Date; timeZone: string }): string {
  const year = dateFormat('en-GB', { timeZone, year: 'numeric' })
  const when = new Date(time)
  const isThisYear = year.format(when) === year.format(now)
  return dateFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'long',
    ...(!isThisYear && { year: 'numeric' }),
  }).format(when)
}

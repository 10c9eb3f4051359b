import type { Recipient } from '../../../server/documents/sending.api.ts'
import type { Role } from '../../../server/contacts/receives.ts'
import { parseEmailAddress } from '../../../server/people/email-address.ts'

export interface TypedAddress {
  key: number
  email: string
  name: string
  role: Role
  keep: boolean
}

/** How one sending differs from the usual, as it is chosen. */
export interface Choices {
  roles: Record<string, Role | 'nothing'>
  addresses: TypedAddress[]
  /** null: the organization's words. */
  subject: string | null
  message: string | null
}

export const nothingChosen: Choices = { roles: {}, addresses: [], subject: null, message: null }

/** As the endpoints take it, without addresses that are half typed. */
export function asSending({ roles, addresses, subject, message }: Choices) {
  const chosen = Object.entries(roles)
  return {
    add: chosen.flatMap(([contactId, role]) => (role === 'nothing' ? [] : [{ contactId, role }])),
    leaveOut: chosen.flatMap(([contactId, role]) => (role === 'nothing' ? [contactId] : [])),
    addresses: addresses
      .filter(({ email }) => parseEmailAddress(email).ok)
      .map(({ key: _key, ...address }) => address),
    ...(subject?.trim() && { subject }),
    ...(message?.trim() && { message }),
  }
}

/** What no choice overrides, and where it can be corrected. */
export const cannotReceive = ({ code }: Pick<Recipient, 'code'>) =>
  ['customer-inactive', 'inactive', 'bounced', 'unsubscribed'].includes(code)

/** Worth a line at once: who gets it, and who would if their address took mail. The others are a click away. */
export const isConcerned = ({ role, code }: Pick<Recipient, 'role' | 'code'>) =>
  role !== null || (code !== 'inactive' && code !== 'does-not-receive')

/** Who is sent it: two contacts with one address are one reader. */
export function readersOf<One extends Recipient>(recipients: readonly One[]): One[] {
  const receiving = recipients.filter(({ role }) => role !== null)
  return [...new Map(receiving.map((one) => [one.email.toLowerCase(), one])).values()]
}

export const newAddress = ({ addresses }: Choices): TypedAddress => ({
  key: (addresses.at(-1)?.key ?? 0) + 1,
  email: '',
  name: '',
  role: 'to',
  keep: false,
})

/** By their place: what the server says of each, and, once it was tried, what is no address. */
export function wrongAddresses(
  addresses: TypedAddress[],
  wasTried: boolean,
  refused: Record<string, string>,
): Record<number, string> {
  const wrong: Record<number, string> = {}
  for (const [at, { email }] of addresses.entries()) {
    const parsed = parseEmailAddress(email)
    const reason = refused[`addresses.${at}.email`] ?? (wasTried && !parsed.ok ? parsed.reason : undefined)
    if (reason) wrong[at] = reason
  }
  return wrong
}

import type { Role } from '../contacts/receives.ts'
import type { Audience } from '../contacts/recipients.ts'

/** How one sending differs from the usual. */
export interface ForThisOnce {
  add: readonly { contactId: string; role: Role }[]
  leaveOut: readonly string[]
  addresses?: readonly TypedAddress[]
  /** Of a reminder. */
  audience?: Audience
}
export const AS_USUAL: ForThisOnce = { add: [], leaveOut: [] }

/** An address that was typed in for one sending. */
export interface TypedAddress {
  email: string
  name: string
  role: Role
  /** Makes a contact of it. */
  keep: boolean
}

import type { Action } from './describe.ts'

/** What was refused to staff, to a program of theirs, or to somebody at their door: owners read it, and not every colleague. */
export const STAFF_REFUSALS = [
  'staff.sign-in-refused',
  'staff.throttled',
  'staff.not-allowed',
  'staff.password-refused',
  'api-key.not-allowed',
] as const

/** What was refused to contacts, or at the portal's door: staff see it at the contact, to help them in. */
const CONTACT_REFUSALS = [
  'portal-access.sign-in-refused',
  'portal-access.throttled',
  'portal-access.password-refused',
] as const

export type Refusal = (typeof STAFF_REFUSALS | typeof CONTACT_REFUSALS)[number]

/** What concerns sign-ins and passwords: owners look through it (`journal_security`). */
const ACTIONS = new Set<Action>([
  ...STAFF_REFUSALS,
  ...CONTACT_REFUSALS,
  'staff.joined',
  'staff.signed-in',
  'staff.password-changed',
  'staff.password-link-sent',
  'staff.password-set-by-link',
  'staff.session-ended',
  'staff.sessions-ended',
  'staff.signed-out',
  'staff.signed-out-everywhere',
  'api-key.made',
  'api-key.revoked',
  'portal-access.signed-in',
  'portal-access.password-chosen',
  'portal-access.password-changed',
  'portal-access.password-link-sent',
  'portal-access.password-set-by-link',
  'portal-access.signed-out',
  'portal-access.session-ended',
])

export function securityOf(action: Action): 'staff' | 'contacts' | null {
  if (!ACTIONS.has(action)) return null
  return action.startsWith('portal-access.') ? 'contacts' : 'staff'
}

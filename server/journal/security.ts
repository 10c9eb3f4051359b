/** What concerns sign-ins and passwords: owners look through it (`journal_security`). */
const ACTIONS = new Set([
  'staff.joined',
  'staff.signed-in',
  'staff.sign-in-refused',
  'staff.throttled',
  'staff.not-allowed',
  'staff.password-refused',
  'staff.password-changed',
  'staff.password-link-sent',
  'staff.password-set-by-link',
  'staff.session-ended',
  'staff.sessions-ended',
  'staff.signed-out',
  'staff.signed-out-everywhere',
  'portal-access.signed-in',
  'portal-access.sign-in-refused',
  'portal-access.throttled',
  'portal-access.password-chosen',
  'portal-access.password-changed',
  'portal-access.password-link-sent',
  'portal-access.password-set-by-link',
  'portal-access.signed-out',
  'portal-access.session-ended',
])

export function securityOf(action: string): 'staff' | 'contacts' | null {
  if (!ACTIONS.has(action)) return null
  return action.startsWith('portal-access.') ? 'contacts' : 'staff'
}

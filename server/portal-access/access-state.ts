import type { PortalAccess } from './portal-access.api.ts'

/** The columns of `portal_access` that make up what staff see. Null if the person has none. */
export interface AccessColumns {
  kind: 'temporary' | 'link' | 'chosen' | null
  issued_at: string | null
  expires_at: string | null
  chosen_at: string | null
  locked_at: string | null
  last_sign_in_at: string | null
}

/** A person's portal access, derived, so that it shows what has expired although nothing was written. */
export function accessState(row: AccessColumns, now: Date): PortalAccess {
  return {
    state: stateOf(row, now),
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    chosenAt: row.chosen_at,
    lastSignInAt: row.last_sign_in_at,
  }
}

function stateOf({ kind, locked_at, expires_at }: AccessColumns, now: Date): PortalAccess['state'] {
  if (kind === null) return 'none'
  if (locked_at !== null) return 'locked'
  if (kind === 'chosen') return 'active'
  if (expires_at !== null && new Date(expires_at) <= now) return 'expired'
  return kind === 'link' ? 'invited' : 'temporary'
}

import { sql } from 'kysely'
import type { PortalAccess } from './portal-access.api.ts'

/** What of a person's portal access makes up what staff see. Null if the person has none. */
export interface AccessColumns {
  kind: 'temporary' | 'link' | 'chosen' | null
  issuedAt: string | null
  expiresAt: string | null
  chosenAt: string | null
  lockedAt: string | null
  lastSignInAt: string | null
}

/** The same from `portal_access a`. */
export const accessColumns = sql`a.kind, a.issued_at as "issuedAt", a.expires_at as "expiresAt", a.chosen_at as "chosenAt",
  a.locked_at as "lockedAt", a.last_sign_in_at as "lastSignInAt"`

/** A person's portal access, derived, so that it shows what has expired although nothing was written. */
export function accessState(access: AccessColumns, now: Date): PortalAccess {
  const { issuedAt, expiresAt, chosenAt, lastSignInAt } = access
  return { state: stateOf(access, now), issuedAt, expiresAt, chosenAt, lastSignInAt }
}

function stateOf({ kind, lockedAt, expiresAt }: AccessColumns, now: Date): PortalAccess['state'] {
  if (kind === null) return 'none'
  if (lockedAt !== null) return 'locked'
  if (kind === 'chosen') return 'active'
  if (expiresAt !== null && new Date(expiresAt) <= now) return 'expired'
  return kind === 'link' ? 'invited' : 'temporary'
}

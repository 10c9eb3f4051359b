import { sql } from 'kysely'
import type { PortalAccess } from './portal-access.api.ts'

/** What makes up the state of a person's portal access. Null if the person has none. */
export interface StateColumns {
  kind: 'temporary' | 'link' | 'chosen' | null
  expiresAt: string | null
  lockedAt: string | null
}

/** The same from `portal_access a`. */
export const stateColumns = sql`a.kind, a.expires_at as "expiresAt", a.locked_at as "lockedAt"`

/** What else staff see of it. */
export interface AccessColumns extends StateColumns {
  issuedAt: string | null
  chosenAt: string | null
  lastSignInAt: string | null
}

export const historyColumns = sql`
  a.issued_at as "issuedAt", a.chosen_at as "chosenAt", a.last_sign_in_at as "lastSignInAt"`

/** A person's portal access, derived, so that it shows what has expired although nothing was written. */
export function accessState(access: AccessColumns, now: Date): PortalAccess {
  const { issuedAt, expiresAt, chosenAt, lastSignInAt } = access
  return { state: stateOf(access, now), issuedAt, expiresAt, chosenAt, lastSignInAt }
}

export function stateOf({ kind, lockedAt, expiresAt }: StateColumns, now: Date): PortalAccess['state'] {
  if (kind === null) return 'none'
  if (lockedAt !== null) return 'locked'
  if (kind === 'chosen') return 'active'
  if (expiresAt !== null && new Date(expiresAt) <= now) return 'expired'
  return kind === 'link' ? 'invited' : 'temporary'
}

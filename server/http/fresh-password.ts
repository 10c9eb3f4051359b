import { requireScope, type KeyCaller } from './key-caller.ts'
import { NotSignedIn, Problem } from './problems.ts'

const FRESH_MINUTES = 30

/**
 * For actions that would let somebody in or give a key away: a session alone, of a screen left open or a copied
 * cookie, is not enough.
 */
export function requireFreshPassword(shown: { passwordShownAt: Date }, now: Date): void {
  if (!isFresh(shown, now)) throw new PasswordNeeded()
}

/** The same where programs may ask, too: a key never typed a password, and must have the scope to let people in. */
export function requireRightToLetIn({
  staff,
  key,
  now,
}: {
  staff?: { passwordShownAt: Date } | undefined
  key?: KeyCaller | undefined
  now: Date
}): void {
  if (key) requireScope(key, 'portal-access:write')
  else if (staff) requireFreshPassword(staff, now)
  else throw new NotSignedIn()
}

export const isFresh = ({ passwordShownAt }: { passwordShownAt: Date }, now: Date): boolean =>
  now.getTime() - passwordShownAt.getTime() <= FRESH_MINUTES * 60_000

class PasswordNeeded extends Problem {
  constructor() {
    super(
      403,
      'password-needed',
      'Show your password',
      `You last typed your password more than ${FRESH_MINUTES} minutes ago. Type it once more to do this: nothing was changed.`,
    )
  }
}

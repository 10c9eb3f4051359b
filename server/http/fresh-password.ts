import { Problem } from './problems.ts'

const FRESH_MINUTES = 30

/**
 * For actions that would let somebody in or give a key away: a session alone, of a screen left open or a copied
 * cookie, is not enough.
 */
export function requireFreshPassword(shown: { passwordShownAt: Date }, now: Date): void {
  if (!isFresh(shown, now)) throw new PasswordNeeded()
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

import { isCommonPassword } from './common-passwords.ts'
import {
  COMMON,
  normalizePassword,
  passwordFaults,
  withoutNames,
  type PasswordContext,
  type PasswordReason,
} from './password-rules.ts'

export type CheckedPassword = { ok: true; normalized: string } | { ok: false; reasons: PasswordReason[] }

/**
 * The policy for every password that a person chooses or staff type (R13), after NIST SP 800-63B-4 section 3.1.1.2:
 * length, no composition rules, no rotation, a blocklist, and the reason told. To the rules that the browser shows it
 * adds the one that needs the list of common passwords.
 */
export function checkPassword(password: string, context: PasswordContext): CheckedPassword {
  const reasons = passwordFaults(password, context)
  const canBeLookedUp = !reasons.some(({ code }) => code === 'unreadable' || code === 'too-long')
  const normalized = normalizePassword(password)
  if (canBeLookedUp && isCommon(normalized, context.around)) reasons.push(COMMON)
  return reasons.length === 0 ? { ok: true, normalized } : { ok: false, reasons }
}

/** `acme-Password123` is a common password as well, with a name beside it. */
function isCommon(normalized: string, around: string[]): boolean {
  const besideNames = withoutNames(normalized, around)
  return isCommonPassword(normalized) || (besideNames !== null && isCommonPassword(besideNames))
}

export interface PasswordRules {
  minimumLength: number
  /** Names and addresses that a password must not be built from. */
  around?: readonly (string | null | undefined)[]
}

export const PASSWORD_MAXIMUM_LENGTH = 256

/** The rules that can be told while typing. The server has the last word, and knows the common passwords. */
export function passwordRules(password: string, { minimumLength, around = [] }: PasswordRules) {
  const length = [...password.normalize('NFKC')].length
  const rules = [
    { rule: `At least ${minimumLength} characters`, met: length >= minimumLength },
    { rule: 'Not built from a name or e-mail address', met: length > 0 && !isBuiltFrom(password, around) },
  ]
  if (length > PASSWORD_MAXIMUM_LENGTH)
    rules.push({ rule: `At most ${PASSWORD_MAXIMUM_LENGTH} characters`, met: false })
  return rules
}

function isBuiltFrom(password: string, around: PasswordRules['around'] = []) {
  const plain = password.normalize('NFKC').toLowerCase()
  return around
    .flatMap((words) => (words ?? '').toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .some((word) => word.length >= 4 && plain.includes(word) && plain.length - word.length < 8)
}

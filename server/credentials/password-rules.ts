/**
 * The rules of a password that need no list of common ones (R13). The browser shows them as people type and the
 * server decides by them: one function judges for both, so that they cannot disagree. Imports nothing.
 *
 * After NIST SP 800-63B-4 section 3.1.1.2: length counts, composition does not. Any character that can be typed is
 * welcome, spaces included. Characters are counted in code points, after NFKC.
 */
export interface PasswordContext {
  /** The organization's setting, in characters: 15 unless it was lowered, never below 8. */
  minLength: number
  /** The names around the password as stored: the person's, their e-mail, company and organization. */
  around: string[]
}

export type PasswordFault = 'too-short' | 'too-long' | 'unreadable' | 'predictable' | 'personal' | 'common'

export interface PasswordReason {
  code: PasswordFault
  /** Tells the person what to do. */
  sentence: string
}

/** The one that only the server can tell, which has the list. */
export const COMMON: PasswordReason = {
  code: 'common',
  sentence:
    'Choose another: this is among the first that attackers try. Four or more unrelated words work well.',
}

export interface PasswordRule {
  code: PasswordFault
  label: string
  met: boolean
}

export const PASSWORD_LENGTH_DEFAULT = 15
export const PASSWORD_LENGTH_MOST = 256

/** What the person sees while typing. Rules that hardly anyone breaks appear only once they are broken. */
export function passwordRules(password: string, context: PasswordContext): PasswordRule[] {
  const broken = new Set(passwordFaults(password, context).map(({ code }) => code))
  const met = (code: PasswordFault) => password !== '' && !broken.has(code)
  const rules: PasswordRule[] = [
    { code: 'too-short', label: `At least ${context.minLength} characters`, met: met('too-short') },
    {
      code: 'predictable',
      label: 'No sequences or repeats, such as 12345 or abcabc',
      met: met('predictable'),
    },
    { code: 'personal', label: 'Not built from names or e-mail addresses', met: met('personal') },
  ]
  if (broken.has('too-long')) {
    rules.push({ code: 'too-long', label: `At most ${PASSWORD_LENGTH_MOST} characters`, met: false })
  }
  if (broken.has('unreadable'))
    rules.push({ code: 'unreadable', label: 'Only characters that can be typed', met: false })
  return rules
}

/** Every rule that the password breaks, except the list of common passwords. */
export function passwordFaults(password: string, { minLength, around }: PasswordContext): PasswordReason[] {
  if (isUnreadable(password)) {
    return [
      {
        code: 'unreadable',
        sentence: 'Type the password again: it holds characters that no keyboard can type.',
      },
    ]
  }
  const normalized = normalizePassword(password)
  if (password.length > UNITS_WORTH_READING || countOf(normalized) > PASSWORD_LENGTH_MOST) {
    return [{ code: 'too-long', sentence: `Use at most ${PASSWORD_LENGTH_MOST} characters.` }]
  }

  const reasons: PasswordReason[] = []
  // Some single characters become many under NFKC (one Arabic sign becomes 18), so what was typed counts, too.
  const length = Math.min(countOf(password), countOf(normalized))
  if (length < minLength) {
    reasons.push({
      code: 'too-short',
      sentence: `Use at least ${minLength} characters, ${minLength - length} more. Four or more unrelated words work well.`,
    })
  }
  if (isPredictable(normalized)) {
    reasons.push({
      code: 'predictable',
      sentence: 'Use fewer sequences and repeats, such as aaaa, abcabc, 1234 or qwerty.',
    })
  }
  if (isPersonal(normalized, around)) {
    reasons.push({
      code: 'personal',
      sentence: 'Use words that have nothing to do with your names, e-mail or company.',
    })
  }
  return reasons
}

/** Two ways to type é are one password. All code that checks, hashes or compares a password uses this form. */
export function normalizePassword(password: string): string {
  return password.length > UNITS_WORTH_READING ? password : password.normalize('NFKC')
}

/** For comparing with words: without case, accents or width. Never for hashing. */
export function foldForComparison(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss')
}

/** People put these between words: `a-b-c-d` is as easy to guess as `abcd`. */
export function withoutSeparators(text: string): string {
  return text.replace(/[\s._-]+/g, '')
}

/**
 * Whether what remains beside a known word is too little to make the password hard to guess. A digit counts half,
 * because people add a year, a birthday or a house number to a name.
 */
export function isLittle(remainder: string): boolean {
  const collapsed = collapse(withoutSeparators(remainder))
  const digits = collapsed.replace(/[^0-9]/g, '').length
  return countOf(collapsed) - digits / 2 < UNPREDICTABLE_LEAST
}

/** What remains of a password without the names around it, or null if it contains none. */
export function withoutNames(normalized: string, around: string[]): string | null {
  const folded = withoutSeparators(foldForComparison(normalized))
  // The longest first: taking out `anna` would hide `annaberg`.
  const names = namesIn(around).sort((a, b) => b.length - a.length)
  const remainder = names.reduce((text, name) => text.replaceAll(name, ' '), folded)
  return remainder === folded ? null : withoutSeparators(remainder)
}

/**
 * The text with runs (aaa, 1234, qwerty) and repetitions (abcabc) reduced to their beginning: the part that somebody
 * thought up.
 */
export function collapse(text: string): string {
  const withoutRuns = collapseRuns([...text]).join('')
  const once = repeatedUnit(withoutRuns)
  return once === text ? text : collapse(once)
}

/**
 * A password, or what remains of it beside a name, needs at least this many characters that do not follow from
 * others.
 */
const UNPREDICTABLE_LEAST = 6
const DIFFERENT_CHARACTERS_LEAST = 5
const SHORTEST_NAME_THAT_COUNTS = 4
const SHORTEST_RUN = 3
// In UTF-16 units, before any work: 256 characters of a decomposed script fit easily.
const UNITS_WORTH_READING = PASSWORD_LENGTH_MOST * 4

const ROWS_OF_KEYS = [
  '1234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  'wxcvbn',
]
const NEIGHBOURS = new Set(
  ROWS_OF_KEYS.flatMap((row) => [...row].slice(1).map((key, index) => row.charAt(index) + key)),
)

function countOf(text: string): number {
  return [...text].length
}

/**
 * NUL and other control characters end strings early in some programs; a lone surrogate has no UTF-8 and would hash
 * as another one.
 */
function isUnreadable(password: string): boolean {
  return !password.isWellFormed() || /\p{Cc}/u.test(password)
}

function isPredictable(normalized: string): boolean {
  const folded = normalized.toLowerCase()
  // Measured against what was typed so far: a short beginning has not yet been predictable.
  if (new Set(folded).size < Math.min(DIFFERENT_CHARACTERS_LEAST, countOf(folded) / 2)) return true
  return [folded, withoutSeparators(folded)].some(
    (text) => countOf(collapse(text)) < Math.min(UNPREDICTABLE_LEAST, countOf(text)),
  )
}

function isPersonal(normalized: string, around: string[]): boolean {
  const remainder = withoutNames(normalized, around)
  return remainder !== null && isLittle(remainder)
}

/** `Anna Berg` → anna, berg, annaberg; `a.berg@mail.acme.example` → berg, aberg, mail, acme, example. */
function namesIn(around: string[]): string[] {
  const names = around.flatMap((text) => {
    const pieces = foldForComparison(text).split('@')
    return pieces.flatMap((piece) => [withoutSeparators(piece), ...piece.split(/[^\p{L}\p{N}]+/u)])
  })
  return [...new Set(names)].filter((name) => countOf(name) >= SHORTEST_NAME_THAT_COUNTS)
}

/** Equal characters, neighbours in the alphabet and neighbours on a keyboard are reduced to the first of them. */
function collapseRuns(characters: string[]): string[] {
  const kept: string[] = []
  let start = 0
  while (start < characters.length) {
    const end = endOfRun(characters, start)
    kept.push(...characters.slice(start, start + 1))
    start = end - start >= SHORTEST_RUN ? end : start + 1
  }
  return kept
}

/** The end of the longest run that starts here, in one kind of step. */
function endOfRun(characters: string[], start: number): number {
  const ends = STEPS.map((isStep) => {
    let end = start + 1
    while (end < characters.length && isStep(characters[end - 1] ?? '', characters[end] ?? '')) end += 1
    return end
  })
  return Math.max(...ends)
}

const STEPS: ((from: string, to: string) => boolean)[] = [
  (from, to) => from === to,
  (from, to) => distance(from, to) === 1,
  (from, to) => distance(from, to) === -1,
  (from, to) => NEIGHBOURS.has(from + to),
  (from, to) => NEIGHBOURS.has(to + from),
]

function distance(from: string, to: string): number {
  return (to.codePointAt(0) ?? 0) - (from.codePointAt(0) ?? 0)
}

/** `abcab` → `abc`: the shortest beginning that gives the text when repeated, or the whole text. */
export function repeatedUnit(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const unit = text.slice(0, length)
    if (unit.repeat(Math.ceil(text.length / length)).startsWith(text)) return unit
  }
  return text
}

/** What people typed, fit for paper: no control characters, no marks that would turn numbers around, and in its own order. */
export function plain(text: string): string {
  return inItsOrder(onOneLine(text))
}

export function onOneLine(text: string): string {
  return cleaned(text)
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()
}

/** The same line by line, as in an address. Empty lines between paragraphs stay, one at a time. */
export function linesOf(text: string | null | undefined): string[] {
  const lines = cleaned(text ?? '')
    .trim()
    .replaceAll(/\n{3,}/g, '\n\n')
    .split('\n')
  return lines.length === 1 && lines[0] === '' ? [] : lines.map((line) => inItsOrder(line.trim()))
}

/**
 * Words that are read from right to left keep their order wherever they stand: in an English sentence, before a number, or
 * with a street in English letters of their own. Without that, what follows them would move in between.
 */
export function inItsOrder(text: string): string {
  if (!RIGHT_TO_LEFT.test(text)) return text
  // Amounts bring their marks along, and are written for lines from right to left.
  const first = MARK.test(text) ? undefined : /\p{L}/u.exec(text)?.[0]
  const leftToRight = first !== undefined && !RIGHT_TO_LEFT.test(first)
  return `${leftToRight ? '\u2066' : '\u2067'}${text}\u2069`
}

export const withoutOrder = (text: string) => text.replaceAll(/[\u2066-\u2069]/g, '')

function cleaned(text: string) {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n]/gu, ' ')
    .replaceAll(DIRECTION_MARKS, '')
    .replaceAll(IN_PARTS, (letters) => letters.normalize('NFC'))
}

/** Not the Han characters that normalizing would turn into others, which names are not written with. */
const IN_PARTS = /[^\p{ASCII}\uf900-\ufaff\u{2f800}-\u{2fa1f}]+/gu
const MARK = /[\u200f\u061c]/
/** The letters, and the marks, that Unicode keeps for scripts from right to left. */
const RIGHT_TO_LEFT =
  /[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g

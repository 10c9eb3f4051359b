/** What people typed, fit for paper: no control characters, and no marks that would turn numbers around. */
export function plain(text: string): string {
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
  return lines.length === 1 && lines[0] === '' ? [] : lines.map((line) => line.trim())
}

function cleaned(text: string) {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n]/gu, ' ')
    .replaceAll(DIRECTION_MARKS, '')
}

const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g

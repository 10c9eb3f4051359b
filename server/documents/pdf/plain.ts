/** People's words as they may stand on paper: no control characters, and no marks that would turn numbers around. */
export function plain(text: string): string {
  return breakable(cleaned(text).replaceAll(/\s*\n\s*/g, ' ')).trim()
}

/** The same by lines, as in an address. Empty lines between paragraphs stay, one at a time. */
export function linesOf(text: string | null | undefined): string[] {
  const lines = cleaned(text ?? '')
    .trim()
    .replaceAll(/\n{3,}/g, '\n\n')
    .split('\n')
  return lines.length === 1 && lines[0] === '' ? [] : lines.map((line) => breakable(line.trim()))
}

function cleaned(text: string) {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n]/gu, ' ')
    .replaceAll(DIRECTION_MARKS, '')
}

/** A word longer than its column would run out of it: it may break where no one would break it by hand. */
function breakable(line: string) {
  return line.replaceAll(LONG_WORD, (word) => {
    let broken = ''
    let count = 0
    for (const { segment } of graphemes.segment(word)) {
      if (count > 0 && count % BREAK_EVERY === 0) broken += ZERO_WIDTH_SPACE
      broken += segment
      count += 1
    }
    return broken
  })
}

const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g
const LONG_WORD = /\S{34,}/g
const BREAK_EVERY = 6
const ZERO_WIDTH_SPACE = '\u200b'
const graphemes = new Intl.Segmenter('en')

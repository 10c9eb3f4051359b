import type { PdfDocument } from './document.ts'
import { LETTERS_OF_FONTS } from './letters-of-fonts.ts'
import { pageOf } from './page-of.ts'

/**
 * Which letters of a document no font of ours has, in a sentence for those who are about to send it; null for nearly all
 * documents. Such a letter is printed by its number (see fonts.mjs): a name is what it is, and no reason to hold back a
 * document, but whoever sends it should know.
 */
export function notPrinted(document: PdfDocument): string | null {
  const letters = lettersWithoutFont(JSON.stringify({ ...pageOf(document), title: '' }))
  return letters.length === 0 ? null : sentenceAbout(letters)
}

export function lettersWithoutFont(text: string): string[] {
  return [...new Set(text.match(UNUSUAL))].filter((letter) => !printable().test(letter))
}

function sentenceAbout(letters: string[]): string {
  const named = letters.slice(0, NAMED_MOST).map(nameOf)
  const rest = letters.length - named.length
  const last = rest > 0 ? `${rest} more` : named.length > 1 ? named.pop() : undefined
  const all = named.join(', ') + (last === undefined ? '' : ` and ${last}`)
  const one = letters.length === 1
  return `The letter${one ? '' : 's'} ${all} cannot be printed. In the PDF ${one ? 'its number stands in its place' : 'their numbers stand in their place'}, such as ${numbered(letters[0]!)}. Write ${one ? 'it' : 'them'} in another way, or send it as it is.`
}

/** What has no look of its own is named by its number alone. */
const nameOf = (letter: string) => (/[\p{L}\p{N}\p{S}\p{P}]/u.test(letter) ? letter : numbered(letter))

const numbered = (letter: string) =>
  `[U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`

let known: RegExp | undefined

/** Made when it is first needed, which in many organizations is never. */
function printable(): RegExp {
  known ??= patternOf(LETTERS_OF_FONTS)
  return known
}

function patternOf(ranges: string): RegExp {
  const codes = ranges.replaceAll(/[\da-f]+/g, (code) => `\\u{${code}}`)
  return new RegExp(`^[${codes.replaceAll(/\s+/g, '')}]$`, 'u')
}

const NAMED_MOST = 10
/** Neither what every font has, nor what has no glyph. */
const UNUSUAL =
  /[^\p{ASCII}\u00a0-\u0148\u014a-\u017e\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}]/gu

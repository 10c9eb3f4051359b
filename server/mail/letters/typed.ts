/**
 * What a person typed, made harmless: mail programs turn `evil.example` and `http://...` into links by themselves,
 * and marks that turn the writing direction would reorder the words around a name.
 */
export function harmless(typed: string): string {
  return typed
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .replace(DIRECTION_MARKS, '')
    .replace(LINK_LIKE, (link) => link.replace(/[.:/@]/g, `$&${WORD_JOINER}`))
}

/** What staff wrote to this reader: it stays as it is, except for marks and characters that nobody sees. */
export function written(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\n]+/gu, ' ')
    .replace(DIRECTION_MARKS, '')
}

/** Paragraphs are separated by an empty line. */
export function paragraphsOf(text: string): string[] {
  return written(text.replace(/\r\n?/g, '\n'))
    .split(/\n[ ]*\n\s*/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
}

/** For plain text, where no markup isolates a right-to-left name. */
export function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text
}

/** Invisible and without width: the eye reads the same, and a link finder finds no link. */
const WORD_JOINER = '\u2060'
const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g
const LINK_LIKE = /\S*(?:\p{L}:\S|\S@\S|[\p{L}\p{N}]\.[\p{L}\p{N}]{2})\S*/gu
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

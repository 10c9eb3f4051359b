import type { AnyField } from '../imports.api.ts'

/** Longer than whatever a field takes that is one line. Nothing longer is looked at letter by letter. */
const LONGEST_LINE = 500

/** These take several lines, or several addresses. */
const TAKE_MORE = new Set<AnyField>([
  ...(['email', 'email2', 'email3', 'email4', 'email5', 'email6', 'customerEmail'] as const),
  ...(['notes', 'description'] as const),
])

/** What is wrong with a cell that nobody needs to look at further: far too long for its field, or with a letter lost. */
export function unreadable(cell: string, field: AnyField): string | null {
  if (cell.includes('\ufffd')) return LOST
  if (cell.length <= LONGEST_LINE || TAKE_MORE.has(field)) return null
  return `It has ${cell.length.toLocaleString('en')} characters, which is far too long. Shorten it.`
}

/** Cells may hold line breaks where our fields do not. */
export function onOneLine(cell: string, between = ' '): string {
  const pieces = cell.split(/[\r\n\t]+/)
  if (pieces.length === 1) return cell
  return pieces
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .join(between)
}

const LOST =
  'Where \ufffd stands, a letter was lost when the file was made. Write it again, or export the file again as UTF-8.'

const LONGEST_SHOWN = 40

/** The beginning of a cell, to be quoted in a sentence. */
export const shortened = (cell: string) =>
  cell.length > LONGEST_SHOWN
    ? `${onOneLine(cell.slice(0, LONGEST_SHOWN))
        .trimEnd()
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
    : onOneLine(cell)

import type { CsvRow } from '../../csv/csv-rows.ts'
import { parseEmailAddress } from '../../people/email-address.ts'
import type { Recognized } from './table.ts'

/** So many rows are looked at for the header, and shown to choose it from. */
export const ROWS_BEFORE_DATA = 30

/** Where the header is among the first rows, or that there is none and where the rows begin. */
export type Header = { at: number } | { noneBefore: number }

/**
 * The header is the first row that fills about as many cells as the rows below it, with words: above it stand a
 * report's name, a date, the company. Where the headings of some row are known, it is that one.
 */
export function findHeader(rows: CsvRow[], recognized: Recognized): Header {
  const first = rows.slice(0, ROWS_BEFORE_DATA)
  const firstData = first.findIndex(({ cells }) => cells.some((cell) => parseEmailAddress(cell).ok))
  const above = firstData < 0 ? first : first.slice(0, firstData)
  const usual = median(rows.map(({ cells }) => filled(cells)))
  const candidates = above.flatMap(({ cells }, at) =>
    isHeader(cells, usual) ? [{ at, known: recognized(cells) }] : [],
  )
  const mostKnown = Math.max(0, ...candidates.map(({ known }) => known))
  const chosen = candidates.find(({ known }) => known >= mostKnown * 0.6)
  if (chosen) return { at: chosen.at }
  // Titles alone may stand above rows without a header.
  if (firstData >= 0) return { noneBefore: firstData }
  return { at: 0 }
}

function isHeader(cells: string[], usual: number): boolean {
  const headings = cells.filter((cell) => cell.trim() !== '')
  if (headings.length < Math.min(usual, Math.max(2, usual / 2))) return false
  return headings.every(isHeading)
}

/** Words, not a date or an amount. */
const isHeading = (cell: string) =>
  cell.length <= 100 && /\p{L}/u.test(cell) && !/^\W*\d[\d.,:/\s-]*\W*$/.test(cell)

const filled = (cells: string[]) => cells.filter((cell) => cell.trim() !== '').length

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

const SUM_WORDS =
  'total|totals|grand total|sub-?total|sum|gesamt|gesamtsumme|summe|zwischensumme|total général|sous-total|totale|totale generale|total general|suma|razem|totaal|eindtotaal|totalt|yhteensä|итого|всего|σύνολο|toplam|合計|总计|合计|總計|합계'
const SUM = new RegExp(
  `^(?:total(?:s|e)? (?:for|pour|para|per|de|van|voor) .+|(?:gesamt|summe) für .+|(?:${SUM_WORDS}))\\s*[:=]?\\s*[\\d.,\\s]*$`,
  'iu',
)
const COUNT =
  /^(?:total|number of)?\s*(?:rows?|records?|customers?|contacts?|invoices?|items?)(?:\s+(?:total|exported|found|listed))?\s*[:=]\s*\d+$|^\d+\s+(?:rows?|records?|customers?|contacts?|invoices?|items?)(?:\s+(?:total|exported|found|listed))?\.?$/i
const ABOUT_REPORT =
  /^(?:(?:printed|generated|exported|created|report(?:ed)?|as of|run)(?:\s+(?:on|at|by|date|generated))?\b.*\d|page \d+(?: (?:of|\/) \d+)?|.*\b(?:accrual|cash) basis\b.*|(?:confidential|end of report|powered by .*))$/i
/** A day and a time alone in a row: when the report was made. */
const MADE_AT = /\b(?:19|20)\d\d\b.*\b\d{1,2}:\d{2}\b/
const NUMBER = /^[\p{Sc}A-Z\s]{0,4}[-(]?[\p{Sc}\s]*[\d.,'\s]+[)%]?\s*[\p{Sc}A-Z]{0,3}$/u

const LONGEST_REMARK = 100

/** What a row is that is none of a customer or an invoice: a report's total, its footer, its header on the next page. */
export function aside(cells: string[], header: string[] | null): string | null {
  const words = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const [first, ...others] = words
  if (first === undefined) return null
  if (words.some((cell) => cell.length > LONGEST_REMARK)) return null
  if (SUM.test(first) && others.every((cell) => NUMBER.test(cell) || SUM.test(cell))) return 'a total'
  if (others.length === 0 && (COUNT.test(first) || ABOUT_REPORT.test(first) || MADE_AT.test(first)))
    return 'about the report'
  if (header && words.length > 1 && header.every((heading, at) => heading === (cells[at] ?? '')))
    return 'the header again'
  return null
}

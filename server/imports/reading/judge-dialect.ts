import { CsvReader, UnclosedQuote, type CsvRow, type Dialect } from '../../csv/csv-rows.ts'
import { pauses } from '../pauses.ts'
import type { Recognized } from './table.ts'
import { delimiters, type Delimiter } from './ways-to-read.ts'

const JUDGED_ROWS = 100

export type FileDialect = Dialect & { delimiter: Delimiter }

/**
 * The delimiter and the quotation marks that cut most rows into the same number of cells, more than one, with headings
 * among them that are known: whatever stands in the first row.
 */
export async function judgeDialect(
  start: string,
  isWhole: boolean,
  told: Delimiter | undefined,
  recognized: Recognized,
): Promise<FileDialect> {
  const pause = pauses()
  let best: { dialect: FileDialect; score: number } = { dialect: { delimiter: told ?? ',' }, score: 0 }
  for (const delimiter of told ? [told] : delimiters)
    for (const dialect of dialectsOf(delimiter, start, isWhole)) {
      const rows = rowsOf(new CsvReader(dialect), start, isWhole)
      // A mark that is never closed is reported when the whole file is read: if no other reading closes it.
      const score = rows
        ? scoreOf(rows, recognized)
        : scoreOf(new CsvReader(dialect).read(start), recognized) / 2
      if (score > best.score) best = { dialect, score }
      await pause()
    }
  return best.dialect
}

/** Those for which something speaks, the special ones first: where two fit as well, the marks are no letters. */
function dialectsOf(delimiter: Delimiter, start: string, isWhole: boolean): FileDialect[] {
  const sign = delimiter === '\t' ? String.raw`\t` : `\\${delimiter}`
  const between = `(?:^|[\\n\\r${sign}])`
  const has = (pattern: string) => new RegExp(pattern).test(start)
  const escapes = has(String.raw`[^\\](?:\\\\)*\\"`)
  const pads = has(`${between} +"`)
  const dialects: FileDialect[] = []
  if (escapes && pads) dialects.push({ delimiter, escapes, pads })
  if (escapes) dialects.push({ delimiter, escapes })
  if (pads) dialects.push({ delimiter, pads })
  const inApostrophes = has(`${between}"`) ? 'none' : cellsInApostrophes(start, isWhole, delimiter)
  // Then they are marks, even where what they hold happens to make rows of the same length without them.
  if (inApostrophes === 'all') return [{ delimiter, quote: "'" }]
  if (inApostrophes === 'some') dialects.push({ delimiter, quote: "'" })
  return [...dialects, { delimiter }]
}

/** `'s-Hertogenbosch` has an apostrophe: only where every cell that begins with one ends with one, these are marks. */
function cellsInApostrophes(start: string, isWhole: boolean, delimiter: Delimiter): 'all' | 'some' | 'none' {
  const reader = new CsvReader({ delimiter, quote: "'" })
  const rows = rowsOf(reader, start, isWhole)
  if (rows === null || rows.some(({ fault }) => fault !== null)) return 'none'
  if (reader.quotedCells < Math.max(2, rows.length)) return 'none'
  const inTable = rows.map(({ cells }) => cells.length).filter((count) => count > 1)
  return reader.quotedCells >= inTable.reduce((sum, count) => sum + count, 0) ? 'all' : 'some'
}

/** null: a quotation mark is never closed. */
function rowsOf(reader: CsvReader, start: string, isWhole: boolean): CsvRow[] | null {
  const rows = reader.read(start)
  if (!isWhole) return rows
  try {
    return [...rows, ...reader.end()]
  } catch (error) {
    if (!(error instanceof UnclosedQuote)) throw error
    return null
  }
}

function scoreOf(rows: CsvRow[], recognized: Recognized): number {
  const judged = rows.slice(0, JUDGED_ROWS)
  const counts = new Map<number, number>()
  for (const { cells, fault } of judged)
    if (cells.length > 1 && fault === null && !cells.some((cell) => /^ +"/.test(cell)))
      counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  let fit = 0
  for (const [width, count] of counts)
    fit = Math.max(fit, (count / judged.length) * Math.min(Math.sqrt(width - 1), 3))
  if (fit === 0) return 0
  return fit + Math.max(...judged.slice(0, 30).map(({ cells }) => recognized(cells))) / 3
}

import type { CsvRow } from '../../csv/csv-rows.ts'
import { InvalidRequest } from '../../http/problems.ts'
import { pauses } from '../pauses.ts'
import { asTable } from './as-table.ts'
import { openOds } from './ods.ts'
import type { FileTable, ReadingChoices, Recognized } from './table.ts'
import type { Workbook } from './workbook.ts'
import { openXlsx } from './xlsx.ts'
import { openZip } from './zip.ts'

const JUDGED_ROWS = 30
const MOST_SHEETS_JUDGED = 30

/** Reads one sheet of a workbook: the one that holds a table. */
export async function readWorkbook(
  path: string,
  format: 'xlsx' | 'ods',
  choices: ReadingChoices,
  recognized: Recognized,
): Promise<FileTable> {
  const zip = await openZip(path)
  try {
    const workbook = await (format === 'xlsx' ? openXlsx(zip) : openOds(zip))
    const sheet = choices.sheet ?? (await sheetWithTable(workbook, recognized))
    if (!workbook.sheets.some(({ name }) => name === sheet))
      throw new InvalidRequest([{ pointer: '/sheet', detail: `The workbook has no sheet “${sheet}”.` }])
    const reading = {
      format,
      encoding: null,
      encodingIsAsked: false,
      encodings: [],
      delimiter: null,
      sheet,
      sheets: workbook.sheets.map(({ name }) => name),
      notes: workbook.notes,
    }
    return await asTable(reading, rowsOf(workbook, sheet), choices, recognized, 'someCells')
  } catch (error) {
    zip.close()
    throw error
  }
}

async function* rowsOf(workbook: Workbook, sheet: string): AsyncGenerator<CsvRow[], void> {
  const pause = pauses()
  try {
    for await (const rows of workbook.rows(sheet)) {
      yield rows
      await pause()
    }
  } finally {
    workbook.close()
  }
}

/** Of the sheets that people see, the first in which about as many headings are known as in any, or else the first with rows. */
async function sheetWithTable({ sheets, rows }: Workbook, recognized: Recognized): Promise<string> {
  const seen = sheets.filter(({ hidden }) => !hidden)
  const [first = sheets[0]!] = seen
  if (seen.length < 2) return first.name
  const judged: { name: string; known: number; isTable: boolean }[] = []
  for (const { name } of seen.slice(0, MOST_SHEETS_JUDGED)) {
    const top: CsvRow[] = []
    for await (const piece of rows(name)) {
      top.push(...piece)
      if (top.length >= JUDGED_ROWS) break
    }
    const known = Math.max(0, ...top.slice(0, JUDGED_ROWS).map(({ cells }) => recognized(cells)))
    judged.push({ name, known, isTable: top.length > 1 })
  }
  const tables = judged.filter(({ isTable }) => isTable)
  const mostKnown = Math.max(0, ...tables.map(({ known }) => known))
  return (tables.find(({ known }) => known >= mostKnown * 0.6) ?? first).name
}

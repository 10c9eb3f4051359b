import { sql } from 'kysely'
import type { InTransaction, Reading } from '../scope/scope.ts'
import type { CsvRow } from '../csv/csv-rows.ts'
import { ahead } from './ahead.ts'
import { UnreadableFile } from './import.ts'
import type { ImportKind } from './imports.api.ts'
import { readFile } from './reading/read-file.ts'
import type { FileTable, ReadingChoices } from './reading/table.ts'
import { recallMapping, type RememberedMapping } from './columns/remembered-mapping.ts'
import { tellingRows } from './columns/telling-rows.ts'
import { knownHeadings, understand } from './columns/understand.ts'

/** This many rows, or cells of so many characters, are worked on at once: whoever waits for a reply waits a few milliseconds. */
export const ROWS_AT_ONCE = 1000
export const CHARACTERS_AT_ONCE = 250_000
const SAMPLED_ROWS = 100
const SHOWN_ROWS = 3
/** The second file of invoices may be read again, which numbers all of its rows anew in one statement. */
export const MOST_ROWS = 250_000

/** Reads a file for an import of a kind: its headings are those that the import knows. */
export const readTable = (path: string, kind: ImportKind, choices: ReadingChoices = {}): Promise<FileTable> =>
  readFile(path, knownHeadings(kind), choices)

/** How a table was read, as the import keeps it: once its rows are read, and all notes are there. */
export const asRead = ({ reading }: FileTable, chosen: ReadingChoices): string =>
  JSON.stringify({ ...reading, chosen })

interface Rows {
  kind: ImportKind
  mostRows: number
  /** They are numbered after so many of the first file. */
  after: number
  ofLines: boolean
}

/** Keeps the rows of a table, and what its columns seem to be. Returns how many rows they are. */
export async function keepTable(
  tx: InTransaction<Reading>,
  importId: string,
  { columns, rows }: FileTable,
  { kind, mostRows, after, ofLines }: Rows,
): Promise<number> {
  const { maker, read, map } = understand(kind, columns)
  let count = 0
  for await (const batch of ahead(inBatches(rows, read))) {
    if (after + count + batch.length > mostRows) throw new UnreadableFile(tooManyRows(mostRows))
    if (count === 0) {
      const sampled = batch.slice(0, SAMPLED_ROWS).map((row) => row.cells)
      const shown = tellingRows(sampled, SHOWN_ROWS).map((at) => at + 1)
      const remembered = await recallMapping(tx, kind, ofLines, columns)
      await keepColumns(tx, importId, ofLines, { columns, maker, shown, remembered, ...map(sampled) })
    }
    await keepRows(tx, importId, batch, after + count, ofLines)
    count += batch.length
  }
  if (count === 0) throw new UnreadableFile('The file has a header but no rows below it. Choose another one.')
  return count
}

interface Columns extends ReturnType<ReturnType<typeof understand>['map']> {
  columns: string[]
  maker: string | null
  remembered: RememberedMapping | null
  /** The rows that are shown beside them, counted in their file. */
  shown: number[]
}

async function keepColumns(
  { db, organizationId }: InTransaction<Reading>,
  importId: string,
  ofLines: boolean,
  { columns, maker, remembered, shown, fields: recognized, couldBe }: Columns,
): Promise<void> {
  const fields = remembered?.fields ?? recognized
  const otherwise = fields.every((field, at) => field === recognized[at]) ? null : recognized
  const set = ofLines
    ? sql`lines_columns = ${columns}, lines_fields = ${fields}, lines_recognized = ${otherwise}, lines_sample_rows = ${shown}`
    : sql`columns = ${columns}, maker = ${maker}, fields = ${fields}, recognized = ${otherwise}, could_be = ${couldBe},
        sample_rows = ${shown}, date_order = ${remembered?.dateOrder ?? null}, decimal_sign = ${remembered?.decimalSign ?? null}`
  await sql`update imports set ${set} where organization_id = ${organizationId} and id = ${importId}`.execute(
    db,
  )
}

/** Stores rows as they came, numbered after those before. */
async function keepRows(
  { db, organizationId }: InTransaction<Reading>,
  importId: string,
  rows: CsvRow[],
  after: number,
  ofLines: boolean,
): Promise<void> {
  const numbered = rows.map((row, at) => ({ number: after + at + 1, ...row, characters: charactersOf(row) }))
  await sql`
    insert into import_rows (organization_id, import_id, number, line, cells, characters, fault, of_lines)
    select ${organizationId}, ${importId}, r.number, r.line, r.cells, r.characters, r.fault, ${ofLines}
    from json_to_recordset(${JSON.stringify(numbered)}::json)
      as r (number integer, line integer, cells text[], characters integer, fault text)`.execute(db)
}

const tooManyRows = (most: number) =>
  `The file has more than ${most.toLocaleString('en')} rows. Split it into smaller files, each with the header.`

export async function* inBatches(
  pieces: AsyncIterable<CsvRow[]>,
  read: (row: CsvRow) => CsvRow = (row) => row,
): AsyncGenerator<CsvRow[], void> {
  let batch: CsvRow[] = []
  let characters = 0
  for await (const piece of pieces)
    for (const came of piece) {
      const row = read(came)
      batch.push(row)
      characters += charactersOf(row)
      if (batch.length < ROWS_AT_ONCE && characters < CHARACTERS_AT_ONCE) continue
      yield batch
      batch = []
      characters = 0
    }
  if (batch.length > 0) yield batch
}

const charactersOf = ({ cells }: CsvRow) => cells.reduce((sum, cell) => sum + cell.length, 0)

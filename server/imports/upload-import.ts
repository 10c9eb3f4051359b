import { sql } from 'kysely'
import type { Readable } from 'node:stream'
import { newId } from '../database/id.ts'
import { inTransaction, type InTransaction, type Reading, type Scope } from '../scope/scope.ts'
import type { CsvRow } from '../csv/csv-rows.ts'
import { readImport, UnreadableFile } from './import.ts'
import { MOST_UPLOAD_BYTES, type CsvImport, type ImportKind } from './imports.api.ts'
import { understand } from './understand.ts'
import { tellingRows } from './telling-rows.ts'
import { ahead } from './ahead.ts'
import { readCsv } from './read-csv.ts'
import { receiveFile } from './receive-file.ts'

/** This many rows, or cells of so many characters, are worked on at once: whoever waits for a reply waits a few milliseconds. */
export const ROWS_AT_ONCE = 1000
export const CHARACTERS_AT_ONCE = 250_000
const SAMPLED_ROWS = 100
const SHOWN_ROWS = 3
/** The dry run keeps what all rows come to in memory, some 1.5 kB each. */
export const MOST_ROWS = 250_000

/** A file is kept without this process's services. */
export type Uploading = Omit<Scope, 'services'>

/** Takes in a CSV file: its rows as they are, and what its columns seem to be. Nothing is imported yet. */
export async function uploadImport(
  scope: Uploading,
  fileName: string,
  upload: Readable,
  kind: ImportKind = 'contacts',
): Promise<CsvImport> {
  const file = await receiveFile(upload, MOST_UPLOAD_BYTES)
  try {
    return await keepFile(scope, fileName, file.path, MOST_ROWS, kind)
  } finally {
    await file.remove()
  }
}

/** The same for a file that is already on this machine. */
export async function keepFile(
  scope: Uploading,
  fileName: string,
  path: string,
  mostRows = MOST_ROWS,
  kind: ImportKind = 'contacts',
): Promise<CsvImport> {
  const { encoding, delimiter, columns, rows } = await readCsv(path)
  const { maker, read, map } = understand(kind, columns)
  const id = newId()
  await inTransaction(scope, async (tx) => {
    const { db, organizationId, now, by } = tx
    let count = 0
    for await (const batch of ahead(inBatches(rows, read))) {
      if (count + batch.length > mostRows) throw new UnreadableFile(tooManyRows(mostRows))
      if (count === 0) {
        const sampled = sampledOf(batch)
        const { fields, couldBe } = map(sampled)
        await sql`
          insert into imports (organization_id, id, file_name, encoding, delimiter, columns, maker, fields, could_be, sample_rows,
            row_count, actor_id, actor_name, created_at, kind)
          values (${organizationId}, ${id}, ${fileName || 'customers.csv'}, ${encoding}, ${delimiter}, ${columns}, ${maker},
            ${fields}, ${couldBe}, ${shownOf(sampled)}, 0, ${by.id}, ${by.name}, ${now}, ${kind})`.execute(db)
      }
      await keepRows(tx, id, batch, count)
      count += batch.length
    }
    if (count === 0)
      throw new UnreadableFile('The file has a header but no rows below it. Choose another one.')
    await sql`update imports set row_count = ${count} where organization_id = ${organizationId} and id = ${id}`.execute(
      db,
    )
  })
  return readImport(scope, id)
}

/** By these rows it is worked out what the columns are. */
export const sampledOf = (batch: CsvRow[]) => batch.slice(0, SAMPLED_ROWS).map((row) => row.cells)

/** The numbers of the rows that are shown beside the columns. */
export const shownOf = (sampled: string[][], after = 0) =>
  tellingRows(sampled, SHOWN_ROWS).map((at) => after + at + 1)

/** Stores rows as they came, numbered after those before. */
export async function keepRows(
  { db, organizationId }: InTransaction<Reading>,
  importId: string,
  rows: CsvRow[],
  after: number,
  ofLines = false,
): Promise<void> {
  const numbered = rows.map((row, at) => ({ number: after + at + 1, ...row, characters: charactersOf(row) }))
  await sql`
    insert into import_rows (organization_id, import_id, number, line, cells, characters, fault, of_lines)
    select ${organizationId}, ${importId}, r.number, r.line, r.cells, r.characters, r.fault, ${ofLines}
    from json_to_recordset(${JSON.stringify(numbered)}::json)
      as r (number integer, line integer, cells text[], characters integer, fault text)`.execute(db)
}

export const tooManyRows = (most: number) =>
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

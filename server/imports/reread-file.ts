import { sql } from 'kysely'
import { NotFound } from '../http/problems.ts'
import { receiveFile } from '../http/receive-file.ts'
import { inTransaction } from '../scope/scope.ts'
import { ENDED } from '../work/lease.ts'
import { NotNow, readImport } from './import.ts'
import { MOST_UPLOAD_BYTES, type CsvImport, type ReadingOfFile, type Rereading } from './imports.api.ts'
import { asRead, keepTable, MOST_ROWS, readTable } from './keep-table.ts'
import { keptBytes } from './kept-file.ts'
import type { ReadingChoices } from './reading/table.ts'
import type { Uploading } from './upload-import.ts'

/** The lines of invoices are numbered after the invoices: out of the way while those are read again. */
const OUT_OF_THE_WAY = 1_000_000_000

/** Reads the uploaded file again as somebody says it is to be read. What was found in a check no longer counts. */
export async function rereadFile(
  scope: Uploading,
  importId: string,
  { file, ...said }: Rereading,
): Promise<CsvImport> {
  const { kind, reading, lines } = await readImport(scope, importId)
  const ofLines = file === 'lines'
  if (ofLines && !lines) throw new NotFound('file')
  const choices = choicesAfter((ofLines ? lines! : { reading }).reading, said)
  const kept = await receiveFile(keptBytes(scope, importId, ofLines), MOST_UPLOAD_BYTES)
  try {
    const table = await readTable(kept.path, kind, choices).catch(unlessGone(kept.bytes))
    await inTransaction(scope, async (tx) => {
      const { db, organizationId } = tx
      const { rows } = await sql<{ firstCount: number; linesCount: number }>`
        update imports set state = 'mapping', done_count = 0, counts = null, sums = null, trouble = null, ${ENDED}
        where organization_id = ${organizationId} and id = ${importId} and state in ('mapping', 'planned')
        returning row_count - lines_count as "firstCount", lines_count as "linesCount"`.execute(db)
      if (!rows[0]) throw new HasBegun()
      const { firstCount, linesCount } = rows[0]
      await sql`
        delete from import_rows
        where organization_id = ${organizationId} and import_id = ${importId} and of_lines = ${ofLines}`.execute(
        db,
      )
      const moveLines = (by: number) =>
        sql`
          update import_rows set number = number + ${by}::integer
          where organization_id = ${organizationId} and import_id = ${importId} and of_lines`.execute(db)
      if (!ofLines && linesCount > 0) await moveLines(OUT_OF_THE_WAY)
      const after = ofLines ? firstCount : 0
      const most = ofLines ? MOST_ROWS : MOST_ROWS - linesCount
      const count = await keepTable(tx, importId, table, { kind, mostRows: most, after, ofLines })
      if (!ofLines && linesCount > 0) await moveLines(count - firstCount - OUT_OF_THE_WAY)
      const read = asRead(table, choices)
      await (
        ofLines
          ? sql`
              update imports set lines_reading = ${read}, row_count = ${firstCount + count}, lines_count = ${count}
              where organization_id = ${organizationId} and id = ${importId}`
          : sql`
              update imports set reading = ${read}, row_count = ${count + linesCount}
              where organization_id = ${organizationId} and id = ${importId}`
      ).execute(db)
    })
  } finally {
    await kept.remove()
  }
  return readImport(scope, importId)
}

/** What was said before holds, but a line is one of its sheet. */
function choicesAfter({ chosen }: ReadingOfFile, said: Omit<Rereading, 'file'>): ReadingChoices {
  const before = said.sheet === undefined ? chosen : { ...chosen, headerLine: null }
  const choices = {
    ...before,
    ...Object.fromEntries(Object.entries(said).filter(([, one]) => one !== undefined)),
  }
  return Object.fromEntries(Object.entries(choices).filter(([, one]) => one !== null))
}

function unlessGone(bytes: number) {
  return (error: unknown): never => {
    throw bytes === 0 ? new HasBegun() : error
  }
}

class HasBegun extends NotNow {
  constructor() {
    super('The import has begun: its file can no longer be read in another way. Upload it again instead.')
  }
}

import { sql } from 'kysely'
import type { Readable } from 'node:stream'
import { inTransaction } from '../../scope/scope.ts'
import { ENDED } from '../../work/lease.ts'
import { NotNow, readImport, UnreadableFile } from '../import.ts'
import { MOST_UPLOAD_BYTES, type CsvImport } from '../imports.api.ts'
import { ahead } from '../ahead.ts'
import { readCsv } from '../read-csv.ts'
import { receiveFile } from '../receive-file.ts'
import { understand } from '../understand.ts'
import {
  inBatches,
  keepRows,
  MOST_ROWS,
  sampledOf,
  shownOf,
  tooManyRows,
  type Uploading,
} from '../upload-import.ts'

/** Takes in a second file, with the lines of the invoices of the first. It replaces an earlier one. */
export async function uploadLines(
  scope: Uploading,
  importId: string,
  fileName: string,
  upload: Readable,
): Promise<CsvImport> {
  // Before anything is received: the import exists and belongs to this organization.
  await readImport(scope, importId)
  const file = await receiveFile(upload, MOST_UPLOAD_BYTES)
  try {
    return await keepLines(scope, importId, fileName, file.path)
  } finally {
    await file.remove()
  }
}

/** The same for a file that is already on this machine. */
export async function keepLines(
  scope: Uploading,
  importId: string,
  fileName: string,
  path: string,
): Promise<CsvImport> {
  const { columns, rows } = await readCsv(path)
  const { read, map } = understand('invoices', columns)
  await inTransaction(scope, async (tx) => {
    const { db, organizationId } = tx
    const { rows: found } = await sql<{ firstCount: number }>`
      update imports set state = 'mapping', done_count = 0, counts = null, sums = null, trouble = null, ${ENDED}, row_count = row_count - lines_count, lines_count = 0,
        lines_file_name = ${fileName || 'lines.csv'}, lines_columns = ${columns}, lines_fields = ${map([]).fields}
      where organization_id = ${organizationId} and id = ${importId} and kind = 'invoices' and state in ('mapping', 'planned')
      returning row_count as "firstCount"`.execute(db)
    if (!found[0])
      throw new NotNow('Lines belong to an import of invoices that has not begun. Upload the invoices first.')
    await sql`
      delete from import_rows where organization_id = ${organizationId} and import_id = ${importId} and of_lines`.execute(
      db,
    )
    const first = found[0].firstCount
    let count = 0
    for await (const batch of ahead(inBatches(rows, read))) {
      if (first + count + batch.length > MOST_ROWS) throw new UnreadableFile(tooManyRows(MOST_ROWS))
      if (count === 0) {
        const sampled = sampledOf(batch)
        await sql`
          update imports set lines_fields = ${map(sampled).fields}, sample_rows = array(
            select number from unnest(sample_rows) number where number <= ${first}) || ${shownOf(sampled, first)}::integer[]
          where organization_id = ${organizationId} and id = ${importId}`.execute(db)
      }
      await keepRows(tx, importId, batch, first + count, true)
      count += batch.length
    }
    if (count === 0)
      throw new UnreadableFile('The file has a header but no rows below it. Choose another one.')
    await sql`
      update imports set row_count = ${first + count}, lines_count = ${count}
      where organization_id = ${organizationId} and id = ${importId}`.execute(db)
  })
  return readImport(scope, importId)
}

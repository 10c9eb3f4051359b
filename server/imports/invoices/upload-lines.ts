import { sql } from 'kysely'
import { inTransaction } from '../../scope/scope.ts'
import { ENDED } from '../../work/lease.ts'
import { NotNow, readImport } from '../import.ts'
import type { CsvImport } from '../imports.api.ts'
import { asRead, keepTable, MOST_ROWS, readTable } from '../keep-table.ts'
import { keepBytes } from '../kept-file.ts'
import type { ReadingChoices } from '../reading/table.ts'
import type { Uploading } from '../upload-import.ts'

/** Takes in a second file, with the lines of the invoices of the first. It replaces an earlier one. */
export async function keepLines(
  scope: Uploading,
  importId: string,
  fileName: string,
  path: string,
  choices: ReadingChoices = {},
): Promise<CsvImport> {
  await readImport(scope, importId)
  const table = await readTable(path, 'invoices', choices)
  await inTransaction(scope, async (tx) => {
    const { db, organizationId } = tx
    const { rows: found } = await sql<{ firstCount: number }>`
      update imports set state = 'mapping', done_count = 0, counts = null, sums = null, trouble = null, ${ENDED}, row_count = row_count - lines_count, lines_count = 0,
        lines_file_name = ${fileName || 'lines.csv'}, lines_reading = '{}', lines_columns = '{}', lines_fields = '{}'
      where organization_id = ${organizationId} and id = ${importId} and kind = 'invoices' and state in ('mapping', 'planned')
      returning row_count as "firstCount"`.execute(db)
    if (!found[0])
      throw new NotNow('Lines belong to an import of invoices that has not begun. Upload the invoices first.')
    await sql`
      delete from import_rows where organization_id = ${organizationId} and import_id = ${importId} and of_lines`.execute(
      db,
    )
    const after = found[0].firstCount
    const count = await keepTable(tx, importId, table, {
      kind: 'invoices',
      mostRows: MOST_ROWS,
      after,
      ofLines: true,
    })
    await keepBytes(tx, importId, path, true)
    await sql`
      update imports set row_count = ${after + count}, lines_count = ${count}, lines_reading = ${asRead(table, choices)}
      where organization_id = ${organizationId} and id = ${importId}`.execute(db)
  })
  return readImport(scope, importId)
}

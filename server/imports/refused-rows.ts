import { sql } from 'kysely'
import { Readable } from 'node:stream'
import { NotFound } from '../http/problems.ts'
import type { Reading, ReadingNow } from '../scope/scope.ts'
import { BYTE_ORDER_MARK, csvLine } from '../csv/csv-cell.ts'
import { readImport } from './import.ts'

const ROWS_AT_ONCE = 1000

/** The rows that were not imported, as they came, with line and reason: corrected, this file can be imported. */
export async function refusedRows(
  scope: ReadingNow,
  importId: string,
  file: 'first' | 'lines' = 'first',
): Promise<Readable> {
  const { columns, lines } = await readImport(scope, importId)
  if (file === 'lines' && !lines) throw new NotFound('file')
  const names = (file === 'lines' ? lines!.columns : columns).map((column) => column.name)
  return Readable.from(pieces(scope, importId, names, file === 'lines'), { objectMode: false })
}

async function* pieces(
  { db, organizationId }: Reading,
  importId: string,
  columns: string[],
  ofLines: boolean,
) {
  yield BYTE_ORDER_MARK + csvLine([...columns, 'Line', 'Reason'])
  for (let after = 0; ;) {
    const { rows } = await sql<{ number: number; line: number; cells: string[]; says: string[] }>`
      select r.number, r.line, r.cells, n.says
      from import_notes n join import_rows r
        on r.organization_id = ${organizationId} and r.import_id = ${importId} and r.number = n.number
      where n.organization_id = ${organizationId} and n.import_id = ${importId} and n.outcome in ('ask', 'refuse')
        and r.of_lines = ${ofLines} and n.number > ${after}
      order by n.number limit ${ROWS_AT_ONCE}`.execute(db)
    if (rows.length === 0) return
    yield rows
      .map(({ line, cells, says }) => {
        const even = columns.map((_, at) => cells[at] ?? '')
        return csvLine([...even, line, says.join(' '), ...cells.slice(columns.length)])
      })
      .join('')
    after = rows.at(-1)!.number
  }
}

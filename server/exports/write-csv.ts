import { Readable } from 'node:stream'
import { BYTE_ORDER_MARK, csvLine } from '../csv/csv-cell.ts'
import type { Table } from './table.ts'

/** A table as CSV. */
export function writeCsv(table: Table): Readable {
  return Readable.from(pieces(table), { objectMode: false })
}

async function* pieces({ headings, batches }: Table) {
  yield BYTE_ORDER_MARK + csvLine(headings)
  for await (const rows of batches) yield rows.map(csvLine).join('')
}

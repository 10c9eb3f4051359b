import { Readable } from 'node:stream'
import { INSTALLATION } from '../database/id.ts'
import { plainMinor } from '../documents/money.ts'
import { AmountCell, BYTE_ORDER_MARK, csvLine, type Cell } from './csv-cell.ts'

type Columns<Row> = Record<string, (row: Row) => Cell>

/** A table as CSV, one batch of rows at a time: however many there are, memory holds one batch. */
export function csvByBatches<Row extends { id: string }>(
  columns: Columns<Row>,
  batchAfter: (id: string) => Promise<Row[]>,
): Readable {
  async function* pieces() {
    yield BYTE_ORDER_MARK + csvLine(Object.keys(columns))
    const values = Object.values(columns)
    for (let after: string = INSTALLATION; ;) {
      const rows: Row[] = await batchAfter(after)
      if (rows.length === 0) return
      yield rows.map((row) => csvLine(values.map((value) => value(row)))).join('')
      after = rows.at(-1)!.id
    }
  }
  return Readable.from(pieces(), { objectMode: false })
}

export const amountCell = (amountMinor: number, currency: string) =>
  new AmountCell(plainMinor(amountMinor, currency))

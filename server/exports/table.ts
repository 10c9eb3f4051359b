import { INSTALLATION } from '../database/id.ts'
import { plainMinor } from '../documents/money.ts'
import { AmountCell, type Cell } from '../csv/csv-cell.ts'

/** A table on its way into a file, some rows at a time: however many there are, memory holds one batch. */
export interface Table {
  name: string
  headings: string[]
  batches: AsyncIterable<Cell[][]>
}

type Columns<Row> = Record<string, (row: Row) => Cell>

/** A table of records in the order of their ids. */
export function tableById<Row extends { id: string }>(
  name: string,
  columns: Columns<Row>,
  batchAfter: (id: string) => Promise<Row[]>,
): Table {
  const values = Object.values(columns)
  async function* batches() {
    for (let after: string = INSTALLATION; ;) {
      const rows: Row[] = await batchAfter(after)
      if (rows.length === 0) return
      yield rows.map((row) => values.map((value) => value(row)))
      after = rows.at(-1)!.id
    }
  }
  return { name, headings: Object.keys(columns), batches: batches() }
}

export const amountCell = (amountMinor: number, currency: string) =>
  new AmountCell(plainMinor(amountMinor, currency))

import type { FileLine } from './fit-lines.ts'
import type { InvoiceCells } from './read-invoice-row.ts'

/** A row of an invoice, from either file. */
export interface FileRow {
  number: number
  line: number
  ofLines: boolean
  content: InvoiceCells
  faults: string[]
}

/** Its lines; or one of its total, which is all that the file says. */
export type FileLines = { lines: FileLine[]; isTotal?: true } | { faults: string[] }

import type { CsvRow } from '../../csv/csv-rows.ts'
import { mapColumns, type MappedColumns } from '../contacts/map-columns.ts'
import { mapInvoiceColumns } from '../invoices/map-invoice-columns.ts'
import type { AnyField, ImportField, ImportKind, InvoiceField } from '../imports.api.ts'
import { goingOn } from '../makers/go-on.ts'
import { recognizeMaker } from '../makers/recognize.ts'

interface Understood {
  /** Whose file it is, if its headings tell. */
  maker: string | null
  /** A row as its maker means it. */
  read: (row: CsvRow) => CsvRow
  /** What the columns are, by some of the rows. */
  map: (sampled: string[][]) => MappedColumns<AnyField>
}

/** How many of these are headings that a file of this kind has. */
export const knownHeadings = (kind: ImportKind) => (cells: string[]) =>
  understand(kind, cells)
    .map([])
    .fields.filter((field) => field !== null).length

/** Works out from the headings of a file whose it is, and so how to read it. */
export function understand(kind: ImportKind, columns: string[]): Understood {
  if (kind === 'invoices') {
    const maker = recognizeMaker<InvoiceField>('invoices', columns)
    return { ...ofMaker(columns, maker), map: (sampled) => mapInvoiceColumns(columns, sampled, maker) }
  }
  const maker = recognizeMaker<ImportField>('contacts', columns)
  return { ...ofMaker(columns, maker), map: (sampled) => mapColumns(columns, sampled, maker) }
}

function ofMaker(columns: string[], maker: { name: string; several: RegExp | null } | null) {
  const read = maker?.several ? goingOn(columns, maker.several) : (row: CsvRow) => row
  return { maker: maker?.name ?? null, read }
}

import type { ReactNode } from 'react'

/** A column of a `PagedTable`. */
export interface Column<Row> {
  name: string
  /** A grid track: `minmax(0, 2fr)`, `140px`. */
  width: string
  /** Left out where there is room for columns, but not for all. */
  onlyWide?: true
  /** Right-aligned with digits of equal width, for amounts and times. */
  align?: 'end'
  /** Its place where a row is two lines (a phone, beside an open panel); left out there when this is not said. */
  narrow?: 'topStart' | 'topEnd' | 'bottomStart' | 'bottomEnd'
  /** A string is cut with an ellipsis; `Lines` puts a quiet line below; one cell holds the link of the row. */
  cell: (row: Row) => ReactNode
}

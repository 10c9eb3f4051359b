import type { CsvRow } from '../../csv/csv-rows.ts'

/**
 * Some programs write what a record has several of, such as the lines of an invoice, in rows below it that leave its own
 * cells blank. Such a row gets them from the row above, so that every row can be read, and given back, by itself.
 */
export function goingOn(columns: string[], several: RegExp): (row: CsvRow) => CsvRow {
  const ofRecord = columns.map((column) => !several.test(column))
  let above: string[] = []
  return (row) => {
    if (row.fault !== null) return row
    const { cells } = row
    const isBlank = (cell: string) => cell.trim() === ''
    const goesOn = cells.every((cell, at) => !ofRecord[at] || isBlank(cell)) && !cells.every(isBlank)
    if (!goesOn) {
      above = cells
      return row
    }
    return { ...row, cells: cells.map((cell, at) => (ofRecord[at] ? (above[at] ?? '') : cell)) }
  }
}

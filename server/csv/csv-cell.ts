const STARTS_A_FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/

/**
 * Spreadsheets run what begins like a formula, no matter who wrote it. A leading apostrophe keeps it text (OWASP, CSV
 * injection). Text that already begins with apostrophes gets one more, so that `plainCell` gives back exactly what
 * there was.
 */
export function neutralCell(value: string): string {
  return STARTS_A_FORMULA.test(value) ? `'${value}` : value
}

export function plainCell(cell: string): string {
  if (cell.startsWith("'") && STARTS_A_FORMULA.test(cell)) return cell.slice(1)
  return TEXT_AS_FORMULA.exec(cell)?.[1] ?? cell
}
/** So programs keep spreadsheets from shortening numbers: `="00491"`. */
const TEXT_AS_FORMULA = /^="([^"]*)"$/

/** What is no file of a spreadsheet's needs no apostrophe, unless `plainCell` would take one away that belongs to the text. */
export const keptCell = (value: string) => (plainCell(value) === value ? value : `'${value}`)

/** Money, which may be below zero: spreadsheets should add it up, and it runs nothing. */
export class AmountCell {
  readonly decimal: string
  constructor(decimal: string) {
    this.decimal = decimal
  }
}

export type Cell = string | number | AmountCell | null

/** One line of a CSV file (RFC 4180), with formulas neutralized. */
export function csvLine(values: readonly Cell[]): string {
  return `${values.map(cellOf).join(',')}\r\n`
}

const cellOf = (value: Cell) =>
  value instanceof AmountCell ? value.decimal : quoted(neutralCell(String(value ?? '')))

/** Lets spreadsheets recognize the file as UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff'

function quoted(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

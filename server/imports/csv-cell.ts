const STARTS_A_FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/

/**
 * Spreadsheets run what begins like a formula, whoever wrote it. A leading apostrophe keeps it text (OWASP, CSV
 * injection). One is added to what has some already, so that `plainCell` gives back exactly what there was.
 */
export function neutralCell(value: string): string {
  return STARTS_A_FORMULA.test(value) ? `'${value}` : value
}

export function plainCell(cell: string): string {
  return cell.startsWith("'") && STARTS_A_FORMULA.test(cell) ? cell.slice(1) : cell
}

/** Money, which may be below zero: spreadsheets are to add it up, and it runs nothing. */
export class AmountCell {
  readonly decimal: string
  constructor(decimal: string) {
    this.decimal = decimal
  }
}

export type Cell = string | number | AmountCell | null

/** One line of a CSV file as RFC 4180 has it, its formulas neutralized. */
export function csvLine(values: readonly Cell[]): string {
  return `${values.map(cellOf).join(',')}\r\n`
}

const cellOf = (value: Cell) =>
  value instanceof AmountCell ? value.decimal : quoted(neutralCell(String(value ?? '')))

/** So that spreadsheets take the file for UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff'

function quoted(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

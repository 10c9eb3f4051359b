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

/** One line of a CSV file as RFC 4180 has it, its formulas neutralized. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map((value) => quoted(neutralCell(String(value ?? '')))).join(',')}\r\n`
}

/** So that spreadsheets take the file for UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff'

function quoted(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

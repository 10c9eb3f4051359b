import type { CsvRow } from '../../csv/csv-rows.ts'

/** A workbook, whatever program it is of: its sheets, and the rows of one. */
export interface Workbook {
  sheets: { name: string; hidden: boolean }[]
  /** The rows of a sheet that hold something, in pieces, with their numbers as the program shows them. */
  rows(sheet: string): AsyncGenerator<CsvRow[], void>
  /** What of it cannot be relied on. */
  notes: string[]
  close(): void
}

/** A number as a person would write it out: never `4.9E+11`. */
export function plainNumber(number: number): string {
  const shortest = String(number)
  if (!shortest.includes('e')) return shortest
  if (Math.abs(number) >= 1) return BigInt(Math.round(number)).toString()
  return number.toFixed(20).replace(/0+$/, '').replace(/\.$/, '')
}

/** 19 for 0.19, without what binary fractions add. */
export const percent = (number: number) => `${plainNumber(Number((number * 100).toPrecision(12)))}%`

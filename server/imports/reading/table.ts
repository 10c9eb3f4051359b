import type { CsvRow } from '../../csv/csv-rows.ts'
import type { Delimiter, Encoding, Format } from './ways-to-read.ts'

/** What somebody says of a file, where Portico took it for something else. */
export interface ReadingChoices {
  encoding?: Encoding | undefined
  delimiter?: Delimiter | undefined
  /** The line of the header; 0 where there is none. */
  headerLine?: number | undefined
  sheet?: string | undefined
}

/** How a file was read, so that people see it and can say otherwise. */
export interface Reading {
  format: Format
  /** null: a workbook says what its letters are. */
  encoding: Encoding | null
  /** The best guess needs somebody's word. */
  encodingIsAsked: boolean
  encodings: { encoding: Encoding; samples: string[] }[]
  delimiter: Delimiter | null
  sheet: string | null
  sheets: string[]
  /** 0: the file has none. null: it is none of lines, such as vCard. */
  headerLine: number | null
  /** The first rows, among which the header is. */
  firstRows: { line: number; cells: string[] }[]
  /** What was left out, or read otherwise than the rest. Complete once all rows are read. */
  notes: string[]
}

/** A file as a table. */
export interface FileTable {
  reading: Reading
  /** The headings, made different where they are the same. */
  columns: string[]
  /** Every row below the header, in pieces as they are read. */
  rows: AsyncIterable<CsvRow[]>
}

/** How many of these are headings that an import of this kind knows. */
export type Recognized = (cells: string[]) => number

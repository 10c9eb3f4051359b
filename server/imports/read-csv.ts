import iconv from 'iconv-lite'
import { createReadStream } from 'node:fs'
import { parseEmailAddress } from '../people/email-address.ts'
import { guessEncoding, type Encoding } from '../csv/csv-encoding.ts'
import { CsvReader, UnclosedQuote, type CsvRow } from '../csv/csv-rows.ts'
import { UnreadableFile } from './import.ts'

export interface CsvFile {
  encoding: Encoding
  delimiter: Delimiter
  /** The headings in the first row, made different where they are the same. */
  columns: string[]
  /** Every row below the header, in pieces as they are read. */
  rows: AsyncIterable<CsvRow[]>
}

const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

const MOST_COLUMNS = 200
const SNIFFED_CHARACTERS = 65_536

/** Opens a CSV file from any program: works out its encoding, its delimiter and its columns. */
export async function readCsv(path: string): Promise<CsvFile> {
  const encoding = await guessEncoding(path)
  const text = decoded(path, encoding)
  try {
    const { start, ended } = await beginning(text)
    if (start.startsWith('PK\u0003\u0004'))
      throw new UnreadableFile(
        'This is an Excel workbook. In Excel, save it as “CSV UTF-8” and upload that file.',
      )
    if (!isText(start)) throw new NotText()
    const told = /^sep=(.)\r?\n/i.exec(start)
    const body = told ? start.slice(told[0].length) : start
    const delimiter = DELIMITERS.find((one) => one === told?.[1]) ?? sniffDelimiter(body, ended)
    const reader = new CsvReader(delimiter)
    const pieces = readPieces(reader, body, text)
    const first = await pieces.next()
    if (first.done)
      throw new UnreadableFile('The file is empty. Choose one with a header row and rows below it.')
    const [header, ...rest] = first.value as [CsvRow, ...CsvRow[]]
    if (header.cells.length > MOST_COLUMNS)
      throw new UnreadableFile(
        `The file has more than ${MOST_COLUMNS} columns. Leave out those that Portico does not need.`,
      )
    const isHeaderless = header.cells.some((cell) => parseEmailAddress(cell).ok)
    const columns = isHeaderless ? header.cells.map((_, at) => `Column ${at + 1}`) : columnNames(header.cells)
    const rows = checked(columns.length, isHeaderless ? first.value : rest, pieces)
    return { encoding, delimiter, columns, rows }
  } catch (error) {
    await text.return(undefined)
    throw asUnreadable(error)
  }
}

async function* decoded(path: string, encoding: Encoding): AsyncGenerator<string, void> {
  const decoder = iconv.getDecoder(encoding)
  for await (const chunk of createReadStream(path)) {
    const text = decoder.write(chunk as Buffer)
    if (text) yield text
  }
  const last = decoder.end()
  if (last) yield last
}

async function beginning(text: AsyncGenerator<string, void>): Promise<{ start: string; ended: boolean }> {
  let start = ''
  while (start.length < SNIFFED_CHARACTERS) {
    const next = await text.next()
    if (next.done) return { start, ended: true }
    start += next.value
  }
  return { start, ended: false }
}

/** What a program made for itself, a picture say, is sprinkled with characters that nobody types. */
function isText(start: string): boolean {
  // eslint-disable-next-line no-control-regex
  const untypable = start.match(/[\u0000-\u0008\u000e-\u001f\u007f\ufffd]/g)?.length ?? 0
  return untypable <= start.length / 50
}

class NotText extends UnreadableFile {
  constructor() {
    super(
      'This is not text, so it is not a CSV file, whatever its name. Save the table as “CSV UTF-8” and upload that file.',
    )
  }
}

/** The delimiter that cuts the first rows into the same number of cells, and into more than one. */
function sniffDelimiter(start: string, isWhole: boolean): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of DELIMITERS) {
    const reader = new CsvReader(delimiter)
    const rows = reader.read(start)
    if (isWhole) {
      try {
        rows.push(...reader.end())
      } catch {
        // Reported when the whole file is read.
      }
    }
    const widths = rows.slice(0, 50).map((row) => row.cells.length)
    const columns = widths[0] ?? 0
    if (columns < 2) continue
    const alike = widths.filter((width) => width === columns).length / widths.length
    const score = alike * 1000 + columns
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

async function* readPieces(
  reader: CsvReader,
  start: string,
  rest: AsyncGenerator<string, void>,
): AsyncGenerator<CsvRow[], void> {
  const first = reader.read(start)
  if (first.length > 0) yield first
  for await (const text of rest) {
    const rows = reader.read(text)
    if (rows.length > 0) yield rows
  }
  const last = reader.end()
  if (last.length > 0) yield last
}

/** Refuses rows that do not have a cell for every column; spreadsheets leave empty ones at the end. */
async function* checked(
  columns: number,
  first: CsvRow[],
  pieces: AsyncGenerator<CsvRow[], void>,
): AsyncGenerator<CsvRow[], void> {
  try {
    if (first.length > 0) yield first.map((row) => withEveryColumn(row, columns))
    for await (const rows of pieces) yield rows.map((row) => withEveryColumn(row, columns))
  } catch (error) {
    throw asUnreadable(error)
  }
}

function withEveryColumn(row: CsvRow, columns: number): CsvRow {
  const { cells } = row
  if (cells.length > columns && cells.slice(columns).every((cell) => cell.trim() === ''))
    return { ...row, cells: cells.slice(0, columns) }
  if (cells.length === columns || row.fault) return row
  return {
    ...row,
    fault: `This row has ${inWords(cells.length, 'cell')}, but the header has ${columns}. Check its separators and quotation marks.`,
  }
}

function columnNames(header: string[]): string[] {
  const names: string[] = []
  for (const [at, cell] of header.entries()) {
    const name = cell.replace(/\s+/g, ' ').trim().slice(0, 100) || `Column ${at + 1}`
    let different = name
    for (let number = 2; names.includes(different); number++) different = `${name} (${number})`
    names.push(different)
  }
  return names
}

function asUnreadable(error: unknown): unknown {
  if (!(error instanceof UnclosedQuote)) return error
  return new UnreadableFile(
    `The quotation mark that opens a cell in line ${error.line} is never closed. Close it, or remove it, and upload the file again.`,
  )
}

const inWords = (amount: number, one: string) => `${amount} ${one}${amount === 1 ? '' : 's'}`

import { MOST_CELLS, type CsvRow } from '../../csv/csv-rows.ts'
import { UnreadableFile } from '../import.ts'
import { InvalidRequest } from '../../http/problems.ts'
import { aside, findHeader, ROWS_BEFORE_DATA } from './find-header.ts'
import type { FileTable, Reading, ReadingChoices, Recognized } from './table.ts'

const MOST_COLUMNS = 200
const JUDGED_ROWS = 60
const MOST_NOTES = 5

/** Rows as they stand in a file become a table: with its header found, and what is no row of it left out and said. */
export async function asTable(
  reading: Omit<Reading, 'headerLine' | 'firstRows'>,
  pieces: AsyncGenerator<CsvRow[], void>,
  { headerLine }: ReadingChoices,
  recognized: Recognized,
  fills: 'allCells' | 'someCells',
): Promise<FileTable> {
  const first = await firstRows(pieces)
  if (first.length === 0)
    throw new UnreadableFile('The file is empty. Choose one with a header row and rows below it.')
  const header = headerLine === undefined ? findHeader(first, recognized) : headerAt(first, headerLine)
  const headings = 'at' in header ? withoutEmptyEnd(first[header.at]!.cells) : null
  const below = 'at' in header ? first.slice(header.at + 1) : first.slice(header.noneBefore)
  // A column without a heading is one if there is something in it.
  const widest = Math.max(...below.map(({ cells }) => withoutEmptyEnd(cells).length), 1)
  const most =
    fills === 'someCells' || !('at' in header) ? widest : Math.min(widest, first[header.at]!.cells.length)
  const width = headings ? Math.max(headings.length, most) : withoutEmptyEnd(below[0]?.cells ?? []).length
  if (width > MOST_COLUMNS)
    throw new UnreadableFile(
      `The file has more than ${MOST_COLUMNS} columns. Leave out those that Portico does not need.`,
    )
  const columns = columnNames(Array.from({ length: width }, (_, at) => headings?.[at] ?? ''))
  const table: Reading = {
    ...reading,
    headerLine: 'at' in header ? first[header.at]!.line : 0,
    firstRows: first
      .slice(0, ROWS_BEFORE_DATA)
      .map(({ line, cells }) => ({ line, cells: cells.slice(0, 20).map(shortened) })),
  }
  const leftOut = new LeftOut(table.notes)
  async function* rows() {
    const fitting = (some: CsvRow[]) =>
      some.flatMap((row) => {
        const why = aside(row.cells, headings)
        if (why === null) return [fitted(row, columns.length, fills)]
        leftOut.add(row, why)
        return []
      })
    try {
      yield fitting(below)
      for await (const piece of pieces) yield fitting(piece)
      leftOut.say()
    } finally {
      await pieces.return()
    }
  }
  return { reading: table, columns, rows: rows() }
}

async function firstRows(pieces: AsyncGenerator<CsvRow[], void>): Promise<CsvRow[]> {
  const rows: CsvRow[] = []
  while (rows.length < JUDGED_ROWS) {
    const next = await pieces.next()
    if (next.done) break
    rows.push(...next.value)
  }
  return rows
}

function headerAt(rows: CsvRow[], line: number) {
  if (line === 0) return { noneBefore: 0 }
  const at = rows.findIndex((row) => row.line === line)
  if (at < 0)
    throw new InvalidRequest([
      { pointer: '/headerLine', detail: `No row of the file begins in line ${line}, or it is too far down.` },
    ])
  return { at }
}

/** Says which rows are left out, so that nobody has to find it out. */
class LeftOut {
  readonly #notes: string[]
  readonly #said: string[] = []
  #count = 0
  constructor(notes: string[]) {
    this.#notes = notes
  }

  add({ line, cells }: CsvRow, why: string) {
    this.#count++
    const text = cells.filter((cell) => cell.trim() !== '').join(' ')
    if (this.#said.length < MOST_NOTES)
      this.#said.push(`Line ${line} is left out: “${shortened(text)}” is ${why}.`)
  }

  say() {
    this.#notes.push(...this.#said)
    const more = this.#count - this.#said.length
    if (more > 0)
      this.#notes.push(
        `${more.toLocaleString('en')} more ${more === 1 ? 'row like this is' : 'rows like these are'} left out.`,
      )
  }
}

const shortened = (text: string) =>
  text.length > 80 ? `${text.slice(0, 79).toWellFormed().replaceAll('\ufffd', '')}…` : text

function withoutEmptyEnd(cells: string[]): string[] {
  const end = cells.findLastIndex((cell) => cell.trim() !== '') + 1
  return cells.slice(0, Math.max(end, 1))
}

/** Refuses rows that do not have a cell for every column; spreadsheets leave out, or add, empty ones at the end. */
function fitted(row: CsvRow, columns: number, fills: 'allCells' | 'someCells'): CsvRow {
  const cells =
    fills === 'someCells' && row.cells.length < columns
      ? [...row.cells, ...Array.from({ length: columns - row.cells.length }, () => '')]
      : row.cells
  if (cells.length > columns && cells.slice(columns).every((cell) => cell.trim() === ''))
    return { ...row, cells: cells.slice(0, columns) }
  if (cells.length === columns || row.fault) return { ...row, cells }
  const count = cells.length === MOST_CELLS ? `${MOST_CELLS} cells or more` : inWords(cells.length, 'cell')
  return {
    ...row,
    cells,
    fault: `This row has ${count}, but the header has ${columns}. Check its separators and quotation marks.`,
  }
}

function columnNames(header: string[]): string[] {
  const names: string[] = []
  for (const [at, cell] of header.entries()) {
    const name = cell.replace(/\s+/g, ' ').trim().slice(0, 100).toWellFormed() || `Column ${at + 1}`
    let different = name
    for (let number = 2; names.includes(different); number++) different = `${name} (${number})`
    names.push(different)
  }
  return names
}

const inWords = (amount: number, one: string) => `${amount} ${one}${amount === 1 ? '' : 's'}`

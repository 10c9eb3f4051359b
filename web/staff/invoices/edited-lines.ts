import type { InvoiceLine, NewLine } from '../../../server/invoices/invoices.api.ts'
import type { LineToSum } from '../../../server/invoices/totals.ts'
import { bareMoney, decimalWords } from '../../lib/formats.ts'
import { readDecimal, readMoney, readPercent, type Typed } from '../../lib/typed-numbers.ts'

/** The lines of an invoice while they are typed: text in every cell, and what the keyboard does to them. Pure. */

export const cells = ['description', 'quantity', 'unitPrice', 'discount', 'taxRate'] as const
export type Cell = (typeof cells)[number]

export interface EditedLine extends Record<Cell, string> {
  key: number
}

export interface EditedLines {
  lines: EditedLine[]
  /** What was refused, by line and cell. */
  errors: Record<number, Partial<Record<Cell, string>>>
  /** Where the keyboard goes next. */
  focus: { key: number; cell: Cell } | null
  nextKey: number
  /** What a new line starts with. */
  taxRate: string
}

export type LineAction =
  | { do: 'type'; key: number; cell: Cell; text: string }
  | { do: 'add'; after?: number }
  | { do: 'remove'; key: number }
  | { do: 'move'; key: number; by: 1 | -1; cell: Cell }
  | { do: 'go'; key: number; by: 1 | -1; cell: Cell }
  | { do: 'paste'; key: number; rows: Partial<Record<Cell, string>>[] }
  | { do: 'replace'; lines: EditedLine[] }
  | { do: 'refuse'; errors: EditedLines['errors'] }
  | { do: 'taxRate'; taxRate: string }

export function startLines(lines: InvoiceLine[], currency: string, taxRate: string): EditedLines {
  const edited = lines.map((line, key): EditedLine => ({
    key,
    description: line.description,
    quantity: decimalWords(line.quantity),
    unitPrice: bareMoney(line.unitPriceMinor, currency),
    discount: line.discountPercent === '0' ? '' : decimalWords(line.discountPercent),
    taxRate: decimalWords(line.taxRate),
  }))
  const state = { lines: edited, errors: {}, focus: null, nextKey: edited.length, taxRate }
  return edited.length > 0 ? state : withLine(state, 0)
}

export function changeLines(state: EditedLines, action: LineAction): EditedLines {
  const at = 'key' in action ? state.lines.findIndex(({ key }) => key === action.key) : -1
  if ('key' in action && at === -1) return state
  switch (action.do) {
    case 'type':
      return {
        ...state,
        lines: state.lines.with(at, { ...state.lines[at]!, [action.cell]: action.text }),
        errors: withoutError(state.errors, action.key, action.cell),
        focus: null,
      }
    case 'add': {
      const after = state.lines.findIndex(({ key }) => key === action.after)
      const place = after === -1 ? state.lines.length : after + 1
      const next = withLine(state, place)
      return { ...next, focus: { key: next.lines[place]!.key, cell: 'description' } }
    }
    case 'remove': {
      const lines = state.lines.filter(({ key }) => key !== action.key)
      if (lines.length === 0) {
        const next = withLine({ ...state, lines }, 0)
        return { ...next, focus: { key: next.lines[0]!.key, cell: 'description' } }
      }
      return { ...state, lines, focus: { key: lines[Math.max(0, at - 1)]!.key, cell: 'description' } }
    }
    case 'move': {
      const to = at + action.by
      if (to < 0 || to >= state.lines.length) return state
      const lines = state.lines.with(at, state.lines[to]!).with(to, state.lines[at]!)
      return { ...state, lines, focus: { key: action.key, cell: action.cell } }
    }
    case 'go': {
      const line = state.lines[at + action.by]
      return line ? { ...state, focus: { key: line.key, cell: action.cell } } : state
    }
    case 'paste': {
      const pasted = action.rows.map((row, row_): EditedLine => ({
        ...emptyLine(state.nextKey + row_, state.taxRate),
        ...row,
      }))
      const isReplaced = isEmpty(state.lines[at]!)
      const lines = state.lines.toSpliced(isReplaced ? at : at + 1, isReplaced ? 1 : 0, ...pasted)
      const last = pasted.at(-1)!
      return {
        ...state,
        lines,
        nextKey: state.nextKey + pasted.length,
        focus: { key: last.key, cell: 'description' },
      }
    }
    case 'replace': {
      const nextKey = Math.max(state.nextKey, ...action.lines.map(({ key }) => key + 1))
      return { ...state, lines: action.lines, errors: {}, focus: null, nextKey }
    }
    case 'refuse': {
      const key = state.lines.find((line) => action.errors[line.key])?.key
      const cell = cells.find((one) => key !== undefined && action.errors[key]![one])
      return { ...state, errors: action.errors, focus: key !== undefined && cell ? { key, cell } : null }
    }
    case 'taxRate':
      return {
        ...state,
        taxRate: action.taxRate,
        lines: state.lines.map((line) =>
          isEmpty(line) && line.taxRate === state.taxRate ? { ...line, taxRate: action.taxRate } : line,
        ),
      }
  }
}

function withLine(state: EditedLines, place: number): EditedLines {
  return {
    ...state,
    lines: state.lines.toSpliced(place, 0, emptyLine(state.nextKey, state.taxRate)),
    nextKey: state.nextKey + 1,
  }
}

const emptyLine = (key: number, taxRate: string): EditedLine => ({
  key,
  description: '',
  quantity: '1',
  unitPrice: '',
  discount: '',
  taxRate,
})

/** Neither a description nor a price was typed. */
export const isEmpty = ({ description, unitPrice }: EditedLine) => !description.trim() && !unitPrice.trim()

function withoutError(errors: EditedLines['errors'], key: number, cell: Cell) {
  if (!errors[key]?.[cell]) return errors
  const { [cell]: _corrected, ...others } = errors[key]
  return { ...errors, [key]: others }
}

/** A line as the server takes it, with what is wrong in each cell. */
function readLine(line: EditedLine, currency: string) {
  const errors: Partial<Record<Cell, string>> = {}
  const keep = <Value>(cell: Cell, read: Typed<Value>, otherwise: Value): Value => {
    if (read.ok) return read.value
    errors[cell] = read.reason
    return otherwise
  }
  const read = {
    description: line.description.trim(),
    quantity: keep('quantity', readDecimal(line.quantity), '0'),
    unitPriceMinor: keep('unitPrice', readMoney(line.unitPrice, currency), 0),
    discountPercent: keep('discount', readPercent(line.discount), '0'),
    taxRate: keep('taxRate', readPercent(line.taxRate), '0'),
  }
  if (!read.description) errors.description = 'Enter a description.'
  return { read, errors }
}

/** What the lines come to as far as they can be read: the rest counts for nothing yet. */
export const linesToSum = (lines: EditedLine[], currency: string): LineToSum[] =>
  lines.map((line) => readLine(line, currency).read)

/** What is sent, without empty lines, or what must be corrected first; `keys` tells which line is which. */
export function linesToSend(lines: EditedLine[], currency: string) {
  const errors: EditedLines['errors'] = {}
  const wanted = lines.filter((line) => !isEmpty(line))
  const body: NewLine[] = wanted.map((line) => {
    const { read, errors: wrong } = readLine(line, currency)
    if (Object.keys(wrong).length > 0) errors[line.key] = wrong
    return read
  })
  return { body, errors, keys: wanted.map(({ key }) => key), isSound: Object.keys(errors).length === 0 }
}

const CELL_OF: Record<string, Cell> = {
  description: 'description',
  quantity: 'quantity',
  unitPriceMinor: 'unitPrice',
  discountPercent: 'discount',
  taxRate: 'taxRate',
}

/** The server's refusals (`lines.2.taxRate`) at the cells they speak of; `others` belong to no cell. */
export function errorsByCell(errors: Record<string, string>, keys: number[]) {
  const byCell: EditedLines['errors'] = {}
  const others: Record<string, string> = {}
  for (const [path, sentence] of Object.entries(errors)) {
    const [, at, field] = /^lines\.(\d+)\.(\w+)$/.exec(path) ?? []
    const key = keys[Number(at)]
    const cell = CELL_OF[field ?? '']
    if (key !== undefined && cell) byCell[key] = { ...byCell[key], [cell]: sentence }
    else others[path] = sentence
  }
  return { byCell, others }
}

/** How many columns a row has says what they are. */
const COLUMNS: Record<number, readonly Cell[]> = {
  1: ['description'],
  2: ['description', 'unitPrice'],
  3: ['description', 'quantity', 'unitPrice'],
  4: ['description', 'quantity', 'unitPrice', 'taxRate'],
  5: ['description', 'quantity', 'unitPrice', 'discount', 'taxRate'],
}
const ROWS_MOST = 500

/** Rows copied from a spreadsheet as lines; null where the text is none. A row of headings is left out. */
export function rowsOfPaste(text: string, currency: string): Partial<Record<Cell, string>>[] | null {
  if (!text.includes('\t')) return null
  const rows = tabSeparated(text).filter((row) => row.some((cell) => cell.trim()))
  const width = Math.min(5, Math.max(...rows.map((row) => row.length)))
  const columns = COLUMNS[width]!
  const lines = rows.map((row) =>
    Object.fromEntries(columns.map((cell, at) => [cell, (row[at] ?? '').trim()]).filter(([, of]) => of)),
  ) as Partial<Record<Cell, string>>[]
  const isHeading = (line: Partial<Record<Cell, string>>) =>
    Boolean(line.unitPrice) && !readMoney(line.unitPrice!, currency).ok
  return (lines.length > 1 && isHeading(lines[0]!) ? lines.slice(1) : lines).slice(0, ROWS_MOST)
}

/** Spreadsheets put a cell of several lines into quotes, and double the quotes within. */
function tabSeparated(text: string): string[][] {
  const rows: string[][] = [[]]
  const cell = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r?\n|\r|$)/g
  for (const [, raw, end] of text.matchAll(cell)) {
    const isQuoted = raw!.length > 1 && raw!.startsWith('"') && raw!.endsWith('"')
    rows.at(-1)!.push(isQuoted ? raw!.slice(1, -1).replaceAll('""', '"') : raw!)
    if (end === '') break
    if (end !== '\t') rows.push([])
  }
  return rows
}

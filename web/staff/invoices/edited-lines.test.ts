import { beforeAll, expect, test, vi } from 'vitest'
import {
  changeLines,
  type EditedLines,
  errorsByCell,
  type LineAction,
  linesToSend,
  rowsOfPaste,
  startLines,
} from './edited-lines.ts'

beforeAll(() => {
  vi.stubGlobal('navigator', { language: 'en-GB' })
})

const after = (...actions: LineAction[]): EditedLines =>
  actions.reduce(changeLines, startLines([], 'EUR', '19'))
const described = (state: EditedLines) => state.lines.map(({ description }) => description)
const type = (key: number, cell: 'description' | 'unitPrice', text: string): LineAction => ({
  do: 'type',
  key,
  cell,
  text,
})

test('an invoice starts with one empty line, which is not sent', () => {
  const { lines } = after()
  expect(lines).toMatchObject([{ description: '', quantity: '1', taxRate: '19' }])
  expect(linesToSend(lines, 'EUR')).toMatchObject({ body: [], isSound: true })
})

test('lines are added below, moved with the cell one is in, and removed back to the line before', () => {
  const three = after(
    type(0, 'description', 'A'),
    { do: 'add', after: 0 },
    type(1, 'description', 'C'),
    { do: 'add', after: 0 },
    type(2, 'description', 'B'),
  )
  expect(described(three)).toEqual(['A', 'B', 'C'])
  const moved = changeLines(three, { do: 'move', key: 1, by: -1, cell: 'unitPrice' })
  expect(described(moved)).toEqual(['A', 'C', 'B'])
  expect(moved.focus).toEqual({ key: 1, cell: 'unitPrice' })
  expect(changeLines(moved, { do: 'move', key: 2, by: 1, cell: 'unitPrice' })).toBe(moved)
  const removed = changeLines(moved, { do: 'remove', key: 1 })
  expect(described(removed)).toEqual(['A', 'B'])
  expect(removed.focus).toEqual({ key: 0, cell: 'description' })
})

test('rows of a spreadsheet become lines, without their headings', () => {
  const rows = rowsOfPaste(
    'Item\tQty\tPrice\r\nHosting\t2\t19.99\r\n"Two\nlines, ""quoted"""\t1\t1,234.50\r\n',
    'EUR',
  )
  expect(rows).toEqual([
    { description: 'Hosting', quantity: '2', unitPrice: '19.99' },
    { description: 'Two\nlines, "quoted"', quantity: '1', unitPrice: '1,234.50' },
  ])
  const state = after({ do: 'paste', key: 0, rows: rows! })
  expect(described(state)).toEqual(['Hosting', 'Two\nlines, "quoted"'])
  expect(linesToSend(state.lines, 'EUR').body.map(({ unitPriceMinor }) => unitPriceMinor)).toEqual([
    1999, 123_450,
  ])
  expect(rowsOfPaste('only words,\nover two lines', 'EUR')).toBeNull()
})

test('what cannot be read is reported at its cell, in the words of the currency', () => {
  const state = after(type(0, 'unitPrice', '1.5'))
  expect(linesToSend(state.lines, 'JPY')).toMatchObject({
    isSound: false,
    errors: { 0: { unitPrice: 'JPY has no decimals.', description: 'Enter a description.' } },
  })
})

test('a refusal of the server finds its cell although empty lines were not sent', () => {
  const state = after({ do: 'add' }, type(1, 'description', 'A'), type(1, 'unitPrice', '5'))
  const { keys } = linesToSend(state.lines, 'EUR')
  expect(errorsByCell({ 'lines.0.taxRate': 'Use at most 100.', dueDate: 'Later.' }, keys)).toEqual({
    byCell: { 1: { taxRate: 'Use at most 100.' } },
    others: { dueDate: 'Later.' },
  })
})

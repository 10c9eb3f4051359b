import { describe, expect, test } from 'vitest'
import { CsvReader } from '../../csv/csv-rows.ts'
import { readRow } from '../contacts/read-row.ts'
import { onOneLine, shortened } from './cell-text.ts'
import { importFields, invoiceFields, type ImportField, type InvoiceField } from '../imports.api.ts'
import { readInvoiceRow } from '../invoices/read-invoice-row.ts'
import { aside } from '../reading/find-header.ts'

/** What a cell is full of: each is something that some reader of cells looks for. */
const PIECES = [
  ...[
    ' ',
    '\u00a0',
    '\n',
    ' \n',
    '\t',
    '\u200b',
    '7',
    '0',
    '1.',
    '1,',
    '1 ',
    'a',
    'a ',
    'a@',
    '@',
    'a@b.co ',
  ],
  ...[
    '.',
    ',',
    ';',
    '-',
    '<',
    '<a@',
    '<@>',
    '(',
    '()',
    '"',
    "'",
    '\\',
    '/',
    '|',
    ':',
    '%',
    '€',
    '=',
    '山',
    'ﷺ',
  ],
  ...['\u0301\u0323', '😀', 'Dr. ', 'net 1 ', 'sofort netto ', 'EUR', 'e+1', 'MwSt ', 'total '],
]
const SHAPES = PIECES.flatMap((piece) => {
  const full = (length: number) => piece.repeat(length / piece.length)
  return [
    full,
    (length: number) => `a${full(length)}b`,
    (length: number) => `1${full(length)}!`,
    (length: number) => `Total a@example.com ${full(length)}!`,
    // Long, but not too long, again and again.
    (length: number) => `a@${full(480)}!,`.repeat(length / 480),
  ]
})

const contactCells = Object.keys(importFields).map((field) => ({
  name: `${field} of a contact`,
  read: (cell: string) => readRow([cell], [field as ImportField]),
}))
const invoiceCells = Object.keys(invoiceFields).map((field) => ({
  name: `${field} of an invoice`,
  read: (cell: string) =>
    readInvoiceRow([cell], [field as InvoiceField], { dateOrder: null, decimalSign: null }),
}))
const remarks = { name: 'a remark below the table', read: (cell: string) => aside([cell], []) }
const sums = { name: 'an amount beside a total', read: (cell: string) => aside(['Total', cell], []) }

describe('a giant cell', () => {
  test.each([...contactCells, ...invoiceCells, remarks, sums])(
    'takes no longer for $name than its characters do, whatever they are',
    ({ read }) => {
      const took = (cell: string) => {
        const from = performance.now()
        read(cell)
        return performance.now() - from
      }
      const grows = (shape: (length: number) => string) =>
        took(shape(20_000)) > 8 * took(shape(5000)) + 10 /* ms, so that a busy machine is no fault */
      // Four times the characters take four times as long, and not sixteen times. Five times in a row is no chance.
      const slow = SHAPES.filter((shape) => [1, 2, 3, 4, 5].every(() => grows(shape)))
      expect(slow.map((shape) => shape(500).slice(0, 20))).toEqual([])
    },
  )

  test('is quoted by its beginning', () => {
    const { notes } = readRow(['Acme', '9'.repeat(20_000)], ['customerName', 'phone'])
    expect(notes).toEqual([
      `Phone: “${'9'.repeat(40)}…” is left out. It has 20,000 characters, which is far too long. Shorten it.`,
    ])
    expect(shortened(`${'a'.repeat(39)}😀`)).toBe(`${'a'.repeat(39)}…`)
  })

  test('in a column that is left out keeps no row out, and in another is told by its name', () => {
    const [row] = new CsvReader({ delimiter: ',' }).read(`Acme,anna@example.com,${'a'.repeat(50_000)}\n`)
    expect(row!.fault).toBeNull()
    expect(readRow(row!.cells, ['customerName', 'email', null])).toMatchObject({ faults: [], notes: [] })
    expect(readRow(row!.cells, ['customerName', 'email', 'notes'])).toMatchObject({
      faults: [],
      notes: [expect.stringMatching(/^Notes: “a{40}…” is left out. Use at most 10,?000 characters.$/)],
    })
    expect(readRow(row!.cells, [null, 'email', 'customerName']).faults).toHaveLength(1)
  })

  test('of commas alone names nobody, and stops nothing', () => {
    const { faults } = readInvoiceRow([','.repeat(50)], ['customerEmail'], {
      dateOrder: null,
      decimalSign: null,
    })
    expect(faults).toEqual([expect.stringContaining('There is no address in it.')])
    expect(readRow(['Acme', ',;'], ['customerName', 'email'])).toMatchObject({ faults: [], notes: [] })
  })
})

test('a name that lost a letter on its way is not imported without it', () => {
  const { faults } = readRow(['M\ufffdller', 'M\ufffdnchen'], ['customerName', 'billingCity'])
  expect(faults).toEqual([expect.stringContaining('a letter was lost')])
  const { notes } = readRow(['Acme', 'M\ufffdnchen'], ['customerName', 'billingCity'])
  expect(notes).toEqual([expect.stringContaining('“M\ufffdnchen” is left out. Where \ufffd stands')])
})

test('text that is written as a formula, to keep it from spreadsheets, is what it says', () => {
  const { content } = readRow(['="Bob"', '="00491"'], ['firstName', 'phone'])
  expect(content.person).toMatchObject({ firstName: 'Bob', phone: '00491' })
})

test('a cell of several lines becomes one line', () => {
  expect(onOneLine('Main Street 1 \r\n \n\t Second floor')).toBe('Main Street 1 Second floor')
  expect(onOneLine('Main Street 1\nSecond floor', ', ')).toBe('Main Street 1, Second floor')
})

import { currency, line, optionalText } from '../../http/fields.api.ts'
import { parseEmailAddress } from '../../people/email-address.ts'
import { plainCell } from '../../csv/csv-cell.ts'
import { invoiceFields, type AnyField, type InvoiceField } from '../imports.api.ts'
import { readDate, readDecimal, type Notation } from './invoice-cells.ts'

/** What a row says, as text in one form each: dates as 2021-01-31, decimals as -1234.5. A blank cell says nothing. */
export type InvoiceCells = Partial<Record<InvoiceField, string>>

/** Reads the cells of a row of invoices, or of their lines, and every reason why it cannot be imported. */
export function readInvoiceRow(
  cells: string[],
  fields: (AnyField | null)[],
  notation: Notation,
): { content: InvoiceCells; faults: string[] } {
  const content: InvoiceCells = {}
  const faults: string[] = []
  for (const [at, field] of (fields as (InvoiceField | null)[]).entries()) {
    const cell = field === null ? '' : plainCell(cells[at] ?? '').trim()
    if (field === null || cell === '') continue
    const read = READ[field](cell, notation)
    if ('fault' in read) faults.push(`${invoiceFields[field]}: ${read.fault}`)
    else content[field] = read.value
  }
  return { content, faults }
}

type Read = { value: string } | { fault: string }
type ReadCell = (cell: string, notation: Notation) => Read

const date: ReadCell = (cell, { dateOrder }) => readDate(cell, dateOrder)
const decimal: ReadCell = (cell, { decimalSign }) => readDecimal(cell, decimalSign)
const percent: ReadCell = (cell, notation) => {
  const read = decimal(cell, notation)
  if ('fault' in read) return read
  const isPercent = /^\d{1,3}(?:\.\d{1,4})?$/.test(read.value) && Number(read.value) <= 100
  return isPercent ? read : { fault: 'Use a percentage from 0 to 100 such as 19 or 7.5.' }
}

const READ: Record<InvoiceField, ReadCell> = {
  invoiceNumber: text(40),
  accountNumber: text(64),
  customerName: text(254),
  customerEmail: (cell) => {
    const parsed = parseEmailAddress(cell)
    return parsed.ok ? { value: parsed.identity } : { fault: parsed.reason }
  },
  issueDate: date,
  dueDate: date,
  currency: (cell) => checked(currency, cell.toUpperCase()),
  purchaseOrder: text(100),
  notes: (cell) => checked(optionalText(5000), cell),
  invoiceDiscount: percent,
  total: decimal,
  paid: decimal,
  paidOn: date,
  status: (cell) => {
    const isOwed = !NOT_OWED.test(cell)
    return isOwed ? { value: cell } : { fault: `It is “${cell}”. Only issued invoices are imported.` }
  },
  description: (cell) => checked(optionalText(5000), cell),
  quantity: (cell, notation) => {
    const read = decimal(cell, notation)
    if ('fault' in read) return read
    if (read.value.startsWith('-'))
      return { fault: 'Use a number above zero. The unit price may be negative.' }
    if (!/^\d{1,9}(?:\.\d{1,4})?$/.test(read.value))
      return { fault: 'Use a number with at most 4 decimals, such as 1.5.' }
    return read
  },
  unitPrice: decimal,
  lineDiscount: percent,
  taxRate: percent,
}

const NOT_OWED = /^(?:draft|void|voided|cancelled|canceled|deleted|entwurf|storniert|brouillon|annulée?)$/i

function text(most: number): ReadCell {
  const schema = line(most)
  return (cell) => checked(schema, cell.replace(/\s*[\r\n\t]+\s*/g, ' '))
}

function checked(
  schema: {
    safeParse(
      cell: string,
    ): { success: true; data: string | null } | { success: false; error: { issues: { message: string }[] } }
  },
  cell: string,
): Read {
  const result = schema.safeParse(cell)
  return result.success ? { value: result.data! } : { fault: result.error.issues[0]!.message }
}

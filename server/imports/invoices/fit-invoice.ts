import { invoiceFields } from '../imports.api.ts'
import { totalsOf } from '../../invoices/totals.ts'
import type { FileLines, FileRow } from './file-row.ts'
import { fitLines, type Fitted } from './fit-lines.ts'
import { minorOf, money } from './minor-of.ts'
import type { InvoiceCells } from './read-invoice-row.ts'

interface Reading {
  currency: string
  headOf: (rows: FileRow[]) => InvoiceCells | string[]
  linesOf: (rows: FileRow[], head: InvoiceCells) => FileLines
}
type Result = (Fitted & { isTotal: boolean }) | { faults: string[] }
type Meaning = (cells: InvoiceCells) => InvoiceCells

/**
 * The lines of the invoice, with what the file says of taxes and discounts. What a file may mean in several ways, it means in the
 * one by which its sums fit: a tax or a discount as an amount or a percentage, prices with tax or without. Where the sums do
 * not show that, the invoice is refused.
 */
export function fitInvoice(rows: FileRow[], head: InvoiceCells, reading: Reading): Result {
  const undecided = rows.find(({ content }) => content.tax !== undefined)?.content.tax
  let first: Result | undefined
  for (const otherwise of OTHERWISE) {
    const proven: (Fitted & { isTotal: boolean })[] = []
    for (const taxes of undecided === undefined ? [asItIs] : TAXES) {
      const read = rows.map((row) => ({ ...row, content: otherwise(taxes(row.content)) }))
      const whole = reading.headOf(read)
      const fitted = Array.isArray(whole) ? { faults: whole } : fittedOf(read, whole, reading)
      first ??= fitted
      if (
        !('faults' in fitted) &&
        !Array.isArray(whole) &&
        isProven(fitted, whole, reading.currency) &&
        (otherwise !== withTax || totalsOf(fitted).taxMinor !== 0)
      )
        proven.push(fitted)
    }
    const [one] = proven
    if (one && new Set(proven.map((fitted) => totalsOf(fitted).taxMinor)).size === 1) return one
    const isTotal = first !== undefined && !('faults' in first) && first.isTotal
    if (one || head.total === undefined || isTotal) break
  }
  if (undecided !== undefined)
    return {
      faults: [
        `The tax ${undecided} may be an amount or a percentage, and the sums of the file do not show which. Say at Columns which it is.`,
      ],
    }
  return withNet(first!, head, reading.currency)
}

const asItIs: Meaning = (cells) => cells
const percentOf = (tax: string) => (Number(tax) <= 100 ? tax : undefined)

/** What a tax may be that the file only calls so: a percentage, an amount, or a fraction such as 0.2. */
const TAXES: Meaning[] = [
  ({ tax, ...cells }) => (tax === undefined ? cells : { ...cells, taxRate: percentOf(tax) }),
  ({ tax, ...cells }) => (tax === undefined ? cells : { ...cells, taxAmount: tax }),
  ({ tax, ...cells }) =>
    tax === undefined ? cells : { ...cells, taxRate: Number(tax) < 1 ? hundredfold(tax) : percentOf(tax) },
]
const hundredfold = (fraction: string) => String(Math.round(Number(fraction) * 1_000_000) / 10_000)

const withTax: Meaning = (cells) => ({ pricesIncludeTax: 'yes', ...cells })

/** What the file may mean otherwise, if its total is another. */
const OTHERWISE: Meaning[] = [
  asItIs,
  withTax,
  ({ invoiceDiscount, ...cells }) =>
    invoiceDiscount === undefined ? cells : { discountAmount: invoiceDiscount, ...cells },
  ({ lineDiscount, ...cells }) =>
    lineDiscount === undefined ? cells : { lineDiscountAmount: lineDiscount, ...cells },
]

/** Whether the sums of the file show that it was meant so. */
function isProven(fitted: Fitted & { isTotal: boolean }, head: InvoiceCells, currency: string): boolean {
  return fitted.isTotal
    ? head.netTotal !== undefined && isNet(fitted, head, currency)
    : head.total !== undefined && comesToTotal(fitted, head, currency)
}

const netOf = (fitted: Fitted) => {
  const { subtotalMinor, discountMinor } = totalsOf(fitted)
  return subtotalMinor - discountMinor
}

/** Some say what it comes to without tax before the discount, others after it. */
function isNet(fitted: Fitted, { netTotal, discountAmount }: InvoiceCells, currency: string): boolean {
  const said = minorOf(netTotal!, currency)
  const less = minorOf(discountAmount ?? '0', currency)
  if ('fault' in said || 'fault' in less) return false
  const net = netOf(fitted)
  return net === said.minor || net === said.minor - Math.abs(less.minor)
}

/** An invoice of which the file says only what it comes to: with tax, and without. */
function withNet(fitted: Result, head: InvoiceCells, currency: string): Result {
  if ('faults' in fitted || !fitted.isTotal || head.netTotal === undefined) return fitted
  const said = minorOf(head.netTotal, currency)
  if ('fault' in said) return { faults: [`${invoiceFields.netTotal}: ${said.fault}`] }
  if (isNet(fitted, head, currency)) return fitted
  const sums = `${money(netOf(fitted), currency)}, but the file says ${money(said.minor, currency)}`
  if (totalsOf(fitted).taxMinor !== 0)
    return {
      faults: [`Without tax it comes to ${sums}. Correct the tax, or leave out a column at Columns.`],
    }
  const note = `No tax is said: without tax it comes to ${sums}.`
  return { ...fitted, says: [...fitted.says, note] }
}

function fittedOf(rows: FileRow[], head: InvoiceCells, { currency, linesOf }: Reading): Result {
  const of = (cells: InvoiceCells): Result => {
    const lines = linesOf(rows, cells)
    if ('faults' in lines) return lines
    const isTotal = lines.isTotal === true
    const fitted = fitLines(lines.lines, {
      currency,
      ...(isTotal ? {} : { discountPercent: cells.invoiceDiscount, discountAmount: cells.discountAmount }),
      taxAmount: isTotal ? undefined : cells.taxAmount,
      total: cells.total,
      pricesIncludeTax: cells.pricesIncludeTax === 'yes' || isTotal,
      isTotal,
    })
    return 'fault' in fitted ? { faults: [fitted.fault] } : { ...fitted, isTotal }
  }
  const fitted = of(head)
  const { taxAmount, ...others } = head
  const isOfEach =
    taxAmount !== undefined && rows.length > 1 && rows.every(({ content }) => content.taxAmount)
  if (!isOfEach || comesToTotal(fitted, head, currency)) return fitted
  // Lines that each bear the same tax.
  const ofLines = of(others)
  return comesToTotal(ofLines, head, currency) ? ofLines : fitted
}

function comesToTotal(fitted: Result, { total }: InvoiceCells, currency: string) {
  if ('faults' in fitted) return false
  if (total === undefined) return true
  const said = minorOf(total, currency)
  return 'fault' in said || totalsOf(fitted).totalMinor === said.minor
}

import { formatDecimal, formatMinor, formatMinorBare } from '../money.ts'
import type { InvoiceDocument, InvoiceLine } from './document.ts'
import type { OwnPart, Table } from './page.ts'
import { inItsOrder, linesOf, plain } from './plain.ts'
import type { Words } from './words.ts'

export function invoicePage(
  invoice: InvoiceDocument,
  words: Words,
  written: (date: string) => string,
): OwnPart {
  const money = (minor: number) => inItsOrder(formatMinor(minor, invoice.currency, invoice.language))
  const dueMinor = invoice.totalMinor - (invoice.paidMinor ?? 0)
  const number = plain(invoice.number)
  return {
    kind: words.invoice,
    number,
    edition: invoice.revision > 1 ? words.revision(invoice.revision) : null,
    stamp: invoice.void ? words.void : invoice.draft ? words.draft : null,
    buyerLabel: words.billTo,
    datedOn: invoice.issueDate,
    facts: [
      { label: words.issueDate, value: written(invoice.issueDate) },
      { label: words.dueDate, value: written(invoice.dueDate) },
      { label: words.purchaseOrder, value: plain(invoice.purchaseOrder ?? '') },
      { label: words.accountNumber, value: plain(invoice.buyer.accountNumber ?? '') },
    ].filter(({ value }) => value !== ''),
    headline: {
      label: words.amountDue,
      amount: money(invoice.void ? 0 : dueMinor),
      note: invoice.void
        ? words.void
        : dueMinor <= 0
          ? words.paidInFull
          : words.dueOn(written(invoice.dueDate)),
    },
    tables: [linesTable(invoice, words, money)],
    boxes: [
      { label: words.notes, lines: linesOf(invoice.notes), tinted: false },
      { label: words.howToPay, lines: linesOf(invoice.seller.paymentInstructions), tinted: true },
    ].filter(({ lines }) => lines.length > 0),
  }
}

/** A column that would be empty in every line is left out. */
function linesTable(invoice: InvoiceDocument, words: Words, money: (minor: number) => string): Table {
  const bare = (minor: number) => inItsOrder(formatMinorBare(minor, invoice.currency, invoice.language))
  const decimal = (value: string) => formatDecimal(value, invoice.language)
  const percent = (value: string | null) => (isNothing(value) ? '' : `${decimal(value!)}%`)
  const columns: { label: string; cell: (line: InvoiceLine) => string; grows?: boolean }[] = [
    { label: words.description, cell: (line) => plain(line.description), grows: true },
    { label: words.quantity, cell: (line) => decimal(line.quantity) },
    { label: words.unitPrice, cell: (line) => bare(line.unitPriceMinor) },
  ]
  if (invoice.lines.some((line) => !isNothing(line.discountPercent))) {
    columns.push({ label: words.discount, cell: (line) => percent(line.discountPercent) })
  }
  if (invoice.lines.some((line) => line.taxRate !== null)) {
    columns.push({
      label: words.tax,
      cell: (line) => (line.taxRate === null ? '' : `${decimal(line.taxRate)}%`),
    })
  }
  columns.push({ label: words.amount, cell: (line) => bare(line.amountMinor) })
  return {
    heading: null,
    columns: columns.map(({ label, grows = false }) => ({ label, align: grows ? 'start' : 'end', grows })),
    rows: invoice.lines.map((line) => columns.map(({ cell }) => cell(line))),
    totals: totals(invoice, words, money, decimal),
    keep: keptWithTotals(invoice.lines.map(({ description }) => description.length)),
    ages: [],
  }
}

function totals(
  invoice: InvoiceDocument,
  words: Words,
  money: (minor: number) => string,
  decimal: (value: string) => string,
): Table['totals'] {
  const rows: Table['totals'] = []
  const row = (label: string, minor: number, strong = false) =>
    rows.push({ label, amount: money(minor), strong })
  const discounted = invoice.discountMinor !== 0
  if (discounted || invoice.taxes.length > 0) row(words.subtotal, invoice.subtotalMinor)
  if (discounted) {
    const label = isNothing(invoice.discountPercent)
      ? words.discount
      : words.discountOf(decimal(invoice.discountPercent!))
    row(label, -invoice.discountMinor)
  }
  for (const { rate, netMinor, taxMinor } of invoice.taxes) {
    row(words.taxOn(decimal(rate), money(netMinor)), taxMinor)
  }
  row(words.total, invoice.totalMinor, true)
  if (invoice.paidMinor) {
    row(words.paid, -invoice.paidMinor)
    row(words.amountDue, invoice.totalMinor - invoice.paidMinor, true)
  }
  return rows
}

/** Two lines of ordinary length go over to the next page with the totals; a line that fills half a page does not. */
export function keptWithTotals(lengths: number[]): number {
  const last = lengths.slice(-2)
  return last.every((length) => length <= MOST_CHARACTERS_KEPT) ? last.length : 0
}

const MOST_CHARACTERS_KEPT = 400

function isNothing(percent: string | null) {
  return percent === null || Number(percent) === 0
}

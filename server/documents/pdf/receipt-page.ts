import { formatMinor } from '../money.ts'
import type { ReceiptDocument } from './document.ts'
import { keptWithTotals } from './invoice-page.ts'
import type { OwnPart } from './page.ts'
import { inItsOrder, linesOf, plain } from './plain.ts'
import type { Words } from './words.ts'

export function receiptPage(
  receipt: ReceiptDocument,
  words: Words,
  written: (date: string) => string,
): OwnPart {
  const money = (minor: number) => inItsOrder(formatMinor(minor, receipt.currency, receipt.language))
  const creditMinor =
    receipt.amountMinor - receipt.invoices.reduce((sum, { paidMinor }) => sum + paidMinor, 0)
  const credit = creditMinor === 0 ? [] : [{ label: words.credit, amount: money(creditMinor), strong: false }]
  return {
    kind: words.receipt,
    number: plain(receipt.number),
    edition: null,
    stamp: receipt.void ? words.void : null,
    buyerLabel: words.receivedFrom,
    datedOn: receipt.receivedOn,
    facts: [
      { label: words.receivedOn, value: written(receipt.receivedOn) },
      { label: words.method, value: plain(receipt.method ?? '') },
      { label: words.reference, value: plain(receipt.reference ?? '') },
      { label: words.accountNumber, value: plain(receipt.buyer.accountNumber ?? '') },
    ].filter(({ value }) => value !== ''),
    headline: {
      label: words.amountReceived,
      amount: money(receipt.amountMinor),
      note: written(receipt.receivedOn),
    },
    tables: [
      {
        heading: null,
        columns: [
          { label: words.invoice, align: 'start', grows: true },
          { label: words.invoiceTotal, align: 'end', grows: false },
          { label: words.paid, align: 'end', grows: false },
        ],
        rows: receipt.invoices.map((invoice) => [
          plain(invoice.number),
          money(invoice.totalMinor),
          money(invoice.paidMinor),
        ]),
        totals: [
          ...credit,
          { label: words.amountReceived, amount: money(receipt.amountMinor), strong: true },
        ],
        keep: keptWithTotals(receipt.invoices.map(({ number }) => number.length)),
        ages: [],
      },
    ],
    boxes: [{ label: words.notes, lines: linesOf(receipt.notes), tinted: false }].filter(
      ({ lines }) => lines.length > 0,
    ),
  }
}

import { formatMinor } from '../money.ts'
import type { StatementDocument } from './document.ts'
import { keptWithTotals } from './invoice-page.ts'
import type { OwnPart, Table } from './page.ts'
import { inItsOrder, linesOf, plain } from './plain.ts'
import type { Words } from './words.ts'

export function statementPage(
  statement: StatementDocument,
  words: Words,
  written: (date: string) => string,
): OwnPart {
  const owed = statement.currencies.map(({ totalMinor, currency }) =>
    inItsOrder(formatMinor(totalMinor, currency, statement.language)),
  )
  const items = statement.currencies.reduce((sum, currency) => sum + currency.items.length, 0)
  return {
    kind: words.statement,
    number: '',
    edition: null,
    stamp: null,
    buyerLabel: words.statementFor,
    datedOn: statement.asOf,
    facts: [
      { label: words.asOf, value: written(statement.asOf) },
      { label: words.accountNumber, value: plain(statement.buyer.accountNumber ?? '') },
    ].filter(({ value }) => value !== ''),
    headline:
      items === 0
        ? { label: words.amountDue, amount: words.nothingOwed, note: '' }
        : { label: words.amountDue, amount: owed.join(' + '), note: words.openItems(items) },
    tables: statement.currencies
      .filter((currency) => currency.items.length > 0)
      .map((currency) => currencyTable(currency, statement, words, written)),
    boxes: [
      { label: words.notes, lines: linesOf(statement.notes), tinted: false },
      { label: words.howToPay, lines: linesOf(statement.seller.paymentInstructions), tinted: true },
    ].filter(({ lines }) => lines.length > 0),
  }
}

function currencyTable(
  { currency, items, ageing, totalMinor }: StatementDocument['currencies'][number],
  statement: StatementDocument,
  words: Words,
  written: (date: string) => string,
): Table {
  const money = (minor: number) => inItsOrder(formatMinor(minor, currency, statement.language))
  const age = (label: string, minor: number) => ({ label, amount: money(minor), owed: minor !== 0 })
  return {
    heading: statement.currencies.length > 1 ? currency : null,
    columns: [
      { label: words.invoice, align: 'start', grows: true },
      { label: words.issueDate, align: 'end', grows: false },
      { label: words.dueDate, align: 'end', grows: false },
      { label: words.invoiceTotal, align: 'end', grows: false },
      { label: words.balance, align: 'end', grows: false },
    ],
    rows: items.map((item) => [
      plain(item.number),
      written(item.issueDate),
      written(item.dueDate),
      money(item.totalMinor),
      money(item.balanceMinor),
    ]),
    totals: [{ label: words.amountDue, amount: money(totalMinor), strong: true }],
    keep: keptWithTotals(items.map(({ number }) => number.length)),
    ages: [
      age(words.current, ageing.currentMinor),
      age(words.days(1, 30), ageing.days1To30Minor),
      age(words.days(31, 60), ageing.days31To60Minor),
      age(words.days(61, 90), ageing.days61To90Minor),
      age(words.daysOver(90), ageing.daysOver90Minor),
    ],
  }
}

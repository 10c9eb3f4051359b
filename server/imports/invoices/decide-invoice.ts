import { minorDigits } from '../../documents/money.ts'
import { InvalidRequest } from '../../http/problems.ts'
import { totalColumns, type StoredLine } from '../../invoices/invoice.ts'
import { totalsOf } from '../../invoices/totals.ts'
import { dateInWords } from '../../time/date-in-words.ts'
import { daysAfter } from '../../time/day.ts'
import { ended } from '../contacts/sentences.ts'
import { mayBeIn } from './invoice-cells.ts'
import { findBilledCustomer } from './find-billed-customer.ts'
import { invoiceFields, type InvoiceField } from '../imports.api.ts'
import { minorOf, money, MOST_MINOR } from './minor-of.ts'
import { notesOnStatus, paidOf } from './paid-of.ts'
import type { FileLine } from './fit-lines.ts'
import type { FileLines, FileRow } from './file-row.ts'
import { fitInvoice } from './fit-invoice.ts'
import type { BilledCustomer, KnownInvoice, KnownInvoices } from './known-invoices.ts'
import type { InvoiceCells } from './read-invoice-row.ts'

/** An invoice from the file, ready to be written. */
export interface InvoiceToAdd {
  /** The number of its first row. */
  row: number
  customer: BilledCustomer
  /** That of the file. A draft has none here yet, and gets its own when it is sent. */
  number: string
  isDraft: boolean
  currency: string
  issueDate: string
  dueDate: string
  purchaseOrder: string | null
  notes: string | null
  lines: StoredLine[]
  discountPercent: string
  totals: ReturnType<typeof totalColumns>
  paidMinor: number
  paidOn: string
}

export type InvoiceDecision =
  | { outcome: 'create'; says: string[]; invoice: InvoiceToAdd }
  | { outcome: 'unchanged'; says: string[] }
  | { outcome: 'refuse'; says: string[] }

export interface Files {
  hasLinesFile: boolean
  today: string
}

const MOST_LINES = 500
const MOST_FAULTS_SHOWN = 10

/**
 * The rules for importing invoices: all rows with one number are one invoice, and a row that cannot be read refuses
 * the whole invoice. The dry run and the import both ask here, so that what was said is what is done.
 */
export function decideInvoice(known: KnownInvoices, rows: FileRow[], files: Files): InvoiceDecision {
  const refused = (says: string[]): InvoiceDecision => ({ outcome: 'refuse', says: shortened(says) })
  const faults = rows.flatMap((row) => row.faults.map((fault) => `${where(row)}: ${fault}`))
  if (faults.length > 0) return refused(faults)
  if (rows[0]!.ofLines)
    return refused([
      rows[0]!.content.invoiceNumber === undefined
        ? 'The row does not say which invoice it belongs to.'
        : `The first file has no invoice ${rows[0]!.content.invoiceNumber}.`,
    ])
  const head = headOf(rows)
  if (Array.isArray(head)) return refused(head)
  const { invoiceNumber: number, issueDate } = head
  if (number === undefined) return refused([`${invoiceFields.invoiceNumber}: Fill it in.`])
  if (issueDate === undefined) return refused([`${invoiceFields.issueDate}: Fill it in.`])
  const customer = findBilledCustomer(known, head)
  if (typeof customer === 'string') return refused([customer])

  const currency = head.currency ?? customer.currency
  const otherSign = rows
    .map(({ content }) => content.currencySign)
    .find((sign) => sign !== undefined && !mayBeIn(currency, sign))
  if (otherSign !== undefined)
    return refused([
      `Its amounts are in ${otherSign}, but ${head.currency === undefined ? `${customer.name} pays in` : 'the currency is'} ${ended(currency)} Write the code of the currency into a column of its own.`,
    ])
  const fitted = fitInvoice(rows, head, {
    currency,
    headOf,
    linesOf: (...of) => linesOf(...of, currency, files),
  })
  if ('faults' in fitted) return refused(fitted.faults)
  const invoice = {
    row: rows[0]!.number,
    customer,
    number,
    isDraft: head.status === 'draft',
    currency,
    issueDate,
    dueDate: head.dueDate ?? daysAfter(issueDate, customer.termsDays),
    purchaseOrder: head.purchaseOrder ?? null,
    notes: head.notes ?? null,
    lines: fitted.lines,
    discountPercent: fitted.discountPercent,
  }
  const sums = moneyOf(invoice, head, files.today)
  if ('faults' in sums) return refused(sums.faults)
  const here = known.invoice(number)
  if (here) return againstHere(here, { ...invoice, ...sums }, head)
  const says = [inWords({ ...invoice, ...sums }), ...fitted.says, ...notesOnStatus(head)]
  return { outcome: 'create', says, invoice: { ...invoice, ...sums } }
}

const where = ({ line, ofLines }: FileRow) => `${ofLines ? 'Lines file, line' : 'Line'} ${line}`

function shortened(says: string[]): string[] {
  if (says.length <= MOST_FAULTS_SHOWN) return says
  return [...says.slice(0, MOST_FAULTS_SHOWN), `And ${says.length - MOST_FAULTS_SHOWN} more.`]
}

const OF_LINES = new Set<keyof InvoiceCells>([
  ...(['description', 'quantity', 'unitPrice', 'lineDiscount', 'lineDiscountAmount'] as const),
  ...(['taxRate', 'taxName', 'lineTax', 'tax', 'currencySign'] as const),
])
/** Programs write these of an invoice or of each of its lines under the same heading. Where they differ, it is of the lines. */
const MAY_BE_OF_LINES = ['taxAmount', 'discountAmount', 'netTotal'] as const

/** What the rows say about the invoice as a whole: it may be repeated, but must not differ. */
function headOf(rows: FileRow[]): InvoiceCells | string[] {
  const head: InvoiceCells = {}
  const from: Partial<Record<InvoiceField, FileRow>> = {}
  const faults: string[] = []
  const differing: InvoiceField[] = []
  for (const row of rows)
    for (const [field, value] of Object.entries(row.content) as [InvoiceField, string][]) {
      if (OF_LINES.has(field)) continue
      if (head[field] === undefined) {
        head[field] = value
        from[field] = row
      } else if (head[field] === value || field === 'invoiceNumber') continue
      else if (MAY_BE_OF_LINES.some((one) => one === field)) differing.push(field)
      else
        faults.push(
          `${where(row)}: ${invoiceFields[field]} is ${value}, but ${head[field]} in line ${from[field]!.line}. An invoice has only one.`,
        )
    }
  for (const field of differing) delete head[field]
  return faults.length > 0 ? faults : head
}

function linesOf(rows: FileRow[], head: InvoiceCells, currency: string, { hasLinesFile }: Files): FileLines {
  const ofLines = rows.filter(({ content }) => content.description ?? content.quantity ?? content.unitPrice)
  if (ofLines.length > MOST_LINES)
    return { faults: [`It has ${ofLines.length} lines; an invoice can have ${MOST_LINES} at most.`] }
  if (ofLines.length === 0) return oneLine({ ...rows[0]!.content, ...head }, currency, hasLinesFile)
  const faults: string[] = []
  const lines = ofLines.map((row): FileLine => {
    const { description, quantity = '1', unitPrice = '0', ...of } = row.content
    const fault = (field: InvoiceField, why: string) =>
      faults.push(`${where(row)}: ${invoiceFields[field]}: ${why}`)
    if (description === undefined) fault('description', 'Fill it in.')
    if (row.content.unitPrice === undefined) fault('unitPrice', 'Fill it in.')
    if (Math.abs(Number(unitPrice)) * 10 ** minorDigits(currency) > MOST_MINOR)
      fault('unitPrice', `${unitPrice} is more than an invoice can come to.`)
    // A quantity below zero takes off, which here the price does.
    const isNegative = quantity.startsWith('-')
    return {
      description: description ?? '',
      quantity: quantity.replace('-', ''),
      unitPrice: isNegative ? negated(unitPrice) : unitPrice,
      discountPercent: of.lineDiscount,
      discountAmount:
        of.lineDiscountAmount ?? (head.discountAmount === undefined ? of.discountAmount : undefined),
      taxRate: of.taxRate,
      taxName: of.taxName,
      taxAmount: of.lineTax ?? (head.taxAmount === undefined ? of.taxAmount : undefined),
    }
  })
  return faults.length > 0 ? { faults } : { lines }
}

const negated = (decimal: string) =>
  decimal.startsWith('-') ? decimal.slice(1) : Number(decimal) === 0 ? decimal : `-${decimal}`

/** For a file that says only what an invoice comes to. The tax is in it, and so is the discount. */
function oneLine(
  { total, invoiceNumber, taxRate, taxAmount, lineTax }: InvoiceCells,
  currency: string,
  hasLinesFile: boolean,
): FileLines {
  if (hasLinesFile) return { faults: [`The file of lines has no line for invoice ${invoiceNumber}.`] }
  if (total === undefined) return { faults: ['It has neither lines nor a total.'] }
  const price = minorOf(total, currency)
  if ('fault' in price) return { faults: [`${invoiceFields.total}: ${price.fault}`] }
  const line = { description: `Invoice ${invoiceNumber}`, quantity: '1', unitPrice: total }
  return { lines: [{ ...line, taxRate, taxAmount: taxAmount ?? lineTax }], isTotal: true }
}

/** What the lines come to, which must be what the file says, and how much of it is paid. */
function moneyOf(
  invoice: Pick<InvoiceToAdd, 'lines' | 'discountPercent' | 'currency' | 'issueDate' | 'dueDate' | 'isDraft'>,
  head: InvoiceCells,
  today: string,
): Pick<InvoiceToAdd, 'totals' | 'paidMinor' | 'paidOn'> | { faults: string[] } {
  const { total, paidOn, dueDate } = head
  const { currency, issueDate } = invoice
  if (dueDate !== undefined && dueDate < issueDate)
    return { faults: [`${invoiceFields.dueDate}: ${dueDate} is before the issue date, ${issueDate}.`] }
  const { totalMinor } = totalsOf(invoice)
  if (totalMinor < 0)
    return {
      faults: [
        `It comes to ${money(totalMinor, currency)}: it is a credit note, which Portico does not have. Take the amount off an open invoice of theirs with a line below zero, or record it as a payment that they may use later.`,
      ],
    }
  const totals = totalsOrFault(invoice)
  if (typeof totals === 'string') return { faults: [totals] }
  const said = total === undefined ? { minor: totals.total_minor } : minorOf(total, currency)
  if ('fault' in said) return { faults: [`${invoiceFields.total}: ${said.fault}`] }
  if (said.minor !== totals.total_minor)
    return {
      faults: [
        `The lines come to ${money(totals.total_minor, currency)}, but the total says ${money(said.minor, currency)}. Correct the file, or say at Columns what its prices and taxes are.`,
      ],
    }
  const amount = paidOf(head, totals.total_minor, invoice)
  if ('fault' in amount) return { faults: [amount.fault] }
  const day = paidOn ?? issueDate
  if (amount.minor > 0 && day > today)
    return { faults: [`${invoiceFields.paidOn}: ${day} is in the future.`] }
  return { totals, paidMinor: amount.minor, paidOn: day }
}

function totalsOrFault(invoice: { lines: StoredLine[]; discountPercent: string }) {
  try {
    return totalColumns(invoice)
  } catch (error) {
    if (error instanceof InvalidRequest) return error.errors![0]!.detail
    throw error
  }
}

/** An invoice that is already here stays as it is: it is the same, or the file is wrong about it. */
function againstHere(here: KnownInvoice, wanted: InvoiceToAdd, head: InvoiceCells): InvoiceDecision {
  const name = `Invoice ${wanted.number}`
  if (wanted.isDraft && here.isOfDraft && here.state !== 'draft')
    return {
      outcome: 'unchanged',
      says: [`${name} was imported as a draft, and is ${here.number} here now.`],
    }
  if (wanted.isDraft && here.state !== 'draft')
    return {
      outcome: 'refuse',
      says: [`${name} is a draft in the file, but was issued here. It stays as it is.`],
    }
  if (!wanted.isDraft && here.state === 'draft')
    return {
      outcome: 'refuse',
      says: [`${name} is a draft here. Discard the draft, and import this invoice again.`],
    }
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  const different = [
    here.state === 'void' && 'it was voided here',
    here.customerId !== wanted.customer.id && `it is for ${here.customerName} here`,
    here.issueDate !== wanted.issueDate && `its issue date is ${here.issueDate} here`,
    head.dueDate !== undefined && here.dueDate !== head.dueDate && `its due date is ${here.dueDate} here`,
    here.currency !== wanted.currency && `it is in ${here.currency} here`,
    here.totalMinor !== wanted.totals.total_minor &&
      `it comes to ${money(here.totalMinor, here.currency)} here, and to ${money(wanted.totals.total_minor, wanted.currency)} in the file`,
    head.purchaseOrder !== undefined &&
      here.purchaseOrder !== head.purchaseOrder &&
      `its purchase order is ${here.purchaseOrder ?? 'blank'} here`,
    head.notes !== undefined && here.notes !== head.notes && 'its notes differ',
    here.discountPercent !== wanted.discountPercent && `its discount is ${here.discountPercent} % here`,
    !isSame(here.lines.map(values), wanted.lines.map(values)) && 'its lines differ',
  ].filter((one) => one !== false)
  if (different.length === 0)
    return { outcome: 'unchanged', says: [`${name} is already here and is the same.`] }
  return {
    outcome: 'refuse',
    says: [`${name} is already here and differs: ${different.join('; ')}. It stays as it is.`],
  }
}

const values = ({ description, quantity, unitPriceMinor, discountPercent, taxRate }: StoredLine) => [
  description,
  quantity,
  unitPriceMinor,
  discountPercent,
  taxRate,
]

function inWords(invoice: InvoiceToAdd): string {
  const { number, customer, issueDate, lines, discountPercent, totals, currency, paidMinor, isDraft } =
    invoice
  const less = discountPercent === '0' ? '' : `, less ${discountPercent} %`
  const count = `${lines.length} line${lines.length === 1 ? '' : 's'}${less}`
  const paid = paidMinor > 0 ? `, ${money(paidMinor, currency)} of it paid` : ''
  const what = `for ${customer.name}, ${dateInWords(issueDate, 'en')}: ${count}, ${money(totals.total_minor, currency)}${paid}.`
  return isDraft
    ? `New draft ${what} In the file it is ${number}; it gets its number here when it is sent.`
    : `New invoice ${number} ${what}`
}

import { formatMinor, minorDigits } from '../../documents/money.ts'
import { InvalidRequest } from '../../http/problems.ts'
import { totalColumns, type StoredLine } from '../../invoices/invoice.ts'
import { dateInWords } from '../../time/date-in-words.ts'
import { daysAfter } from '../../time/day.ts'
import { findBilledCustomer } from './find-billed-customer.ts'
import { invoiceFields, type InvoiceField } from '../imports.api.ts'
import type { BilledCustomer, KnownInvoice, KnownInvoices } from './known-invoices.ts'
import type { InvoiceCells } from './read-invoice-row.ts'

/** A row of an invoice, from either file. */
export interface FileRow {
  number: number
  line: number
  ofLines: boolean
  content: InvoiceCells
  faults: string[]
}

/** An invoice from the file, ready to be written. */
export interface InvoiceToAdd {
  /** The number of its first row. */
  row: number
  customer: BilledCustomer
  number: string
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
  const lines = linesOf(rows, head, currency, files)
  if ('faults' in lines) return refused(lines.faults)
  const invoice = {
    row: rows[0]!.number,
    customer,
    number,
    currency,
    issueDate,
    dueDate: head.dueDate ?? daysAfter(issueDate, customer.termsDays),
    purchaseOrder: head.purchaseOrder ?? null,
    notes: head.notes ?? null,
    lines: lines.lines,
    discountPercent: head.invoiceDiscount ?? '0',
  }
  const money = moneyOf(invoice, head, files.today)
  if ('faults' in money) return refused(money.faults)
  const here = known.invoice(number)
  if (here) return againstHere(here, { ...invoice, ...money }, head)
  return { outcome: 'create', says: [inWords({ ...invoice, ...money })], invoice: { ...invoice, ...money } }
}

const where = ({ line, ofLines }: FileRow) => `${ofLines ? 'Lines file, line' : 'Line'} ${line}`

function shortened(says: string[]): string[] {
  if (says.length <= MOST_FAULTS_SHOWN) return says
  return [...says.slice(0, MOST_FAULTS_SHOWN), `And ${says.length - MOST_FAULTS_SHOWN} more.`]
}

const OF_LINES = new Set<InvoiceField>(['description', 'quantity', 'unitPrice', 'lineDiscount', 'taxRate'])

/** What the rows say about the invoice as a whole: it may be repeated, but must not differ. */
function headOf(rows: FileRow[]): InvoiceCells | string[] {
  const head: InvoiceCells = {}
  const from: Partial<Record<InvoiceField, FileRow>> = {}
  const faults: string[] = []
  for (const row of rows)
    for (const [field, value] of Object.entries(row.content) as [InvoiceField, string][]) {
      if (OF_LINES.has(field)) continue
      if (head[field] === undefined) {
        head[field] = value
        from[field] = row
      } else if (head[field] !== value && field !== 'invoiceNumber')
        faults.push(
          `${where(row)}: ${invoiceFields[field]} is ${value}, but ${head[field]} in line ${from[field]!.line}. An invoice has only one.`,
        )
    }
  return faults.length > 0 ? faults : head
}

function linesOf(
  rows: FileRow[],
  head: InvoiceCells,
  currency: string,
  { hasLinesFile }: Files,
): { lines: StoredLine[] } | { faults: string[] } {
  const ofLines = rows.filter(({ content }) => content.description ?? content.quantity ?? content.unitPrice)
  if (ofLines.length > MOST_LINES)
    return { faults: [`It has ${ofLines.length} lines; an invoice can have ${MOST_LINES} at most.`] }
  if (ofLines.length === 0) return oneLine(head, currency, hasLinesFile)
  const faults: string[] = []
  const lines = ofLines.map((row): StoredLine => {
    const { description, quantity, unitPrice, lineDiscount, taxRate } = row.content
    if (description === undefined) faults.push(`${where(row)}: ${invoiceFields.description}: Fill it in.`)
    const price = unitPrice === undefined ? { fault: 'Fill it in.' } : minorOf(unitPrice, currency)
    if ('fault' in price) faults.push(`${where(row)}: ${invoiceFields.unitPrice}: ${price.fault}`)
    return {
      description: description ?? '',
      quantity: quantity ?? '1',
      unitPriceMinor: 'fault' in price ? 0 : price.minor,
      discountPercent: lineDiscount ?? '0',
      taxRate: taxRate ?? '0',
    }
  })
  return faults.length > 0 ? { faults } : { lines }
}

/** For a file that says only what an invoice comes to. */
function oneLine({ total, invoiceNumber }: InvoiceCells, currency: string, hasLinesFile: boolean) {
  if (hasLinesFile) return { faults: [`The file of lines has no line for invoice ${invoiceNumber}.`] }
  if (total === undefined) return { faults: ['It has neither lines nor a total.'] }
  const price = minorOf(total, currency)
  if ('fault' in price) return { faults: [`${invoiceFields.total}: ${price.fault}`] }
  const line = { quantity: '1', unitPriceMinor: price.minor, discountPercent: '0', taxRate: '0' }
  return { lines: [{ description: `Invoice ${invoiceNumber}`, ...line }] }
}

/** What the lines come to, which must be what the file says, and how much of it is paid. */
function moneyOf(
  invoice: {
    lines: StoredLine[]
    discountPercent: string
    currency: string
    issueDate: string
    dueDate: string
  },
  { total, paid, paidOn, dueDate }: InvoiceCells,
  today: string,
): Pick<InvoiceToAdd, 'totals' | 'paidMinor' | 'paidOn'> | { faults: string[] } {
  const { currency, issueDate } = invoice
  if (dueDate !== undefined && dueDate < issueDate)
    return { faults: [`${invoiceFields.dueDate}: ${dueDate} is before the issue date, ${issueDate}.`] }
  const totals = totalsOrFault(invoice)
  if (typeof totals === 'string') return { faults: [totals] }
  const said = total === undefined ? { minor: totals.total_minor } : minorOf(total, currency)
  if ('fault' in said) return { faults: [`${invoiceFields.total}: ${said.fault}`] }
  if (said.minor !== totals.total_minor)
    return {
      faults: [
        `The lines come to ${money(totals.total_minor, currency)}, but the total says ${money(said.minor, currency)}. Correct one of them.`,
      ],
    }
  const amount = paid === undefined ? { minor: 0 } : minorOf(paid, currency)
  if ('fault' in amount) return { faults: [`${invoiceFields.paid}: ${amount.fault}`] }
  if (amount.minor < 0 || amount.minor > totals.total_minor)
    return {
      faults: [
        `${invoiceFields.paid}: ${money(amount.minor, currency)} of ${money(totals.total_minor, currency)}. Use an amount from 0 to the total.`,
      ],
    }
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

/** An amount in the currency's minor unit. Refused if the currency has fewer decimals. */
function minorOf(decimal: string, currency: string): { minor: number } | { fault: string } {
  const digits = minorDigits(currency)
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal)!
  if (fraction.length > digits)
    return { fault: `${decimal} has more decimals than ${currency}, which has ${digits}.` }
  const minor = Number(`${sign}${whole}${fraction.padEnd(digits, '0')}`)
  if (Math.abs(minor) > MOST_MINOR) return { fault: `${decimal} is more than an invoice can come to.` }
  return { minor: minor === 0 ? 0 : minor }
}
const MOST_MINOR = 100_000_000_000

/** An invoice that is already here stays as it is: it is the same, or the file is wrong about it. */
function againstHere(here: KnownInvoice, wanted: InvoiceToAdd, head: InvoiceCells): InvoiceDecision {
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
    return { outcome: 'unchanged', says: [`Invoice ${here.number} is already here and is the same.`] }
  return {
    outcome: 'refuse',
    says: [`Invoice ${here.number} is already here and differs: ${different.join('; ')}. It stays as it is.`],
  }
}

const values = ({ description, quantity, unitPriceMinor, discountPercent, taxRate }: StoredLine) => [
  description,
  quantity,
  unitPriceMinor,
  discountPercent,
  taxRate,
]

/** The same everywhere, whatever the organization's language: the sentences around it are English. */
const money = (minor: number, currency: string) => formatMinor(minor, currency, 'en')

function inWords({ number, customer, issueDate, lines, totals, currency, paidMinor }: InvoiceToAdd): string {
  const count = `${lines.length} line${lines.length === 1 ? '' : 's'}`
  const paid = paidMinor > 0 ? `, ${money(paidMinor, currency)} of it paid` : ''
  return `New invoice ${number} for ${customer.name}, ${dateInWords(issueDate, 'en')}: ${count}, ${money(totals.total_minor, currency)}${paid}.`
}

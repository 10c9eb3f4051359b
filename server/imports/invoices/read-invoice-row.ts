import { currency, line, optionalText } from '../../http/fields.api.ts'
import { plainCell } from '../../csv/csv-cell.ts'
import { invoiceFields, type AnyField, type InvoiceField } from '../imports.api.ts'
import { addressesIn } from '../contacts/addresses-in.ts'
import { unreadable, onOneLine } from '../cells/cell-text.ts'
import { currencyNamed } from '../cells/named-codes.ts'
import { saysNothing } from '../cells/says-nothing.ts'
import { PRICE_DECIMALS, sumOf } from './fit-lines.ts'
import { owedBy, yesOrNo } from './invoice-status.ts'
import {
  currencyBeside,
  mayBeIn,
  quoted,
  readDate,
  readDecimal,
  saysNoDay,
  type Notation,
} from './invoice-cells.ts'

/** What a row says, as text in one form each: dates as 2021-01-31, decimals as -1234.5. A blank cell says nothing. */
export type InvoiceCells = Partial<Record<InvoiceField | 'taxName' | 'currencySign', string>>

/** Reads the cells of a row of invoices, or of their lines, and every reason why it cannot be imported. */
export function readInvoiceRow(
  cells: string[],
  fields: (AnyField | null)[],
  notation: Notation,
): { content: InvoiceCells; faults: string[] } {
  const content: InvoiceCells = {}
  const faults: string[] = []
  const amounts: { field: InvoiceField; beside: string }[] = []
  for (const [at, field] of (fields as (InvoiceField | null)[]).entries()) {
    const cell = field === null ? '' : plainCell(cells[at] ?? '').trim()
    if (
      field === null ||
      cell === '' ||
      (field !== 'description' && saysNothing(cell, field === 'customerName')) ||
      (READ[field] === date && saysNoDay(cell))
    )
      continue
    const fault = unreadable(cell, field)
    const read = fault === null ? READ[field](cell, notation) : { fault }
    if ('taxName' in read) content.taxName = read.taxName
    else if ('value' in read && read.instead !== undefined) {
      if (content[read.instead] !== undefined && content[read.instead] !== read.value)
        faults.push(`${invoiceFields[field]}: “${quoted(cell)}” is another amount than in the column before.`)
      content[read.instead] = read.value
    } else if ('fault' in read) faults.push(`${invoiceFields[field]}: ${read.fault}`)
    else content[field] = read.value
    const beside = AMOUNTS.has(field) || 'instead' in read ? currencyBeside(cell) : undefined
    if (beside !== undefined) amounts.push({ field, beside })
  }
  faults.push(...ofOneCurrency(content, amounts))
  addSecondTax(content)
  return { content, faults }
}

/** Of a line, or of the invoice: what the first tax is of. */
function addSecondTax(content: InvoiceCells) {
  const { secondTax } = content
  if (secondTax === undefined) return
  delete content.secondTax
  const of = content.lineTax === undefined ? 'taxAmount' : 'lineTax'
  content[of] = sumOf(content[of] ?? '0', secondTax)
}

/** The currency stands in its column, or beside the amounts. Where both say it, they must not differ. */
function ofOneCurrency(
  content: InvoiceCells,
  amounts: readonly { field: InvoiceField; beside: string }[],
): string[] {
  const [code] = amounts.filter(({ beside }) => beside.length === 3)
  const currency = content.currency ?? code?.beside
  if (currency === undefined) {
    // Which dollars these are, the customer's currency says.
    const [sign] = amounts
    if (sign) content.currencySign = sign.beside
    return amounts.some(({ beside }) => beside !== sign!.beside)
      ? ['Its amounts are in several currencies.']
      : []
  }
  content.currency = currency
  const [other] = amounts.filter(({ beside }) => !mayBeIn(currency, beside))
  return other
    ? [
        `${invoiceFields[other.field]} is in ${other.beside}, but the currency is ${currency}. Correct the one that is wrong.`,
      ]
    : []
}

/** Instead: the cell is of another field than its column. */
type Read =
  | { value: string; instead?: undefined }
  | { value: string; instead: InvoiceField }
  | { fault: string }
  | { taxName: string }
type ReadCell = (cell: string, notation: Notation) => Read

const date: ReadCell = (cell, { dateOrder, hasBothOrders }) => readDate(cell, dateOrder, hasBothOrders)
const decimal: ReadCell = (cell, { decimalSign }) => readDecimal(cell, decimalSign)
const OF_A_DIVISION = 12

/** An amount of money. Programs that count in binary write 19.000000000000004 for 19. */
const amount: ReadCell = (cell, notation) => {
  if (/[\p{L}%]/u.test(cell) && currencyBeside(cell) === undefined)
    return { fault: `“${quoted(cell)}” is not an amount.` }
  const read = decimal(cell, notation)
  const [whole, fraction = ''] = 'value' in read ? read.value.split('.') : []
  if (fraction.length <= PRICE_DECIMALS) return read
  const noise = /^(\d*?)(?:0{6,}\d+|(\d)9{6,}\d*)$/.exec(fraction)
  if (noise?.[1] !== undefined && noise[2] === undefined && noise[1].length <= PRICE_DECIMALS)
    return { value: noise[1] === '' ? whole! : `${whole}.${noise[1]}` }
  // 100 / 3 as a spreadsheet writes it: what the lines come to is compared with the total of the file.
  if ('value' in read && fraction.length >= OF_A_DIVISION) {
    const rounded = BigInt(`${whole!.replace('-', '')}${fraction.slice(0, PRICE_DECIMALS + 1)}`) + 5n
    const digits = rounded
      .toString()
      .slice(0, -1)
      .padStart(PRICE_DECIMALS + 1, '0')
    const sign = whole!.startsWith('-') ? '-' : ''
    return { value: `${sign}${digits.slice(0, -PRICE_DECIMALS)}.${digits.slice(-PRICE_DECIMALS)}` }
  }
  return { fault: `Use an amount with at most ${PRICE_DECIMALS} decimals.` }
}
const percent: ReadCell = (cell, notation) => {
  const read = decimal(cell, notation)
  if (!('value' in read)) return read
  const isPercent = /^\d{1,3}(?:\.\d{1,4})?$/.test(read.value) && Number(read.value) <= 100
  return isPercent ? read : { fault: 'Use a percentage from 0 to 100 such as 19 or 7.5.' }
}

const READ: Record<InvoiceField, ReadCell> = {
  invoiceNumber: text(40),
  accountNumber: text(64),
  customerName: text(254),
  customerEmail: (cell) => {
    const { addresses, unread } = addressesIn(cell)
    return addresses[0] ? { value: addresses[0].identity } : { fault: unread[0]!.reason }
  },
  issueDate: date,
  dueDate: date,
  currency: (cell) => checked(currency, currencyNamed(cell) ?? cell),
  purchaseOrder: text(100),
  notes: (cell) => checked(optionalText(5000), cell),
  invoiceDiscount: percentOr('discountAmount'),
  discountAmount: amount,
  taxAmount: amount,
  pricesIncludeTax: (cell) => {
    const said = yesOrNo(cell)
    const isYes = said ?? /^(?:inclu.*|.*\sinclu.*|brutto|gross|ttc)$/i.test(cell)
    const isNo = said === false || /^(?:exclu.*|.*\sexclu.*|netto|net|ht|no ?tax)$/i.test(cell)
    return isYes || isNo ? { value: isYes ? 'yes' : 'no' } : { fault: 'Use yes or no.' }
  },
  total: amount,
  paid: amount,
  paidOn: date,
  balance: amount,
  status: (cell) => {
    const owed = owedBy(cell)
    if (owed === 'draft') return { value: 'draft' }
    return owed === 'never'
      ? { fault: `“${cell}” is not an invoice that is owed. Only issued invoices and drafts are imported.` }
      : checked(line(100), cell)
  },
  paymentStatus: (cell) => {
    const isPaid = yesOrNo(cell)
    return isPaid === null ? READ.status(cell, NO_NOTATION) : { value: isPaid ? 'paid' : 'unpaid' }
  },
  documentType: (cell) =>
    INVOICE.test(cell) && !NO_INVOICE.test(cell)
      ? { value: 'invoice' }
      : { fault: `It is “${quoted(cell)}”. Only invoices are imported.` },
  description: (cell) => checked(optionalText(5000), cell),
  quantity: (cell, notation) => {
    const read = decimal(cell, notation)
    if (!('value' in read)) return read
    if (!/^-?\d{1,9}(?:\.\d{1,4})?$/.test(read.value))
      return { fault: 'Use a number with at most 4 decimals, such as 1.5.' }
    return read
  },
  unitPrice: amount,
  lineDiscount: percentOr('lineDiscountAmount'),
  lineDiscountAmount: amount,
  netTotal: amount,
  secondTax: amount,
  taxRate: (cell, notation) => {
    if (currencyBeside(cell) !== undefined) return asAmount('taxAmount', cell, notation)
    const rates = [...cell.matchAll(/(?<!\d)\d+(?:[.,]\d+)?(?=\s*%)/g)]
    if (rates.length === 1) return percent(rates[0]![0], notation)
    if (!/\p{L}/u.test(cell)) {
      const read = percent(cell, notation)
      // 0.2 may be a fifth.
      const isFraction = 'value' in read && Number(read.value) > 0 && Number(read.value) < 1
      return isFraction && !cell.includes('%') ? { value: read.value, instead: 'tax' } : read
    }
    return UNTAXED.test(cell) ? { value: '0' } : { taxName: cell.slice(0, LONGEST_TAX_NAME) }
  },
  lineTax: amount,
  tax: (cell, notation) => {
    if (currencyBeside(cell) !== undefined) return asAmount('taxAmount', cell, notation)
    if (/[%\p{L}]/u.test(cell)) return { ...READ.taxRate(cell, notation), instead: 'taxRate' } as Read
    const read = amount(cell, notation)
    return 'value' in read && Number(read.value) === 0 ? { value: '0', instead: 'taxRate' } : read
  },
}

const AMOUNTS = new Set(Object.keys(READ).filter((field) => READ[field as InvoiceField] === amount))
const LONGEST_TAX_NAME = 100
const NO_NOTATION: Notation = { dateOrder: null, decimalSign: null }
const INVOICE = /^(?:i|si|inv)$|invoice|rechnung|factu|fattur|faktur/i
/** What has an invoice in its name, and is none that a customer owes. */
const NO_INVOICE =
  /credit|refund|payment|recurring|template|pro-?\s?forma|purchase|supplier|vendor|^in[_ ]|storno|korrektur|gutschrift|eingang|acompte|avoir|fournisseur|rectificativa|proveedor|acquisto|inkoop|creditfactuur|kosztowa/i
const UNTAXED =
  /\b(?:exempt|no (?:tax|vat|gst)|zero[- ]rated?|(?:tax|vat|gst)[- ]free|(?:non|not)[- ]taxable|out of scope|bas excluded|reverse charge|free|steuerfrei|ohne (?:mwst|ust|steuer)|exonérée?|sans tva|exento|esente|vrijgesteld|zwolnion[ya])\b/i

/** In a column of percentages, a cell with a currency is an amount. */
function percentOr(field: InvoiceField): ReadCell {
  return (cell, notation) =>
    currencyBeside(cell) === undefined ? percent(cell, notation) : asAmount(field, cell, notation)
}

function asAmount(instead: InvoiceField, cell: string, notation: Notation): Read {
  const read = amount(cell, notation)
  return 'value' in read ? { value: read.value, instead } : read
}

function text(most: number): ReadCell {
  const schema = line(most)
  return (cell) => checked(schema, onOneLine(cell))
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

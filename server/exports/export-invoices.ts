import { sql } from 'kysely'
import { Readable } from 'node:stream'
import type { Reading, ReadingNow } from '../scope/scope.ts'
import { INSTALLATION } from '../database/id.ts'
import { statusOf, type InvoiceState, type StoredLine } from '../invoices/invoice.ts'
import { todayIn } from '../time/day.ts'
import { totalsOf } from '../invoices/totals.ts'
import { amountCell, csvByBatches } from '../csv/csv-by-batches.ts'
import { BYTE_ORDER_MARK, csvLine } from '../csv/csv-cell.ts'
import { invoiceFields } from '../imports/imports.api.ts'

const INVOICES_AT_ONCE = 500

interface ExportedInvoice {
  id: string
  number: string | null
  state: InvoiceState
  customer_name: string
  account_number: string | null
  issue_date: string
  due_date: string
  currency: string
  purchase_order: string | null
  discount_percent: string
  subtotal_minor: number
  discount_minor: number
  tax_minor: number
  total_minor: number
  paid_minor: number
  balance_minor: number
  notes: string | null
  sent_at: string | null
  paid_at: string | null
  voided_at: string | null
  void_reason: string | null
  disputed_since: string | null
  revision: number
  time_zone: string
}

/** All invoices in the order in which they were made. The headings are those by which the import finds them. */
export function exportInvoices({ db, organizationId, now }: ReadingNow): Readable {
  const amount = (name: keyof ExportedInvoice) => (row: ExportedInvoice) =>
    amountCell(row[name] as number, row.currency)
  return csvByBatches<ExportedInvoice>(
    {
      [invoiceFields.invoiceNumber]: (row) => row.number,
      [invoiceFields.accountNumber]: (row) => row.account_number,
      [invoiceFields.customerName]: (row) => row.customer_name,
      [invoiceFields.issueDate]: (row) => row.issue_date,
      [invoiceFields.dueDate]: (row) => row.due_date,
      [invoiceFields.currency]: (row) => row.currency,
      [invoiceFields.purchaseOrder]: (row) => row.purchase_order,
      [invoiceFields.invoiceDiscount]: (row) => row.discount_percent,
      Subtotal: amount('subtotal_minor'),
      'Discount amount': amount('discount_minor'),
      'Tax amount': amount('tax_minor'),
      [invoiceFields.total]: amount('total_minor'),
      [invoiceFields.paid]: amount('paid_minor'),
      Balance: (row) => amountCell(row.state === 'sent' ? row.balance_minor : 0, row.currency),
      [invoiceFields.status]: (row) => statusOf(row, todayIn(row.time_zone, now)),
      [invoiceFields.notes]: (row) => row.notes,
      Revision: (row) => row.revision,
      'Sent at': (row) => row.sent_at,
      'Paid at': (row) => row.paid_at,
      'Disputed since': (row) => row.disputed_since,
      'Voided at': (row) => row.voided_at,
      'Void reason': (row) => row.void_reason,
      ID: (row) => row.id,
    },
    async (after) => {
      const { rows } = await sql<ExportedInvoice>`
        select i.id, i.number, i.state, u.name as customer_name, u.account_number, i.issue_date, i.due_date, i.currency,
          i.purchase_order, trim_scale(i.discount_percent)::text as discount_percent, i.subtotal_minor, i.discount_minor,
          i.tax_minor, i.total_minor, i.paid_minor, i.balance_minor, i.notes, i.sent_at, i.paid_at, i.voided_at,
          i.void_reason, i.disputed_since, i.revision, o.time_zone
        from invoices i
        join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
        join organizations o on o.id = i.organization_id
        where i.organization_id = ${organizationId} and i.id > ${after}::uuid
        order by i.id limit ${INVOICES_AT_ONCE}`.execute(db)
      return rows
    },
  )
}

/**
 * The lines of all invoices, in the order of the invoices. Each names its invoice by number, or by id if it is a
 * draft.
 */
export function exportInvoiceLines(scope: Reading): Readable {
  return Readable.from(linePieces(scope), { objectMode: false })
}

const LINE_COLUMNS = [
  invoiceFields.invoiceNumber,
  'Line number',
  invoiceFields.description,
  invoiceFields.quantity,
  invoiceFields.unitPrice,
  invoiceFields.lineDiscount,
  invoiceFields.taxRate,
  'Line amount',
  'Line currency',
  'Invoice ID in Portico',
]
/** Invoices of up to 500 lines, of up to 5,000 characters each. */
const INVOICES_WITH_LINES_AT_ONCE = 50

async function* linePieces({ db, organizationId }: Reading) {
  yield BYTE_ORDER_MARK + csvLine(LINE_COLUMNS)
  for (let after: string = INSTALLATION; ;) {
    const { rows } = await sql<{
      id: string
      number: string | null
      currency: string
      lines: StoredLine[]
      discount_percent: string
    }>`
      select id, number, currency, lines, trim_scale(discount_percent)::text as discount_percent from invoices
      where organization_id = ${organizationId} and id > ${after}::uuid
      order by id limit ${INVOICES_WITH_LINES_AT_ONCE}`.execute(db)
    if (rows.length === 0) return
    yield rows.map(linesText).join('')
    after = rows.at(-1)!.id
  }
}

function linesText(invoice: {
  id: string
  number: string | null
  currency: string
  lines: StoredLine[]
  discount_percent: string
}): string {
  const { id, number, currency, lines } = invoice
  const { amountsMinor } = totalsOf({ lines, discountPercent: invoice.discount_percent })
  return lines
    .map((line, at) =>
      csvLine([
        ...[number, at + 1, line.description, line.quantity, amountCell(line.unitPriceMinor, currency)],
        ...[line.discountPercent, line.taxRate, amountCell(amountsMinor[at]!, currency), currency, id],
      ]),
    )
    .join('')
}

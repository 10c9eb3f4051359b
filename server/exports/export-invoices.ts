import { sql } from 'kysely'
import type { Reading, ReadingNow } from '../scope/scope.ts'
import { INSTALLATION } from '../database/id.ts'
import { statusOf, type InvoiceState, type StoredLine } from '../invoices/invoice.ts'
import { todayIn } from '../time/day.ts'
import { totalsOf } from '../invoices/totals.ts'
import type { Cell } from '../csv/csv-cell.ts'
import { amountCell, tableById, type Table } from './table.ts'
import { invoiceFields } from '../imports/imports.api.ts'

const INVOICES_AT_ONCE = 500

interface ExportedInvoice {
  id: string
  number: string | null
  state: InvoiceState
  customerName: string
  accountNumber: string | null
  issueDate: string
  dueDate: string
  currency: string
  purchaseOrder: string | null
  discountPercent: string
  subtotalMinor: number
  discountMinor: number
  taxMinor: number
  totalMinor: number
  paidMinor: number
  balanceMinor: number
  notes: string | null
  sentAt: string | null
  paidAt: string | null
  voidedAt: string | null
  voidReason: string | null
  disputedSince: string | null
  revision: number
  timeZone: string
}

/** All invoices in the order in which they were made. The headings are those by which the import finds them. */
export function invoicesTable({ db, organizationId, now }: ReadingNow): Table {
  const amount = (name: keyof ExportedInvoice) => (row: ExportedInvoice) =>
    amountCell(row[name] as number, row.currency)
  return tableById<ExportedInvoice>(
    'Invoices',
    {
      [invoiceFields.invoiceNumber]: (row) => row.number,
      [invoiceFields.accountNumber]: (row) => row.accountNumber,
      [invoiceFields.customerName]: (row) => row.customerName,
      [invoiceFields.issueDate]: (row) => row.issueDate,
      [invoiceFields.dueDate]: (row) => row.dueDate,
      [invoiceFields.currency]: (row) => row.currency,
      [invoiceFields.purchaseOrder]: (row) => row.purchaseOrder,
      [invoiceFields.invoiceDiscount]: (row) => row.discountPercent,
      Subtotal: amount('subtotalMinor'),
      'Discount amount': amount('discountMinor'),
      'Tax amount': amount('taxMinor'),
      [invoiceFields.total]: amount('totalMinor'),
      [invoiceFields.paid]: amount('paidMinor'),
      Balance: (row) => amountCell(row.state === 'sent' ? row.balanceMinor : 0, row.currency),
      [invoiceFields.status]: (row) => statusOf(row, todayIn(row.timeZone, now)),
      [invoiceFields.notes]: (row) => row.notes,
      Revision: (row) => row.revision,
      'Sent at': (row) => row.sentAt,
      'Paid at': (row) => row.paidAt,
      'Disputed since': (row) => row.disputedSince,
      'Voided at': (row) => row.voidedAt,
      'Void reason': (row) => row.voidReason,
      ID: (row) => row.id,
    },
    async (after) => {
      const { rows } = await sql<ExportedInvoice>`
        select i.id, i.number, i.state, u.name as "customerName", u.account_number as "accountNumber",
          i.issue_date as "issueDate", i.due_date as "dueDate", i.currency, i.purchase_order as "purchaseOrder",
          trim_scale(i.discount_percent)::text as "discountPercent", i.subtotal_minor as "subtotalMinor",
          i.discount_minor as "discountMinor", i.tax_minor as "taxMinor", i.total_minor as "totalMinor",
          i.paid_minor as "paidMinor", i.balance_minor as "balanceMinor", i.notes, i.sent_at as "sentAt",
          i.paid_at as "paidAt", i.voided_at as "voidedAt", i.void_reason as "voidReason",
          i.disputed_since as "disputedSince", i.revision, o.time_zone as "timeZone"
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
export const invoiceLinesTable = (scope: Reading): Table => ({
  name: 'Invoice lines',
  headings: LINE_COLUMNS,
  batches: lineBatches(scope),
})

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

async function* lineBatches({ db, organizationId }: Reading) {
  for (let after: string = INSTALLATION; ;) {
    const { rows } = await sql<InvoiceWithLines>`
      select id, number, currency, lines, trim_scale(discount_percent)::text as "discountPercent" from invoices
      where organization_id = ${organizationId} and id > ${after}::uuid
      order by id limit ${INVOICES_WITH_LINES_AT_ONCE}`.execute(db)
    if (rows.length === 0) return
    yield rows.flatMap(linesOf)
    after = rows.at(-1)!.id
  }
}

interface InvoiceWithLines extends Pick<ExportedInvoice, 'id' | 'number' | 'currency' | 'discountPercent'> {
  lines: StoredLine[]
}

function linesOf(invoice: InvoiceWithLines): Cell[][] {
  const { id, number, currency, lines } = invoice
  const { amountsMinor } = totalsOf(invoice)
  return lines.map((line, at) => [
    ...[number, at + 1, line.description, line.quantity, amountCell(line.unitPriceMinor, currency)],
    ...[line.discountPercent, line.taxRate, amountCell(amountsMinor[at]!, currency), currency, id],
  ])
}

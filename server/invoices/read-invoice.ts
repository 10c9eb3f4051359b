import { sql } from 'kysely'
import type { Address } from '../customers/address.api.ts'
import { NotFound } from '../http/problems.ts'
import type { ReadingNow } from '../scope/scope.ts'
import {
  invoiceRowOf,
  joinCustomerAndOrganization,
  listedColumns,
  withAmounts,
  type ListedInvoice,
  type StoredLine,
} from './invoice.ts'
import type { Invoice, InvoiceRow } from './invoices.api.ts'
import { buyerOf, readSeller, type RevisionContent } from './revision.ts'
import { totalsOf } from './totals.ts'

/** One invoice, with seller and buyer as named in the PDF of its newest revision; for a draft, as they are today. */
export async function readInvoice(scope: ReadingNow, invoiceId: string): Promise<Invoice> {
  const { db, organizationId, now } = scope
  const { rows } = await sql<Row>`
    select ${listedColumns}, u.account_number as "accountNumber", u.active as "customerActive",
      u.billing_address as "billingAddress", i.notes, i.lines, trim_scale(i.discount_percent)::text as "discountPercent",
      i.revision, i.disputed_since as "disputedSince", i.dispute_note as "disputeNote",
      i.reminders_paused as "remindersPaused", i.sent_at as "sentAt", i.paid_at as "paidAt", i.voided_at as "voidedAt",
      i.void_reason as "voidReason", i.created_at as "createdAt", i.updated_at as "updatedAt", i.version,
      r.content -> 'seller' as seller, r.content -> 'buyer' as buyer
    from invoices i ${joinCustomerAndOrganization}
    left join invoice_revisions r on r.organization_id = i.organization_id and r.invoice_id = i.id
      and r.number = i.revision
    where i.organization_id = ${organizationId} and i.id = ${invoiceId}`.execute(db)
  const row = rows[0]
  if (!row) throw new NotFound('invoice')
  const totals = totalsOf(row)
  return {
    ...row,
    ...invoiceRowOf(row, now),
    customer: {
      id: row.customerId,
      name: row.customerName,
      accountNumber: row.accountNumber,
      active: row.customerActive,
    },
    seller: row.seller ?? (await readSeller(scope)),
    buyer: row.buyer ?? buyerOf(row),
    lines: withAmounts(row.lines, totals),
    subtotalMinor: totals.subtotalMinor,
    discountMinor: totals.discountMinor,
    taxes: totals.taxes,
    taxMinor: totals.taxMinor,
  }
}

/** What the lines come to. */
type Sums = 'subtotalMinor' | 'discountMinor' | 'taxes' | 'taxMinor'

interface Row
  extends ListedInvoice, Omit<Invoice, keyof InvoiceRow | 'customer' | 'seller' | 'buyer' | 'lines' | Sums> {
  lines: StoredLine[]
  accountNumber: string | null
  customerActive: boolean
  billingAddress: Address | null
  /** Null: a draft. */
  seller: RevisionContent['seller'] | null
  buyer: RevisionContent['buyer'] | null
}

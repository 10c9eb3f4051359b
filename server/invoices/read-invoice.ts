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
import type { Invoice } from './invoices.api.ts'
import { buyerOf, readSeller, type RevisionContent } from './revision.ts'
import { plainDecimal, totalsOf } from './totals.ts'

/** One invoice, with seller and buyer as named in the PDF of its newest revision; for a draft, as they are today. */
export async function readInvoice(
  { db, organizationId, now }: ReadingNow,
  invoiceId: string,
): Promise<Invoice> {
  const { rows } = await sql<Row>`
    select ${listedColumns}, u.account_number, u.active as customer_active, u.billing_address, i.notes, i.lines,
      i.discount_percent, i.revision, i.dispute_note, i.reminders_paused, i.sent_at, i.paid_at, i.voided_at,
      i.void_reason, i.created_at, i.updated_at, i.version, r.content -> 'seller' as seller, r.content -> 'buyer' as buyer
    from invoices i ${joinCustomerAndOrganization}
    left join invoice_revisions r on r.organization_id = i.organization_id and r.invoice_id = i.id
      and r.number = i.revision
    where i.organization_id = ${organizationId} and i.id = ${invoiceId}`.execute(db)
  const row = rows[0]
  if (!row) throw new NotFound('invoice')
  return {
    ...invoiceOf(row, now),
    seller: row.seller ?? (await readSeller(db, organizationId)),
    buyer:
      row.buyer ??
      buyerOf({
        customerName: row.customer_name,
        accountNumber: row.account_number,
        billingAddress: row.billing_address,
      }),
  }
}

interface Row extends ListedInvoice {
  account_number: string | null
  customer_active: boolean
  billing_address: Address | null
  notes: string | null
  lines: StoredLine[]
  discount_percent: string
  revision: number
  dispute_note: string | null
  reminders_paused: boolean
  sent_at: string | null
  paid_at: string | null
  voided_at: string | null
  void_reason: string | null
  created_at: string
  updated_at: string
  version: number
  /** Null: a draft. */
  seller: RevisionContent['seller'] | null
  buyer: RevisionContent['buyer'] | null
}

function invoiceOf(row: Row, now: Date): Omit<Invoice, 'seller' | 'buyer'> {
  const discountPercent = plainDecimal(row.discount_percent)
  const totals = totalsOf({ lines: row.lines, discountPercent })
  return {
    ...invoiceRowOf(row, now),
    customer: {
      id: row.customer_id,
      name: row.customer_name,
      accountNumber: row.account_number,
      active: row.customer_active,
    },
    notes: row.notes,
    lines: withAmounts(row.lines, totals),
    discountPercent,
    subtotalMinor: totals.subtotalMinor,
    discountMinor: totals.discountMinor,
    taxes: totals.taxes,
    taxMinor: totals.taxMinor,
    paidMinor: row.paid_minor,
    revision: row.revision,
    disputedSince: row.disputed_since,
    disputeNote: row.dispute_note,
    remindersPaused: row.reminders_paused,
    sentAt: row.sent_at,
    paidAt: row.paid_at,
    voidedAt: row.voided_at,
    voidReason: row.void_reason,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  }
}

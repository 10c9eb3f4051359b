import { sql } from 'kysely'
import { newId } from '../../database/id.ts'
import { readSeller, revisionOf } from '../../invoices/revision.ts'
import type { InvoiceToAdd } from './decide-invoice.ts'
import { recordAll, type Writing } from '../contacts/write-changes.ts'

/**
 * Writes invoices that were issued elsewhere, and drafts: one statement for each table, however many there are. Nothing is
 * mailed; without `remind`, no reminder of what was issued will be, either, until somebody says so.
 */
export async function writeInvoices(tx: Writing, invoices: InvoiceToAdd[], remind: boolean): Promise<void> {
  if (invoices.length === 0) return
  const { db, organizationId, now, by } = tx
  const seller = await readSeller(tx)
  const numbered = invoices.map((invoice) => ({ ...invoice, id: newId() }))
  await sql`
    insert into invoices (organization_id, id, customer_id, state, number, currency, issue_date, due_date, purchase_order,
      notes, lines, discount_percent, subtotal_minor, discount_minor, tax_minor, total_minor, paid_minor, revision,
      reminders_paused, sent_at, paid_at, created_at, updated_at, imported_as)
    select ${organizationId}, r.id, r.customer_id, case when r.draft then 'draft' else 'sent' end,
      case when not r.draft then r.number end, r.currency, r.issue_date, r.due_date, r.purchase_order, r.notes, r.lines,
      r.discount_percent, r.subtotal_minor, r.discount_minor, r.tax_minor, r.total_minor, r.paid_minor,
      case when r.draft then 0 else 1 end, ${!remind} and not r.draft,
      case when not r.draft then least(r.issue_date::timestamptz, ${now}) end,
      case when r.paid_minor = r.total_minor and not r.draft then least(r.paid_on::timestamptz, ${now}) end, ${now}, ${now},
      case when r.draft then r.number end
    from json_to_recordset(${JSON.stringify(numbered.map(columnsOf))}::json) as r (id uuid, customer_id uuid, number text, draft boolean,
      currency text, issue_date date, due_date date, purchase_order text, notes text, lines jsonb, discount_percent numeric,
      subtotal_minor bigint, discount_minor bigint, tax_minor bigint, total_minor bigint, paid_minor bigint, paid_on date)`.execute(
    db,
  )
  const issued = numbered.filter(({ isDraft }) => !isDraft)
  const revisions = issued.map(({ id, customer, ...invoice }) => ({
    id,
    content: revisionOf(
      {
        ...invoice,
        revision: 1,
        customerName: customer.name,
        accountNumber: customer.accountNumber,
        billingAddress: customer.billingAddress,
      },
      seller,
    ),
  }))
  await sql`
    insert into invoice_revisions (organization_id, invoice_id, number, content, made_by, made_at)
    select ${organizationId}, r.id, 1, r.content, ${by.name}, ${now}
    from json_to_recordset(${JSON.stringify(revisions)}::json) as r (id uuid, content jsonb)`.execute(db)
  await writePaid(tx, numbered)
  await recordAll(
    tx,
    numbered.map(({ id, customer, number, row }) => ({
      action: 'invoice.imported',
      customerId: customer.id,
      invoiceId: id,
      importRow: row,
      changes: { number: { new: number } },
    })),
  )()
}

type Numbered = InvoiceToAdd & { id: string }

const columnsOf = (invoice: Numbered) => ({
  id: invoice.id,
  customer_id: invoice.customer.id,
  number: invoice.number,
  draft: invoice.isDraft,
  currency: invoice.currency,
  issue_date: invoice.issueDate,
  due_date: invoice.dueDate,
  purchase_order: invoice.purchaseOrder,
  notes: invoice.notes,
  lines: invoice.lines,
  discount_percent: invoice.discountPercent,
  ...invoice.totals,
  paid_minor: invoice.paidMinor,
  paid_on: invoice.paidOn,
})

/** What the file says is paid came in as one payment each. */
async function writePaid({ db, organizationId, now, by }: Writing, invoices: Numbered[]) {
  const payments = invoices
    .filter(({ paidMinor }) => paidMinor > 0)
    .map((invoice) => ({
      id: newId(),
      invoice_id: invoice.id,
      customer_id: invoice.customer.id,
      currency: invoice.currency,
      amount_minor: invoice.paidMinor,
      received_on: invoice.paidOn,
    }))
  if (payments.length === 0) return
  const table = sql`json_to_recordset(${JSON.stringify(payments)}::json) as r (id uuid, invoice_id uuid, customer_id uuid,
    currency text, amount_minor bigint, received_on date)`
  await sql`
    insert into payments (organization_id, id, customer_id, currency, amount_minor, received_on, method, reference, created_by, created_at)
    select ${organizationId}, r.id, r.customer_id, r.currency, r.amount_minor, r.received_on, 'other', 'Imported', ${by.name}, ${now}
    from ${table}`.execute(db)
  await sql`
    insert into payment_allocations (organization_id, payment_id, invoice_id, amount_minor)
    select ${organizationId}, r.id, r.invoice_id, r.amount_minor from ${table}`.execute(db)
}

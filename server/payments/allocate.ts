import { sql } from 'kysely'
import { formatMinor } from '../documents/money.ts'
import { InvalidRequest, type FieldError } from '../http/problems.ts'
import { cancelLettersOfDocument } from '../mail/outbox/post.ts'
import type { InTransaction } from '../scope/scope.ts'
import type { Allocations } from './payments.api.ts'

/** An invoice that somebody wants to pay: only of a sent one can that be. */
export type OpenInvoice = {
  id: string
  customerId: string
  currency: string
  balanceMinor: number
} & ({ state: 'draft'; number: null } | { state: 'sent' | 'void'; number: string })

const MOST_INVOICES = 100

/**
 * The invoices that a payment names, locked in one order, so that two payments at once do not pay one balance twice.
 */
export async function lockNamed(
  { db, organizationId }: InTransaction,
  invoiceIds: string[],
): Promise<OpenInvoice[]> {
  const { rows } = await sql<OpenInvoice>`
    select id, number, customer_id as "customerId", state, currency, balance_minor as "balanceMinor"
    from invoices where organization_id = ${organizationId} and id = any (${invoiceIds}::uuid[])
    order by id for update`.execute(db)
  return rows
}

/** What a customer owes, the oldest due first: what a payment pays by default. */
export async function lockOldest(
  { db, organizationId }: InTransaction,
  customerId: string,
  currency: string,
): Promise<OpenInvoice[]> {
  const { rows } = await sql<OpenInvoice>`
    with owed as materialized (
      select id from invoices
      where organization_id = ${organizationId} and customer_id = ${customerId} and state = 'sent'
        and paid_minor < total_minor and currency = ${currency}
      order by due_date, id limit ${MOST_INVOICES})
    select i.id, i.number, i.customer_id as "customerId", i.state, i.currency, i.balance_minor as "balanceMinor"
    from invoices i join owed using (id) where i.organization_id = ${organizationId}
    order by i.id for update of i`.execute(db)
  // Locked in the order of ids, so that two payments never wait for each other; paid in the order of due dates.
  const { rows: byAge } = await sql<{ id: string }>`
    select id from invoices where organization_id = ${organizationId} and id = any (${rows.map(({ id }) => id)}::uuid[])
    order by due_date, id`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return byAge.map(({ id }) => byId.get(id)!)
}

/** Refuses, by field, allocations to invoices that cannot be paid with this payment. */
export function refuseWrongAllocations(
  payment: { customerId: string; currency: string; amountMinor: number },
  allocations: Allocations,
  invoices: OpenInvoice[],
): void {
  const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]))
  const errors: FieldError[] = []
  allocations.forEach(({ invoiceId, amountMinor }, at) => {
    const invoice = byId.get(invoiceId)
    const wrong = (field: string, detail: string) =>
      errors.push({ pointer: `/allocations/${at}/${field}`, detail })
    if (!invoice || invoice.customerId !== payment.customerId)
      wrong('invoiceId', 'This customer has no such invoice.')
    else if (invoice.state !== 'sent')
      wrong(
        'invoiceId',
        invoice.state === 'draft' ? 'It is a draft: send it first.' : 'It was voided: nothing is owed.',
      )
    else if (invoice.currency !== payment.currency)
      wrong('invoiceId', `It is in ${invoice.currency}, but the payment is in ${payment.currency}.`)
    else if (amountMinor > invoice.balanceMinor)
      wrong(
        'amountMinor',
        `Only ${formatMinor(invoice.balanceMinor, invoice.currency, 'en')} is open on ${invoice.number}.`,
      )
  })
  const sum = allocations.reduce((total, { amountMinor }) => total + amountMinor, 0)
  if (sum > payment.amountMinor)
    errors.push({
      pointer: '/allocations',
      detail: 'This adds up to more than the payment has left. Lower an amount.',
    })
  if (errors.length > 0) throw new InvalidRequest(errors)
}

/** Writes what a payment pays and what that leaves owed. Negative amounts take it back. */
export async function writeAllocations(
  tx: InTransaction,
  paymentId: string,
  allocations: Allocations,
): Promise<void> {
  if (allocations.length === 0) return
  const { db, organizationId, now } = tx
  const ids = allocations.map(({ invoiceId }) => invoiceId)
  const amounts = allocations.map(({ amountMinor }) => amountMinor)
  const { rows } = await sql<{ id: string | null }>`
    with paid as (
      select * from unnest(${ids}::uuid[], ${amounts}::bigint[]) as paid (invoice_id, amount_minor)),
    written as (
      insert into payment_allocations as a (organization_id, payment_id, invoice_id, amount_minor)
      select ${organizationId}, ${paymentId}, invoice_id, amount_minor from paid
      on conflict (organization_id, payment_id, invoice_id)
        do update set amount_minor = a.amount_minor + excluded.amount_minor)
    update invoices i
    set paid_minor = i.paid_minor + paid.amount_minor, version = i.version + 1, updated_at = ${now},
      paid_at = case when i.paid_minor + paid.amount_minor = i.total_minor then ${now}::timestamptz end
    from paid where i.organization_id = ${organizationId} and i.id = paid.invoice_id
    returning case when i.paid_minor = i.total_minor then i.id end as id`.execute(db)
  for (const { id } of rows)
    if (id !== null)
      await cancelLettersOfDocument(tx, { invoiceId: id, kinds: ['reminder'] }, 'the invoice was paid')
}

import { sql } from 'kysely'
import { NotFound, Problem } from '../http/problems.ts'
import type { InTransaction, Reading } from '../scope/scope.ts'
import type { Payment } from './payments.api.ts'

export type PaymentRow = Omit<Payment, 'unallocatedMinor'>

/** Payments with what they pay, of `payments p`. */
export const selectPayments = sql`
  select p.id, p.customer_id as "customerId", u.name as "customerName", p.currency, p.amount_minor as "amountMinor",
    p.received_on as "receivedOn", p.method, p.reference, p.note, p.reverses, r.id as "reversedBy",
    p.created_by as "createdBy", p.created_at as "createdAt",
    coalesce((
      select jsonb_agg(jsonb_build_object('invoiceId', a.invoice_id, 'number', i.number, 'amountMinor', a.amount_minor)
        order by i.due_date, i.id)
      from payment_allocations a
      join invoices i on i.organization_id = a.organization_id and i.id = a.invoice_id
      where a.organization_id = p.organization_id and a.payment_id = p.id), '[]') as allocations
  from payments p
  join customers u on u.organization_id = p.organization_id and u.id = p.customer_id
  left join payments r on r.organization_id = p.organization_id and r.reverses = p.id`

export function paymentReply(row: PaymentRow): Payment {
  const allocated = row.allocations.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const counts = row.reversedBy === null && row.reverses === null
  return { ...row, unallocatedMinor: counts ? row.amountMinor - allocated : 0 }
}

export async function readPayment({ db, organizationId }: Reading, paymentId: string): Promise<Payment> {
  const { rows } = await sql<PaymentRow>`
    ${selectPayments} where p.organization_id = ${organizationId} and p.id = ${paymentId}`.execute(db)
  if (!rows[0]) throw new NotFound('payment')
  return paymentReply(rows[0])
}

/** Locks a payment that is to be reversed, or whose rest is to pay something, so that only one of the two happens. */
export async function lockPayment(tx: InTransaction, paymentId: string): Promise<Payment> {
  const { organizationId } = tx
  // Through the customer: payments themselves are never updated, so the application may not even lock them.
  await sql`
    select from customers where organization_id = ${organizationId} and id = (
      select customer_id from payments where organization_id = ${organizationId} and id = ${paymentId})
    for no key update`.execute(tx.db)
  const payment = await readPayment(tx, paymentId)
  if (payment.reverses !== null)
    throw new ReversedPayment('It is itself a reversal. Record the payment again.')
  if (payment.reversedBy !== null) throw new ReversedPayment('It was reversed already.')
  return payment
}

/** A payment that was reversed no longer pays anything. */
export class ReversedPayment extends Problem {
  constructor(detail: string) {
    super(409, 'payment-reversed', 'The payment was reversed', detail)
  }
}

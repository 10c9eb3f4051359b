import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { InvalidRequest, NotFound } from '../http/problems.ts'
import { record } from '../journal/record.ts'
import { cancelLettersOfDocument } from '../mail/outbox/post.ts'
import { sendIfReceived } from '../documents/send-document.ts'
import { inTransaction, type InTransaction, type Reading, type Scope } from '../scope/scope.ts'
import { todayIn } from '../time/day.ts'
import {
  lockNamed,
  lockOldest,
  refuseWrongAllocations,
  writeAllocations,
  type OpenInvoice,
} from './allocate.ts'
import { lockPayment, readPayment } from './payment.ts'
import type { Allocations, NewPayment, Payment, RecordedPayment } from './payments.api.ts'
import { notPrintedOnReceipt } from './receipt.ts'
import { receiptOf } from './send-receipt.ts'
import { spread } from './spread.ts'

/**
 * Records money that came in, and what it pays. The rest stays with the customer as credit. It is recorded even if
 * there is nobody to send the receipt to.
 */
export function recordPayment(scope: Scope, body: NewPayment): Promise<RecordedPayment> {
  return inTransaction(scope, (tx) => recordWithin(tx, body))
}

async function recordWithin(tx: InTransaction, body: NewPayment): Promise<RecordedPayment> {
  const { organizationId, now, by } = tx
  const paymentId = newId()
  const customer = await customerOf(tx, body.customerId)
  const named = body.allocations && (await lockNamed(tx, idsOf(body.allocations)))
  const currency = body.currency ?? named?.[0]?.currency ?? customer.currency
  const payment = { customerId: body.customerId, currency, amountMinor: body.amountMinor }
  const invoices = named ?? (await lockOldest(tx, body.customerId, currency))
  const allocations = body.allocations ?? spread(body.amountMinor, invoices)
  refuseWrongAllocations(payment, allocations, invoices)
  const receivedOn = body.receivedOn ?? todayIn(customer.timeZone, now)
  refuseFuture(receivedOn, todayIn(customer.timeZone, now))
  await tx.db
    .insertInto('payments')
    .values({
      organization_id: organizationId,
      id: paymentId,
      customer_id: body.customerId,
      currency,
      amount_minor: body.amountMinor,
      received_on: receivedOn,
      method: body.method,
      reference: body.reference,
      note: body.note,
      created_by: by.name,
      created_at: now,
    })
    .execute()
  await writeAllocations(tx, paymentId, allocations)
  await journalPaid(tx, 'payment.recorded', payment, allocations, invoices)
  const recorded = await readPayment(tx, paymentId)
  if (!body.sendReceipt) return { ...recorded, receipt: null, notPrinted: null }
  const { readers } = await sendIfReceived(tx, receiptOf(tx, recorded))
  if (readers.length === 0) return { ...recorded, receipt: 'nobody', notPrinted: null }
  return { ...recorded, receipt: 'sent', notPrinted: await notPrintedOnReceipt(tx, recorded) }
}

/** Lets the credit left by a payment pay more invoices. */
export async function allocatePayment(
  scope: Scope,
  paymentId: string,
  { allocations }: { allocations: Allocations },
): Promise<Payment> {
  return inTransaction(scope, async (tx) => {
    const payment = await lockPayment(tx, paymentId)
    const invoices = await lockNamed(tx, idsOf(allocations))
    refuseWrongAllocations({ ...payment, amountMinor: payment.unallocatedMinor }, allocations, invoices)
    await writeAllocations(tx, paymentId, allocations)
    await journalPaid(tx, 'payment.allocated', payment, allocations, invoices)
    return readPayment(tx, paymentId)
  })
}

/** Reverses a payment by one of the same amount below zero (R33): nothing that was recorded is ever edited. */
export async function reversePayment(
  scope: Scope,
  paymentId: string,
  { note }: { note: string | null },
): Promise<Payment> {
  const { organizationId, now, by } = scope
  return inTransaction(scope, async (tx) => {
    const payment = await lockPayment(tx, paymentId)
    const invoices = await lockNamed(tx, idsOf(payment.allocations))
    const id = newId()
    await tx.db
      .insertInto('payments')
      .values({
        organization_id: organizationId,
        id,
        customer_id: payment.customerId,
        currency: payment.currency,
        amount_minor: -payment.amountMinor,
        received_on: payment.receivedOn,
        method: payment.method,
        reference: payment.reference,
        note,
        reverses: paymentId,
        created_by: by.name,
        created_at: now,
      })
      .execute()
    const receipt = { documentId: paymentId, kinds: ['receipt' as const] }
    await cancelLettersOfDocument(tx, receipt, 'the payment was reversed')
    const takenBack = payment.allocations.map(({ invoiceId, amountMinor }) => ({
      invoiceId,
      amountMinor: -amountMinor,
    }))
    await writeAllocations(tx, id, takenBack)
    const reversed = { ...payment, amountMinor: -payment.amountMinor }
    await journalPaid(tx, 'payment.reversed', reversed, takenBack, invoices)
    return readPayment(tx, id)
  })
}

const idsOf = (allocations: { invoiceId: string }[]) => allocations.map(({ invoiceId }) => invoiceId)

/** By default, the currency of what is owed first. */
async function customerOf({ db, organizationId }: Reading, customerId: string) {
  const { rows } = await sql<{ currency: string; timeZone: string }>`
    select coalesce(
        (select i.currency from invoices i where i.organization_id = u.organization_id and i.customer_id = u.id
          and i.state = 'sent' and i.paid_minor < i.total_minor order by i.due_date, i.id limit 1),
        u.currency, o.currency) as currency, o.time_zone as "timeZone"
    from customers u join organizations o on o.id = u.organization_id
    where u.organization_id = ${organizationId} and u.id = ${customerId}`.execute(db)
  if (!rows[0]) throw new NotFound('customer')
  return rows[0]
}

function refuseFuture(receivedOn: string, today: string) {
  if (receivedOn > today)
    throw new InvalidRequest([{ pointer: '/receivedOn', detail: 'Use today or an earlier day.' }])
}

/** One entry on each invoice that it pays, or one on the customer if it pays none. */
async function journalPaid(
  tx: InTransaction,
  action: 'payment.recorded' | 'payment.allocated' | 'payment.reversed',
  payment: { customerId: string; currency: string; amountMinor: number },
  allocations: Allocations,
  invoices: OpenInvoice[],
) {
  const { customerId, currency } = payment
  const entry = (amountMinor: number) => ({
    action,
    customerId,
    changes: { amountMinor: { new: amountMinor }, currency: { new: currency } },
  })
  if (allocations.length === 0) return record(tx, entry(payment.amountMinor))
  for (const { invoiceId, amountMinor } of allocations) {
    const number = invoices.find(({ id }) => id === invoiceId)?.number
    const one = entry(amountMinor)
    await record(tx, { ...one, invoiceId, changes: { ...one.changes, invoice: { new: number } } })
  }
}

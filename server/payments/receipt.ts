import { sql } from 'kysely'
import type { Address } from '../customers/address.api.ts'
import { addressLines } from '../customers/address-lines.ts'
import type { ReceiptDocument } from '../documents/pdf/document.ts'
import { notPrinted } from '../documents/pdf/printable.ts'
import { renderPdf } from '../documents/pdf/render-pdf.ts'
import type { NamedFile } from '../http/answer.ts'
import { readSeller, withLogo, type SellerOfDay } from '../invoices/revision.ts'
import type { InTransaction, Reading, ReadingNow } from '../scope/scope.ts'
import { ReversedPayment, readPayment } from './payment.ts'
import { methodWords, type Payment } from './payments.api.ts'

export type ReceiptContent = Omit<ReceiptDocument, 'seller' | 'void'> & { seller: SellerOfDay }

/**
 * A receipt as a PDF. Once it was sent, it says what it said then; the receipt of a reversed payment is marked as
 * void.
 */
export async function receiptPdf(scope: Reading, paymentId: string): Promise<NamedFile> {
  const payment = await readPayment(scope, paymentId)
  refuseReversal(payment)
  const kept = await readKept(scope, paymentId)
  const content = kept ?? (await contentNow(scope, payment))
  const isVoid = payment.reversedBy !== null
  const document = { ...(await withLogo(scope, content)), ...(isVoid && { void: true }) }
  // Before it was sent it follows the payment, so there is nothing to cache it by.
  const key = kept ? `receipt:${paymentId}:${isVoid}` : undefined
  return {
    filename: `Receipt ${content.number}.pdf`,
    content: await renderPdf(scope, document, key),
  }
}

/** Fixes what the receipt says from now on, whatever changes. Returns what it said when it was first sent. */
export async function keepReceipt(tx: InTransaction<ReadingNow>, payment: Payment): Promise<ReceiptContent> {
  const { db, organizationId, now } = tx
  const content = await contentNow(tx, payment)
  await db
    .insertInto('receipts')
    .values({
      organization_id: organizationId,
      payment_id: payment.id,
      content: JSON.stringify(content),
      made_at: now,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'payment_id']).doNothing())
    .execute()
  return (await readKept(tx, payment.id))!
}

export async function notPrintedOnReceipt(scope: Reading, payment: Payment): Promise<string | null> {
  return notPrinted((await readKept(scope, payment.id)) ?? (await contentNow(scope, payment)))
}

export function refuseReversal({ reverses }: Payment) {
  if (reverses !== null) throw new ReversedPayment('It is a reversal, and reversals have no receipt.')
}

async function readKept({ db, organizationId }: Reading, paymentId: string): Promise<ReceiptContent | null> {
  const row = await db
    .selectFrom('receipts')
    .select('content')
    .where('organization_id', '=', organizationId)
    .where('payment_id', '=', paymentId)
    .executeTakeFirst()
  return (row?.content as ReceiptContent | undefined) ?? null
}

async function contentNow(scope: Reading, payment: Payment): Promise<ReceiptContent> {
  const { db, organizationId } = scope
  const { rows } = await sql<{
    accountNumber: string | null
    address: Address | null
    totals: Record<string, number>
  }>`
    select u.account_number as "accountNumber", u.billing_address as address,
      (select coalesce(jsonb_object_agg(i.id, i.total_minor), '{}') from invoices i
        where i.organization_id = ${organizationId}
          and i.id = any (${payment.allocations.map(({ invoiceId }) => invoiceId)}::uuid[])) as totals
    from customers u where u.organization_id = ${organizationId} and u.id = ${payment.customerId}`.execute(db)
  const { accountNumber, address, totals } = rows[0]!
  const { language, ...seller } = await readSeller(scope)
  return {
    kind: 'receipt',
    number: receiptNumber(payment.id),
    receivedOn: payment.receivedOn,
    method: methodWords[payment.method],
    reference: payment.reference,
    currency: payment.currency,
    language,
    amountMinor: payment.amountMinor,
    seller,
    buyer: { name: payment.customerName, accountNumber, address: addressLines(address), attention: null },
    invoices: payment.allocations.map(({ invoiceId, number, amountMinor }) => ({
      number,
      totalMinor: totals[invoiceId]!,
      paidMinor: amountMinor,
    })),
    notes: null,
  }
}

/** From the random end of the payment's id: short enough to read out. */
const receiptNumber = (paymentId: string) => `R-${paymentId.slice(-8).toUpperCase()}`

import { transaction, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { receiving, type RecipientDecision } from '../contacts/recipients.ts'
import { AS_USUAL, decideRecipients, type ForThisOnce } from '../documents/decide-recipients.ts'
import { formatMinor } from '../documents/money.ts'
import { postDocument } from '../documents/post-document.ts'
import type { StaffCaller } from '../http/serve.ts'
import type { Services } from '../scope/services.ts'
import { dateInWords } from '../time/date-in-words.ts'
import type { Recipient } from '../invoices/invoices.api.ts'
import { readTemplate } from '../invoices/invoicing-settings.ts'
import { NobodyReceives } from '../invoices/send-invoice.ts'
import { record } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import { lockPayment, readPayment } from './payment.ts'
import type { Payment } from './payments.api.ts'
import { keepReceipt, refuseReversal } from './receipt.ts'

type Call = Pick<Services, 'sealer'> & { db: Db; now: Date; staff: StaffCaller }

/**
 * Sends the receipt of a payment, or sends it again. With nobody to receive it nothing happens, and the refusal says
 * who could.
 */
export function sendReceipt(call: Call, paymentId: string, forThisOnce: ForThisOnce): Promise<Payment> {
  const { db, staff } = call
  return transaction(db, async (tx) => {
    const payment = await lockPayment(tx, staff.organizationId, paymentId)
    const decisions = await mailReceipt(tx, call, payment, forThisOnce)
    if (receiving(decisions).length === 0) throw new NobodyReceives(decisions)
    return payment
  })
}

/** Queues the mails of a receipt in the transaction of its cause. Returns who gets one, and who does not. */
export async function mailReceipt(
  tx: Db,
  { sealer, staff, now }: Omit<Call, 'db'>,
  payment: Payment,
  forThisOnce: ForThisOnce = AS_USUAL,
): Promise<RecipientDecision[]> {
  const { organizationId } = staff
  const { customerId } = payment
  const decisions = await decideRecipients(tx, organizationId, customerId, 'receipts', forThisOnce, now)
  const to = receiving(decisions)
  if (to.length === 0) return decisions
  const { seller, language, number } = await keepReceipt(tx, organizationId, payment, now)
  const amount = formatMinor(payment.amountMinor, payment.currency, language)
  const receivedOn = dateInWords(payment.receivedOn, language)
  const invoices = payment.allocations.map((one) => one.number).join(', ')
  await postDocument(
    tx,
    { sealer },
    organizationId,
    now,
    {
      kind: 'receipt',
      id: payment.id,
      invoiceId: null,
      customer: { id: customerId, name: payment.customerName },
      template: await readTemplate(tx, organizationId, 'receipt'),
      values: { organization: seller.name, amount, 'received on': receivedOn, invoices },
      rows: [
        { label: 'Receipt', value: number },
        { label: 'Amount received', value: amount },
        { label: 'Received on', value: receivedOn },
        ...(payment.reference ? [{ label: 'Reference', value: payment.reference }] : []),
        ...(invoices ? [{ label: 'Pays', value: invoices }] : []),
      ],
      button: buttonOf(payment),
      attachment: { source: 'receipt', id: payment.id, revision: null },
      attachPdf: await attachesPdf(tx, organizationId),
      cause: `receipt:${payment.id}:${newId()}`,
    },
    to,
  )
  await record(tx, byStaff(staff), now, {
    action: 'payment.receipt-sent',
    customerId,
    changes: {
      amountMinor: { new: payment.amountMinor },
      currency: { new: payment.currency },
      to: { new: to.map(({ email, role }) => (role === 'cc' ? `${email} (Cc)` : email)) },
    },
  })
  return decisions
}

/** To the invoice that it paid, or to the portal's first page, which lists several. */
function buttonOf({ allocations: [first, ...others] }: Payment) {
  return first && others.length === 0
    ? { label: 'View invoice', path: `invoices/${first.invoiceId}` }
    : { label: 'View invoices', path: '' }
}

/** Who would receive the receipt of a payment, as things are. */
export async function receiptRecipients(
  db: Db,
  organizationId: string,
  paymentId: string,
  now: Date,
): Promise<{ recipients: Recipient[] }> {
  const payment = await readPayment(db, organizationId, paymentId)
  refuseReversal(payment)
  return {
    recipients: await decideRecipients(db, organizationId, payment.customerId, 'receipts', AS_USUAL, now),
  }
}

export async function attachesPdf(db: Db, organizationId: string): Promise<boolean> {
  const settings = await db
    .selectFrom('invoicing_settings')
    .select('attach_pdf')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  return settings?.attach_pdf ?? true
}

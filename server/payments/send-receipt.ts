import { listRecipients } from '../documents/decide-recipients.ts'
import { AS_USUAL, type ForThisOnce } from '../documents/for-this-once.ts'
import { formatMinor } from '../documents/money.ts'
import { sendDocument, type DocumentToSend } from '../documents/send-document.ts'
import { notPrintedFor } from '../invoices/not-printed.ts'
import { inTransaction, type InTransaction, type ReadingNow, type Scope } from '../scope/scope.ts'
import { dateInWords } from '../time/date-in-words.ts'
import { lockPayment, readPayment } from './payment.ts'
import type { Payment } from './payments.api.ts'
import { keepReceipt, notPrintedOnReceipt, refuseReversal } from './receipt.ts'

/**
 * Sends the receipt of a payment, or sends it again. With nobody to receive it nothing happens, and the refusal says
 * who could.
 */
export function sendReceipt(
  scope: Scope,
  paymentId: string,
  choices: ForThisOnce,
): Promise<Payment & { notPrinted: string | null }> {
  return inTransaction(scope, async (tx) => {
    const payment = await lockPayment(tx, paymentId)
    await sendDocument(tx, receiptOf(tx, payment, choices))
    return { ...payment, notPrinted: await notPrintedOnReceipt(tx, payment) }
  })
}

/** The receipt of a payment, as it is sent. */
export function receiptOf(
  tx: InTransaction,
  payment: Payment,
  choices: ForThisOnce = AS_USUAL,
): DocumentToSend {
  return {
    kind: 'receipt',
    id: payment.id,
    customer: { id: payment.customerId, name: payment.customerName },
    facts: () => factsOf(tx, payment),
    button: buttonOf(payment),
    choices,
    journal: {
      action: 'payment.receipt-sent',
      changes: { amountMinor: { new: payment.amountMinor }, currency: { new: payment.currency } },
    },
  }
}

async function factsOf(tx: InTransaction, payment: Payment) {
  const { seller, language, number } = await keepReceipt(tx, payment)
  const amount = formatMinor(payment.amountMinor, payment.currency, language)
  const receivedOn = dateInWords(payment.receivedOn, language)
  const invoices = payment.allocations.map((one) => one.number).join(', ')
  return {
    values: { organization: seller.name, amount, 'received on': receivedOn, invoices },
    rows: [
      { label: 'Receipt', value: number },
      { label: 'Amount received', value: amount },
      { label: 'Received on', value: receivedOn },
      ...(payment.reference ? [{ label: 'Reference', value: payment.reference }] : []),
      ...(invoices ? [{ label: 'Pays', value: invoices }] : []),
    ],
  }
}

/** To the invoice that it paid, or to the portal's first page, which lists several. */
function buttonOf({ allocations: [first, ...others] }: Payment) {
  return first && others.length === 0
    ? { label: 'View invoice', path: `invoices/${first.invoiceId}` }
    : { label: 'View invoices', path: '' }
}

/** Who would receive the receipt of a payment, as things are. */
export async function receiptRecipients(scope: ReadingNow, paymentId: string) {
  const payment = await readPayment(scope, paymentId)
  refuseReversal(payment)
  return {
    ...(await listRecipients(scope, payment.customerId, 'receipts')),
    notPrinted: await notPrintedOnReceipt(scope, payment),
  }
}

/** The same for what is not made yet: a receipt, or a statement, of this customer. */
export async function customerRecipients(
  scope: ReadingNow,
  customerId: string,
  kind: 'receipts' | 'statements',
) {
  return {
    ...(await listRecipients(scope, customerId, kind)),
    notPrinted: await notPrintedFor(scope, customerId),
  }
}

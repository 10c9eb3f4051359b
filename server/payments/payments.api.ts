import * as z from 'zod'
import { receivedKinds } from '../documents/kinds.ts'
import { forThisOnce, notPrinted, recipient } from '../documents/sending.api.ts'
import { endpoint } from '../http/endpoint.ts'
import { currency, id, listQuery, optionalLine, optionalText, page, time } from '../http/fields.api.ts'
import { date } from '../invoices/invoices.api.ts'

const amountMinor = z.int()
const amountAboveZero = z
  .int()
  .min(1, 'Use an amount above zero.')
  .max(100_000_000_000_000, 'Use a smaller amount.')
  .describe('In the smallest unit of the currency, such as cents.')

export const paymentMethod = z.enum(['transfer', 'card', 'cash', 'cheque', 'directDebit', 'other'])
export type PaymentMethod = z.infer<typeof paymentMethod>

export const methodWords: Record<PaymentMethod, string> = {
  transfer: 'Bank transfer',
  card: 'Card',
  cash: 'Cash',
  cheque: 'Cheque',
  directDebit: 'Direct debit',
  other: 'Other',
}

export const payment = z.object({
  id,
  customerId: id,
  customerName: z.string(),
  currency: z.string(),
  amountMinor: amountMinor.describe('Below zero: a reversal.'),
  receivedOn: date,
  method: paymentMethod,
  reference: z.string().nullable(),
  note: z.string().nullable(),
  allocations: z.array(z.object({ invoiceId: id, number: z.string(), amountMinor })),
  unallocatedMinor: amountMinor.describe('Pays no invoice yet: the customer’s credit.'),
  reverses: id.nullable(),
  reversedBy: id.nullable(),
  createdBy: z.string(),
  createdAt: time,
})
export type Payment = z.infer<typeof payment>

export const recordedPayment = payment.extend({
  receipt: z
    .enum(['sent', 'nobody'])
    .nullable()
    .describe('nobody: one was asked for, but nobody receives receipts. null: none was asked for.'),
  notPrinted,
})
export type RecordedPayment = z.infer<typeof recordedPayment>

const allocations = z
  .array(z.strictObject({ invoiceId: id, amountMinor: amountAboveZero }))
  .max(100, 'A payment pays at most 100 invoices at once.')
  .refine(
    (all) => new Set(all.map(({ invoiceId }) => invoiceId)).size === all.length,
    'Name each invoice once.',
  )
export type Allocations = z.infer<typeof allocations>

export const newPayment = z.strictObject({
  customerId: id,
  amountMinor: amountAboveZero,
  currency: currency
    .optional()
    .describe('By default that of the invoices it pays, or of the one that is due first.'),
  receivedOn: date.optional().describe('Today by default.'),
  method: paymentMethod.default('transfer'),
  reference: optionalLine(200).default(null),
  note: optionalText(2000).default(null),
  allocations: allocations
    .optional()
    .describe(
      'Which invoices it pays. Left out: those with the earliest due dates first. Empty: none, it stays as credit.',
    ),
  sendReceipt: z.boolean().default(false).describe('Mails a receipt to those who receive receipts.'),
})
export type NewPayment = z.infer<typeof newPayment>

const params = z.object({ paymentId: id })

export const paymentsApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/payments',
    summary: 'List payments, the latest received first',
    caller: 'viewer',
    query: z.strictObject({ ...listQuery, customerId: id.optional(), invoiceId: id.optional() }),
    reply: page(payment),
  }),
  add: endpoint({
    method: 'POST',
    path: '/v1/payments',
    summary: 'Record a payment, for one invoice, a part of one, or several',
    description:
      'Send an Idempotency-Key of yours, and a request that is repeated because its reply was lost records one payment.',
    caller: 'manager',
    body: newPayment,
    status: 201,
    reply: recordedPayment,
  }),
  read: endpoint({
    method: 'GET',
    path: '/v1/payments/:paymentId',
    summary: 'Read a payment',
    caller: 'viewer',
    params,
    reply: payment,
  }),
  allocate: endpoint({
    method: 'POST',
    path: '/v1/payments/:paymentId/allocations',
    summary: 'Allocate what a payment left over to more invoices',
    caller: 'manager',
    params,
    body: z.strictObject({ allocations }),
    reply: payment,
  }),
  reverse: endpoint({
    method: 'POST',
    path: '/v1/payments/:paymentId/reverse',
    summary: 'Reverse a payment: what it paid is open again',
    caller: 'manager',
    params,
    body: z.strictObject({ note: optionalText(2000).default(null) }),
    status: 201,
    reply: payment,
  }),
  sendReceipt: endpoint({
    method: 'POST',
    path: '/v1/payments/:paymentId/receipt',
    summary: 'Mail the receipt of a payment, or mail it again',
    caller: 'manager',
    params,
    body: forThisOnce,
    reply: payment.extend({ notPrinted }),
  }),
  recipients: endpoint({
    method: 'GET',
    path: '/v1/payments/:paymentId/recipients',
    summary: 'List who would receive the receipt of a payment, and why',
    caller: 'viewer',
    params,
    reply: z.object({ recipients: z.array(recipient), notPrinted }),
  }),
  pdf: endpoint({
    method: 'GET',
    path: '/v1/payments/:paymentId/pdf',
    summary: 'Download the receipt of a payment as a PDF',
    caller: 'viewer',
    params,
    download: 'application/pdf',
  }),
  customerRecipients: endpoint({
    method: 'GET',
    path: '/v1/customers/:customerId/recipients',
    summary: 'List who would receive a receipt or a statement for a customer, and why',
    caller: 'viewer',
    params: z.object({ customerId: id }),
    query: z.strictObject({
      kind: z.enum(receivedKinds).extract(['receipts', 'statements']).default('receipts'),
    }),
    reply: z.object({ recipients: z.array(recipient), notPrinted }),
  }),
}

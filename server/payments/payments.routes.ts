import { serve } from '../http/serve.ts'
import { listPayments } from './list-payments.ts'
import { readPayment } from './payment.ts'
import { paymentsApi } from './payments.api.ts'
import { allocatePayment, recordPayment, reversePayment } from './record-payment.ts'
import { receiptPdf } from './receipt.ts'
import { customerRecipients, receiptRecipients, sendReceipt } from './send-receipt.ts'

export const paymentsRoutes = serve(paymentsApi, {
  list: (call) => listPayments(call, call.query),
  add: (call) => recordPayment(call, call.body),
  read: (call) => readPayment(call, call.params.paymentId),
  allocate: (call) => allocatePayment(call, call.params.paymentId, call.body),
  reverse: (call) => reversePayment(call, call.params.paymentId, call.body),
  sendReceipt: (call) => sendReceipt(call, call.params.paymentId, call.body),
  recipients: (call) => receiptRecipients(call, call.params.paymentId),
  pdf: (call) => receiptPdf(call, call.params.paymentId),
  customerRecipients: (call) => customerRecipients(call, call.params.customerId, call.query.kind),
})

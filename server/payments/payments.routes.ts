import { AS_USUAL, decideRecipients } from '../documents/decide-recipients.ts'
import { serve } from '../http/serve.ts'
import { listPayments } from './list-payments.ts'
import { readPayment } from './payment.ts'
import { paymentsApi } from './payments.api.ts'
import { allocatePayment, recordPayment, reversePayment } from './record-payment.ts'
import { receiptPdf } from './receipt.ts'
import { receiptRecipients, sendReceipt } from './send-receipt.ts'

export const paymentsRoutes = serve(paymentsApi, {
  list: ({ db, staff, query }) => listPayments(db, staff.organizationId, query),
  add: ({ body, ...call }) => recordPayment(call, body),
  read: ({ db, staff, params }) => readPayment(db, staff.organizationId, params.paymentId),
  allocate: ({ body, params, ...call }) => allocatePayment(call, params.paymentId, body),
  reverse: ({ body, params, ...call }) => reversePayment(call, params.paymentId, body),
  sendReceipt: ({ body, params, ...call }) => sendReceipt(call, params.paymentId, body),
  recipients: ({ db, staff, params, now }) =>
    receiptRecipients(db, staff.organizationId, params.paymentId, now),
  pdf: ({ db, staff, params }) => receiptPdf(db, staff.organizationId, params.paymentId),
  customerRecipients: async ({ db, staff, params, query, now }) => ({
    recipients: await decideRecipients(
      db,
      staff.organizationId,
      params.customerId,
      query.kind,
      AS_USUAL,
      now,
    ),
  }),
})

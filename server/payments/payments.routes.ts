import { serve } from '../http/serve.ts'
import { listPayments } from './list-payments.ts'
import { readPayment } from './payment.ts'
import { paymentsApi } from './payments.api.ts'
import { allocatePayment, recordPayment, reversePayment } from './record-payment.ts'

export const paymentsRoutes = serve(paymentsApi, {
  list: ({ db, staff, query }) => listPayments(db, staff.organizationId, query),
  add: ({ body, ...call }) => recordPayment(call, body),
  read: ({ db, staff, params }) => readPayment(db, staff.organizationId, params.paymentId),
  allocate: ({ body, params, ...call }) => allocatePayment(call, params.paymentId, body),
  reverse: ({ body, params, ...call }) => reversePayment(call, params.paymentId, body),
})

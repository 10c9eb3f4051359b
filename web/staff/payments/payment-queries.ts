import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { deliveriesApi } from '../../../server/mail/deliveries/deliveries.api.ts'
import { type Payment, paymentsApi } from '../../../server/payments/payments.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor } from '../../lib/paging.ts'
import { queryClient } from '../../lib/query-client.ts'
import { changed } from '../stale-queries.ts'

const WHILE_QUEUED_MS = 3_000
const OTHERWISE_MS = 20_000

export const paymentsQuery = (customerId?: string) =>
  infiniteQueryOptions({
    queryKey: ['payments', 'list', customerId ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      call(paymentsApi.list, { query: { customerId, cursor: pageParam }, signal }),
    ...byCursor,
  })

export const paymentQuery = (paymentId: string) =>
  queryOptions({
    queryKey: ['payments', paymentId],
    queryFn: ({ signal }) => call(paymentsApi.read, { params: { paymentId }, signal }),
  })

/** Who would get a receipt or a statement of a customer, and why. */
export const receiversQuery = (customerId: string, kind: 'receipts' | 'statements') =>
  queryOptions({
    queryKey: ['contacts', 'receivers', customerId, kind],
    queryFn: ({ signal }) =>
      call(paymentsApi.customerRecipients, { params: { customerId }, query: { kind }, signal }),
  })

/** The mails of one document, and what became of them. */
export const documentDeliveriesQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['deliveries', 'document', documentId],
    queryFn: ({ signal }) => call(deliveriesApi.list, { query: { documentId, limit: 100 }, signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.data.some(({ state }) => state === 'queued') ? WHILE_QUEUED_MS : OTHERWISE_MS,
  })

/** After a payment: what is owed, and what went out, is read again. */
export function paymentChanged(payment?: Payment) {
  if (payment) queryClient.setQueryData(paymentQuery(payment.id).queryKey, payment)
  void changed('payment')
}

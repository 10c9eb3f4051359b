import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import {
  type BatchFate,
  type InvoiceBatch,
  invoiceBatchesApi,
} from '../../../server/invoices/invoice-batches.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor, keepWithin } from '../../lib/paging.ts'

const WHILE_RUNNING_MS = 700
const WHILE_SENDING_MS = 2_000
const WHILE_SCHEDULED_MS = 30_000

export const checkQuery = (invoiceIds: string[]) =>
  queryOptions({
    queryKey: ['invoices', 'check', invoiceIds],
    queryFn: ({ signal }) => call(invoiceBatchesApi.check, { body: { invoiceIds }, signal }),
    enabled: invoiceIds.length > 0,
    // What a contact receives may be corrected in another tab.
    staleTime: 0,
  })

export const batchQuery = (batchId: string) =>
  queryOptions({
    queryKey: ['invoice-batches', batchId],
    queryFn: ({ signal }) => call(invoiceBatchesApi.read, { params: { batchId }, signal }),
    refetchInterval: ({ state: { data } }) => data !== undefined && againAfterMs(data),
  })

export type WhichOfBatch = 'all' | 'troubled'

export const batchInvoicesQuery = (batchId: string, which: WhichOfBatch) =>
  infiniteQueryOptions({
    queryKey: ['invoice-batches', batchId, 'invoices', which],
    queryFn: ({ pageParam, signal }) =>
      call(invoiceBatchesApi.invoices, {
        params: { batchId },
        query: { cursor: pageParam, which },
        signal,
      }),
    ...byCursor,
    placeholderData: keepWithin(['invoice-batches', batchId]),
  })

export type BatchWithFates = InvoiceBatch & { fates: Record<BatchFate, number> }

/** Over is what its mails say is over: none waits for its turn, for its time or for a mail server. */
export const isOver = ({ fates }: BatchWithFates) =>
  fates.waiting === 0 && fates.sending === 0 && fates.scheduled === 0

function againAfterMs(batch: BatchWithFates): number | false {
  if (batch.state === 'running') return WHILE_RUNNING_MS
  if (batch.fates.sending > 0) return WHILE_SENDING_MS
  return !isOver(batch) && WHILE_SCHEDULED_MS
}

/** The newest: whether one is under way. */
export const newestBatchQuery = queryOptions({
  queryKey: ['invoice-batches', 'newest'],
  queryFn: async ({ signal }) =>
    (await call(invoiceBatchesApi.list, { query: { limit: 1 }, signal })).data[0] ?? null,
  refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? WHILE_RUNNING_MS : false),
})

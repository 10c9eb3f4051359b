import { queryOptions } from '@tanstack/react-query'
import { invoiceBatchesApi } from '../../../server/invoices/invoice-batches.api.ts'
import { call } from '../../lib/client.ts'

const WHILE_RUNNING_MS = 700

export const checkQuery = (invoiceIds: string[]) =>
  queryOptions({
    queryKey: ['invoices', 'check', invoiceIds],
    queryFn: ({ signal }) => call(invoiceBatchesApi.check, { body: { invoiceIds }, signal }),
    enabled: invoiceIds.length > 0,
    // What a contact receives is mended in another tab.
    staleTime: 0,
  })

export const batchQuery = (batchId: string) =>
  queryOptions({
    queryKey: ['invoice-batches', batchId],
    queryFn: ({ signal }) => call(invoiceBatchesApi.read, { params: { batchId }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? WHILE_RUNNING_MS : false),
  })

/** The newest: whether one is at work. */
export const newestBatchQuery = queryOptions({
  queryKey: ['invoice-batches', 'newest'],
  queryFn: async ({ signal }) =>
    (await call(invoiceBatchesApi.list, { query: { limit: 1 }, signal })).data[0] ?? null,
  refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? WHILE_RUNNING_MS : false),
})

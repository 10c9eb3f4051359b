import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Invoice, invoicesApi } from '../../../server/invoices/invoices.api.ts'
import { invoicingSettingsApi } from '../../../server/invoices/invoicing-settings.api.ts'
import { todayIn } from '../../../server/time/day.ts'
import { call } from '../../lib/client.ts'
import { byCursor, keepWithin } from '../../lib/paging.ts'
import { queryClient } from '../../lib/query-client.ts'
import { organizationQuery } from '../organization/organization-queries.ts'
import { changed } from '../stale-queries.ts'
import type { InvoicesWanted } from './invoices-wanted.ts'

export const invoicesQuery = ({ search, status, age }: InvoicesWanted, customerId?: string) =>
  infiniteQueryOptions({
    queryKey: ['invoices', 'list', customerId ?? 'all', search ?? '', status ?? 'all', age ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      call(invoicesApi.list, { query: { search, status, age, customerId, cursor: pageParam }, signal }),
    ...byCursor,
    placeholderData: keepWithin(['invoices', 'list', customerId ?? 'all']),
  })

export const invoiceTotalsQuery = (customerId?: string) =>
  queryOptions({
    queryKey: ['invoices', 'totals', customerId ?? 'all'],
    queryFn: ({ signal }) => call(invoicesApi.totals, { query: { customerId }, signal }),
  })

export const invoiceQuery = (invoiceId: string) =>
  queryOptions({
    queryKey: ['invoices', invoiceId],
    queryFn: ({ signal }) => call(invoicesApi.read, { params: { invoiceId }, signal }),
  })

export const revisionsQuery = (invoiceId: string) =>
  queryOptions({
    queryKey: ['invoices', invoiceId, 'revisions'],
    queryFn: ({ signal }) =>
      call(invoicesApi.revisions, { params: { invoiceId }, query: { limit: 100 }, signal }),
  })

const VIEWS_REFETCH_MS = 30_000

export const viewsQuery = (invoiceId: string) =>
  queryOptions({
    queryKey: ['invoices', invoiceId, 'views'],
    queryFn: ({ signal }) => call(invoicesApi.views, { params: { invoiceId }, signal }),
    refetchInterval: VIEWS_REFETCH_MS,
  })

export const invoicingSettingsQuery = queryOptions({
  queryKey: ['invoicing-settings'],
  queryFn: ({ signal }) => call(invoicingSettingsApi.read, { signal }),
})

/** A logo never changes: another one has another id. */
export const logoQuery = (logoId: string | null) =>
  queryOptions({
    queryKey: ['logo', logoId],
    queryFn: ({ signal }) => call(invoicingSettingsApi.logo, { params: { logoId: logoId! }, signal }),
    enabled: logoId !== null,
    staleTime: Infinity,
  })

/** Shows the saved invoice at once and has everything else that may show it read again. */
export function invoiceChanged(invoice: Invoice) {
  queryClient.setQueryData(invoiceQuery(invoice.id).queryKey, invoice)
  void changed('invoice')
}

/** What day it is where the organization is; until that is known, where the reader is. */
export function useToday(): string {
  const timeZone = useQuery(organizationQuery).data?.timeZone
  const [now] = useState(() => new Date())
  return todayIn(timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, now)
}

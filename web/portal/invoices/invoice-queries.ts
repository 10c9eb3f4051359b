import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { portalInvoicesApi } from '../../../server/invoices/portal-invoices.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor, keepWithin } from '../../lib/paging.ts'
import { portal } from '../portal.ts'
import { whileSignedIn } from '../session.ts'
import type { InvoicesWanted } from './invoices-wanted.ts'

const params = { portal }

export const invoicesQuery = ({ customer, show }: InvoicesWanted) =>
  infiniteQueryOptions({
    queryKey: ['invoices', 'list', customer ?? 'all', show ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      whileSignedIn(
        call(portalInvoicesApi.list, {
          params,
          query: { customerId: customer, status: show, cursor: pageParam, limit: 25 },
          signal,
        }),
      ),
    ...byCursor,
    placeholderData: keepWithin(['invoices', 'list', customer ?? 'all']),
  })

export const dueQuery = (customerId?: string) =>
  queryOptions({
    queryKey: ['invoices', 'due', customerId ?? 'all'],
    queryFn: ({ signal }) =>
      whileSignedIn(call(portalInvoicesApi.due, { params, query: { customerId }, signal })),
  })

export const invoiceQuery = (invoiceId: string) =>
  queryOptions({
    queryKey: ['invoices', invoiceId],
    queryFn: ({ signal }) =>
      whileSignedIn(call(portalInvoicesApi.read, { params: { portal, invoiceId }, signal })),
  })

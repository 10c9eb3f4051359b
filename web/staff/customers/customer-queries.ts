import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type Customer, customersApi } from '../../../server/customers/customers.api.ts'
import type { Status } from '../../../server/http/fields.api.ts'
import { invoicesApi } from '../../../server/invoices/invoices.api.ts'
import { deliveriesApi } from '../../../server/mail/deliveries/deliveries.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor } from '../../lib/paging.ts'
import { queryClient } from '../../lib/query-client.ts'
import { changed } from '../stale-queries.ts'

/** Which customers the list shows: in the address, so that Back leads to the same list. */
export interface CustomersWanted {
  search?: string
  status?: Exclude<Status, 'active'>
}

export const customersQuery = (search: string, status: Status) =>
  infiniteQueryOptions({
    queryKey: ['customers', search, status],
    queryFn: ({ pageParam, signal }) =>
      call(customersApi.list, { query: { search: search || undefined, status, cursor: pageParam }, signal }),
    ...byCursor,
    placeholderData: keepPreviousData,
  })

export const customerQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['customer', customerId],
    queryFn: ({ signal }) => call(customersApi.read, { params: { customerId }, signal }),
  })

/** Shows the saved customer at once and has everything else that may show it read again. */
export function customerChanged(customer: Customer) {
  queryClient.setQueryData(customerQuery(customer.id).queryKey, customer)
  void changed('customer')
}

const LATEST_SHOWN = 5

/** Those that a caller may ask about: what is overdue, then what is open, then the others. */
export const latestInvoicesQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['invoices', 'latest', customerId],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        (['overdue', 'open', 'all'] as const).map((status) =>
          call(invoicesApi.list, { query: { customerId, status, limit: LATEST_SHOWN }, signal }),
        ),
      )
      const invoices = new Map(pages.flatMap(({ data }) => data).map((invoice) => [invoice.id, invoice]))
      return [...invoices.values()].slice(0, LATEST_SHOWN)
    },
  })

const MAIL_READ_AGAIN_MS = 20_000

export const latestMailQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['deliveries', 'latest', customerId],
    queryFn: ({ signal }) => call(deliveriesApi.list, { query: { customerId, limit: LATEST_SHOWN }, signal }),
    refetchInterval: MAIL_READ_AGAIN_MS,
  })

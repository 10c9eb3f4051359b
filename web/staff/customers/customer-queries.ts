import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type Customer, customersApi } from '../../../server/customers/customers.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor } from '../../lib/paging.ts'
import { queryClient } from '../../lib/query-client.ts'

export const customersQuery = (search: string, status: 'active' | 'inactive' | 'all') =>
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
  for (const key of ['customers', 'contacts', 'contact', 'invoices', 'journal', 'search']) {
    void queryClient.invalidateQueries({ queryKey: [key] })
  }
}

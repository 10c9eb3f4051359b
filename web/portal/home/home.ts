import { queryOptions } from '@tanstack/react-query'
import { portalApi } from '../../../server/portal-access/portal-access.api.ts'
import type { ReplyOf } from '../../../server/http/endpoint.ts'
import { call } from '../../lib/client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { dueQuery, invoicesQuery } from '../invoices/invoice-queries.ts'
import type { InvoicesWanted } from '../invoices/invoices-wanted.ts'
import { portal } from '../portal.ts'
import { whileSignedIn } from '../session.ts'

export type Customer = ReplyOf<typeof portalApi.home>['customers'][number]

export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => whileSignedIn(call(portalApi.home, { params: { portal }, signal })),
})

/** Asks for what the page shows while its code is on the way. */
export function askForHome(wanted: InvoicesWanted) {
  void queryClient.prefetchQuery(homeQuery)
  void queryClient.prefetchQuery(dueQuery(wanted.customer))
  void queryClient.prefetchInfiniteQuery(invoicesQuery(wanted))
}

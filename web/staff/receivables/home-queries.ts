import { queryOptions } from '@tanstack/react-query'
import type { ReplyOf } from '../../../server/http/endpoint.ts'
import { receivablesApi } from '../../../server/receivables/home.api.ts'
import { call } from '../../lib/client.ts'
import { queryClient } from '../../lib/query-client.ts'

export type Owed = ReplyOf<typeof receivablesApi.owed>
export type MailOverview = ReplyOf<typeof receivablesApi.mail>

export const owedQuery = queryOptions({
  queryKey: ['receivables', 'owed'],
  queryFn: ({ signal }) => call(receivablesApi.owed, { signal }),
})

export const mailOverviewQuery = queryOptions({
  queryKey: ['receivables', 'mail'],
  queryFn: ({ signal }) => call(receivablesApi.mail, { signal }),
})

/** Asks for what the page shows while its code is on the way. */
export function askForHome() {
  void queryClient.prefetchQuery(owedQuery)
  void queryClient.prefetchQuery(mailOverviewQuery)
}

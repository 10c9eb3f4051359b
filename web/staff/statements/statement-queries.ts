import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { statementsApi } from '../../../server/statements/statements.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor } from '../../lib/paging.ts'

const WHILE_SENDING_MS = 3_000

export const accountQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['account', customerId],
    queryFn: ({ signal }) => call(statementsApi.account, { params: { customerId }, signal }),
  })

export const statementsQuery = (customerId: string) =>
  infiniteQueryOptions({
    queryKey: ['statements', customerId],
    queryFn: ({ pageParam, signal }) =>
      call(statementsApi.list, { params: { customerId }, query: { cursor: pageParam, limit: 20 }, signal }),
    ...byCursor,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.data.some(({ delivery }) => delivery === 'sending'))
        ? WHILE_SENDING_MS
        : false,
  })

export const statementSettingsQuery = queryOptions({
  queryKey: ['statement-settings'],
  queryFn: ({ signal }) => call(statementsApi.settings, { signal }),
})

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { mailboxApi } from '../../../server/mail/mailbox.api.ts'
import { call } from '../../lib/client.ts'

export const mailboxQuery = infiniteQueryOptions({
  queryKey: ['mailbox'],
  queryFn: ({ pageParam, signal }) => call(mailboxApi.list, { query: { cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
  refetchInterval: 3_000,
})

export const letterQuery = (deliveryId: string) =>
  queryOptions({
    queryKey: ['letter', deliveryId],
    queryFn: ({ signal }) => call(mailboxApi.read, { params: { deliveryId }, signal }),
  })

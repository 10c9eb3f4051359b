import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { mailboxApi } from '../../../server/mail/mailbox/mailbox.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor } from '../../lib/paging.ts'

export const mailboxQuery = infiniteQueryOptions({
  queryKey: ['mailbox'],
  queryFn: ({ pageParam, signal }) => call(mailboxApi.list, { query: { cursor: pageParam }, signal }),
  ...byCursor,
  refetchInterval: 3_000,
})

export const letterQuery = (deliveryId: string) =>
  queryOptions({
    queryKey: ['letter', deliveryId],
    queryFn: ({ signal }) => call(mailboxApi.read, { params: { deliveryId }, signal }),
  })

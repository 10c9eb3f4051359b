import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { webhooksApi, type WebhookMessageState } from '../../../server/webhooks/webhooks.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor } from '../../lib/paging.ts'

const WHILE_WAITING_MS = 3_000
const OTHERWISE_MS = 20_000

export const webhooksQuery = infiniteQueryOptions({
  queryKey: ['webhooks', 'list'],
  queryFn: ({ pageParam, signal }) => call(webhooksApi.list, { query: { cursor: pageParam }, signal }),
  ...byCursor,
})

export const webhookQuery = (webhookId: string) =>
  queryOptions({
    queryKey: ['webhooks', webhookId],
    queryFn: ({ signal }) => call(webhooksApi.read, { params: { webhookId }, signal }),
    refetchInterval: OTHERWISE_MS,
  })

export const messagesQuery = (webhookId: string, state?: WebhookMessageState) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', webhookId, 'messages', state ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      call(webhooksApi.listMessages, { params: { webhookId }, query: { state, cursor: pageParam }, signal }),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.data.some((message) => message.state === 'waiting'))
        ? WHILE_WAITING_MS
        : OTHERWISE_MS,
  })

export const messageQuery = (webhookId: string, webhookMessageId: string) =>
  queryOptions({
    queryKey: ['webhooks', webhookId, 'message', webhookMessageId],
    queryFn: ({ signal }) =>
      call(webhooksApi.readMessage, { params: { webhookId, webhookMessageId }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.state === 'waiting' ? WHILE_WAITING_MS : OTHERWISE_MS),
  })

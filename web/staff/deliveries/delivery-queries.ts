import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import {
  deliveriesApi,
  type DeliveryKind,
  type DeliveryState,
} from '../../../server/mail/deliveries/deliveries.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor } from '../../lib/paging.ts'

const WHILE_QUEUED_MS = 3_000
const OTHERWISE_MS = 20_000

export interface DeliveriesWanted {
  state?: DeliveryState
  kind?: DeliveryKind
}

export const deliveriesQuery = ({ state, kind }: DeliveriesWanted) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', 'list', state ?? 'all', kind ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      call(deliveriesApi.list, { query: { state, kind, cursor: pageParam }, signal }),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.data.some((delivery) => delivery.state === 'queued'))
        ? WHILE_QUEUED_MS
        : OTHERWISE_MS,
  })

export const deliveryQuery = (deliveryId: string) =>
  queryOptions({
    queryKey: ['deliveries', deliveryId],
    queryFn: ({ signal }) => call(deliveriesApi.read, { params: { deliveryId }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.state === 'queued' ? WHILE_QUEUED_MS : OTHERWISE_MS),
  })

import { queryOptions } from '@tanstack/react-query'
import { portalApi } from '../../../server/portal-access/portal-access.api.ts'
import type { ReplyOf } from '../../../server/http/endpoint.ts'
import { call } from '../../lib/client.ts'
import { portal } from '../portal.ts'
import { whileSignedIn } from '../session.ts'

export type Customer = ReplyOf<typeof portalApi.home>['customers'][number]

export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => whileSignedIn(call(portalApi.home, { params: { portal }, signal })),
})

import { queryOptions } from '@tanstack/react-query'
import { organizationApi } from '../../../server/organization/organization.api.ts'
import { call } from '../../lib/client.ts'

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: ({ signal }) => call(organizationApi.read, { signal }),
})

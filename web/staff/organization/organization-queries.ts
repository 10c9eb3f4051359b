import { queryOptions, useQuery } from '@tanstack/react-query'
import { PASSWORD_LENGTH_DEFAULT } from '../../../server/credentials/password-rules.ts'
import { organizationApi } from '../../../server/organization/organization.api.ts'
import { call } from '../../lib/client.ts'

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: ({ signal }) => call(organizationApi.read, { signal }),
})

/** The shortest portal password that this organization allows. */
export function usePasswordMinLength(): number {
  return useQuery(organizationQuery).data?.passwordMinLength ?? PASSWORD_LENGTH_DEFAULT
}

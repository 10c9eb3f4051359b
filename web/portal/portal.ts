import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { portalApi } from '../../server/portal-access/portal-access.api.ts'
import { call } from '../lib/client.ts'

/** The seller whose door this is: `/portal/<slug>/...`. Empty where the address names none. */
export const portal = slugIn(location.pathname)

export const doorQuery = queryOptions({
  queryKey: ['door'],
  queryFn: ({ signal }) => call(portalApi.door, { params: { portal }, signal }),
  staleTime: Infinity,
})

/** The seller's name and colour. Only below the root, which has asked already. */
export function useDoor() {
  return useSuspenseQuery(doorQuery).data
}

function slugIn(path: string): string {
  try {
    return decodeURIComponent(path.split('/')[2] ?? '')
  } catch {
    return ''
  }
}

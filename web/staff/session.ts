import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { setUpApi, staffSessionApi, type Role, type StaffSession } from '../../server/staff/staff.api.ts'
import { call } from '../lib/client.ts'
import { queryClient } from '../lib/query-client.ts'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call(staffSessionApi.read, { signal }),
  staleTime: Infinity,
})

export const setUpQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => call(setUpApi.read, { signal }),
  staleTime: Infinity,
})

/** Who is signed in. Only for pages inside the shell, which has asked already. */
export function useSession(): StaffSession {
  return useSuspenseQuery(sessionQuery).data
}

const ranks: Record<Role, number> = { viewer: 0, manager: 1, owner: 2 }

/** Whether the signed-in person may do what asks for at least this role. */
export function useMay(role: Role): boolean {
  return ranks[useSession().staff.role] >= ranks[role]
}

/** Another person or organization: nothing that was read before may stay on the screen. */
export function enter(session: StaffSession) {
  queryClient.setQueryData(sessionQuery.queryKey, session)
  // Emptied, so that pages read it again: what is only removed stays on the page that shows it.
  void queryClient.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] })
}

export function leave() {
  queryClient.clear()
}

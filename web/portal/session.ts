import { queryOptions, useQuery } from '@tanstack/react-query'
import { portalApi, type PortalSession } from '../../server/portal-access/portal-access.api.ts'
import { call } from '../lib/client.ts'
import { hasStatus, ProblemError } from '../lib/problem.ts'
import { queryClient } from '../lib/query-client.ts'
import { isAnythingUnsaved } from '../ui/unsaved.ts'
import { doorQuery, portal } from './portal.ts'

/** Why somebody is back at the door: said on the sign-in page. */
export type Farewell = 'signed-out' | 'session-ended' | 'password-set'

interface Session {
  signedIn: PortalSession | null
  farewell?: Farewell
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session> => {
    try {
      return { signedIn: await call(portalApi.session, { params: { portal }, signal }) }
    } catch (error) {
      if (hasStatus(error, 401)) return { signedIn: null }
      throw error
    }
  },
  staleTime: Infinity,
})

/** Who is signed in, or null: the shell then leads to the door. */
export function useSignedIn(): PortalSession | null {
  return useQuery(sessionQuery).data?.signedIn ?? null
}

export function useFarewell(): Farewell | undefined {
  return useQuery(sessionQuery).data?.farewell
}

/** When another person signs in, nothing that was read before may stay on the screen. */
export function enter(signedIn: PortalSession) {
  forgetAll()
  keep(signedIn)
}

/** The same person, with what has just changed. */
export function keep(signedIn: PortalSession) {
  queryClient.setQueryData(sessionQuery.queryKey, { signedIn })
}

export function leave(farewell: Farewell) {
  queryClient.setQueryData(sessionQuery.queryKey, { signedIn: null, farewell })
  forgetAll()
}

/** For what only a signed-in person can ask: when the session ended meanwhile, leads to the door. */
export async function whileSignedIn<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    const isSignedOut = error instanceof ProblemError && error.kind === 'not-signed-in'
    // What is typed stays: the password is asked for over the page.
    if (isSignedOut && !isAnythingUnsaved()) leave('session-ended')
    // Such as a temporary password that was issued meanwhile: the session is read again.
    if (hasStatus(error, 403)) void queryClient.refetchQueries({ queryKey: sessionQuery.queryKey })
    throw error
  }
}

function forgetAll() {
  const kept: unknown[] = [doorQuery.queryKey[0], sessionQuery.queryKey[0]]
  queryClient.removeQueries({ predicate: ({ queryKey }) => !kept.includes(queryKey[0]) })
}

import { QueryClient } from '@tanstack/react-query'
import { ProblemError } from './problem.ts'

/** A refusal is an answer: only a lost connection or a busy server is worth asking again. */
function worthRetrying(failures: number, error: Error) {
  if (failures >= 2) return false
  return !(error instanceof ProblemError) || error.kind === 'unreachable' || error.status >= 502
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, retry: worthRetrying, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
})

import { ProblemError, UNREACHABLE } from './problem.ts'

/** After how long a page says that the server is slow, and after how long it stops waiting. */
const SLOW_AFTER_SECONDS = 5
const GIVEN_UP_AFTER_SECONDS = 120

/** For each request that has become slow, how to stop waiting for it. */
let slow: readonly (() => void)[] = []
const readers = new Set<() => void>()

/** `useSyncExternalStore(...whatIsSlow)` */
export const whatIsSlow = [
  (reader: () => void) => {
    readers.add(reader)
    return () => readers.delete(reader)
  },
  () => slow,
] as const

export function giveUpWhatIsSlow() {
  for (const giveUp of slow) giveUp()
}

/** Starts to wait for a server. Returns what ends the wait. */
export function beginWaiting(giveUp: () => void): () => void {
  const timer = setTimeout(() => setSlow([...slow, giveUp]), SLOW_AFTER_SECONDS * 1000)
  return () => {
    clearTimeout(timer)
    if (slow.includes(giveUp)) setSlow(slow.filter((other) => other !== giveUp))
  }
}

/** Sends a request. People can stop waiting for a slow answer; after two minutes the page does it by itself. */
export async function whileWaiting<T>(
  method: string,
  callers: AbortSignal | undefined,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController()
  const end = (kind: 'given-up' | 'no-answer') => own.abort(unanswered(kind, method === 'GET'))
  const stop = () => own.abort(callers?.reason)
  if (callers?.aborted) stop()
  callers?.addEventListener('abort', stop)
  const endWaiting = beginWaiting(() => end('given-up'))
  const limit = setTimeout(() => end('no-answer'), GIVEN_UP_AFTER_SECONDS * 1000)
  try {
    return await act(own.signal)
  } catch (error) {
    throw own.signal.aborted ? own.signal.reason : error
  } finally {
    callers?.removeEventListener('abort', stop)
    clearTimeout(limit)
    endWaiting()
  }
}

function setSlow(next: typeof slow) {
  slow = next
  for (const reader of readers) reader()
}

function unanswered(kind: 'given-up' | 'no-answer', isRead: boolean) {
  return new ProblemError({
    type: `about:blank#${kind}`,
    title: kind === 'given-up' ? 'You stopped waiting for an answer' : 'Portico does not answer',
    status: UNREACHABLE,
    detail: isRead
      ? 'Nothing was lost. Try again in a moment.'
      : 'It may have been done all the same. What you typed is still here: do the same again, and it is done once.',
  })
}

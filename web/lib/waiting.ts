import { ProblemError, UNREACHABLE } from './problem.ts'

/** When it is said that an answer is long in coming, and when none is expected any more. */
const SLOW_AFTER_SECONDS = 5
const GIVEN_UP_AFTER_SECONDS = 120

/** How to give up each of those that have been waited for so long. */
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

/** Something begins that a server has to answer; what comes back ends it. */
export function beginWaiting(giveUp: () => void): () => void {
  const timer = setTimeout(() => setSlow([...slow, giveUp]), SLOW_AFTER_SECONDS * 1000)
  return () => {
    clearTimeout(timer)
    if (slow.includes(giveUp)) setSlow(slow.filter((other) => other !== giveUp))
  }
}

/** Asks a server. An answer that is long in coming can be given up, and is in the end. */
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
      : 'It may have been done all the same. What you typed is still here: look before you do it again.',
  })
}

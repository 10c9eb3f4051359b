import type { ProblemError } from './problem.ts'
import { newKey } from './new-key.ts'

/** The keys of what may have been done, though no answer said so: asked for again, it is the same request. */
const unanswered = new Map<string, string>()
const underWay = new Map<string, Promise<{ problem?: ProblemError | undefined }>>()

/**
 * Asks for something to be done under an `Idempotency-Key`: a second click while it is under way waits for the same answer, and
 * one after an answer that was lost gets that answer.
 */
export function doneOnce<Reply extends { problem?: ProblemError | undefined }>(
  request: readonly unknown[],
  ask: (idempotencyKey: string) => Promise<Reply>,
): Promise<Reply> {
  // Of a file what tells it from another: a second click means the same one.
  const what = JSON.stringify(request, (_, part: unknown) =>
    part instanceof File ? [part.name, part.size, part.lastModified] : part,
  )
  const before = underWay.get(what)
  if (before) return before as Promise<Reply>
  const key = unanswered.get(what) ?? newKey()
  unanswered.set(what, key)
  const asking = untilDone(() => ask(key))
    .then((reply) => {
      const isUnknown = reply.problem !== undefined && reply.problem.status >= 500
      if (!isUnknown) unanswered.delete(what)
      return reply
    })
    .finally(() => underWay.delete(what))
  underWay.set(what, asking)
  return asking
}

/** The first request may still be at work after its connection was lost. */
async function untilDone<Reply extends { problem?: ProblemError | undefined }>(
  ask: () => Promise<Reply>,
): Promise<Reply> {
  for (;;) {
    const reply = await ask()
    if (reply.problem?.kind !== 'idempotency-in-flight') return reply
    await new Promise((passed) => setTimeout(passed, (reply.problem?.retryAfterSeconds ?? 1) * 1000))
  }
}

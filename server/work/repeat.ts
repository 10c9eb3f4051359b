import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { safeReason } from '../http/safe-reason.ts'

/** One round after the other, at once and then every so often. One that fails is logged, and followed by the next. */
export async function repeat(
  everyMs: number,
  round: () => Promise<void>,
  { signal, log }: { signal: AbortSignal; log: Pick<FastifyBaseLogger, 'error'> },
): Promise<void> {
  while (!signal.aborted) {
    await round().catch((error: unknown) => {
      if (!signal.aborted)
        log.error({ reason: safeReason(error) }, 'Regular work was interrupted; it is tried again soon.')
    })
    await pause(everyMs, undefined, { signal, ref: false }).catch(() => {})
  }
}

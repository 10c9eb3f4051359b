import type { FastifyBaseLogger } from 'fastify'
import type { AfterAnswer } from '../scope/services.ts'
import { safeReason } from './safe-reason.ts'

const WAITING_MOST = 1_000

/** One after the other, so that a flood takes no connection from those who wait for a reply. */
export function createAfterAnswer(log: Pick<FastifyBaseLogger, 'error'>): AfterAnswer {
  let waiting = 0
  let last: Promise<void> = Promise.resolve()
  return {
    add(work) {
      if (waiting >= WAITING_MOST) return
      waiting += 1
      last = last
        .then(work)
        .catch((error: unknown) => {
          log.error({ reason: safeReason(error) }, 'Work after a reply failed.')
        })
        .finally(() => {
          waiting -= 1
        })
    },
    settled: () => last,
  }
}

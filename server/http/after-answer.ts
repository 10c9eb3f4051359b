import type { FastifyBaseLogger } from 'fastify'

declare module '../scope/services.ts' {
  interface Services {
    afterAnswer: AfterAnswer
  }
}

/** Work whose very doing would tell the caller something: it begins once the answer is on its way, and takes none of its time. */
export interface AfterAnswer {
  add(work: () => Promise<void>): void
  /** When all of it is done. */
  settled(): Promise<void>
}

const WAITING_MOST = 1_000

/** One after the other, so that a flood of it takes no connection from those who wait for an answer. */
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
          log.error({ reason: String(error) }, 'What was to be done after an answer failed.')
        })
        .finally(() => {
          waiting -= 1
        })
    },
    settled: () => last,
  }
}

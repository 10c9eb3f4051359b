import type { FastifyBaseLogger } from 'fastify'

declare module '../scope/services.ts' {
  interface Services {
    afterAnswer: AfterAnswer
  }
}

/** Work that would tell the caller something by the time it takes: it begins once the reply is on its way. */
export interface AfterAnswer {
  add(work: () => Promise<void>): void
  /** When all of it is done. */
  settled(): Promise<void>
}

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
          log.error({ reason: String(error) }, 'Work after a reply failed.')
        })
        .finally(() => {
          waiting -= 1
        })
    },
    settled: () => last,
  }
}

import type { FastifyBaseLogger } from 'fastify'
import { safeReason } from '../http/safe-reason.ts'
import type { LongWork } from '../scope/services.ts'
import { LeaseLost } from './lease.ts'

export function createLongWork(log: Pick<FastifyBaseLogger, 'error'>): LongWork {
  const stopping = new AbortController()
  const { signal } = stopping
  const going = new Map<string, Promise<void>>()
  const settled = async () => {
    while (going.size > 0) await Promise.all(going.values())
  }
  return {
    begin(key, work) {
      if (signal.aborted || going.has(key)) return
      const done = work(signal)
        .catch((error: unknown) => {
          if (!(error instanceof LeaseLost) && !signal.aborted)
            log.error({ reason: safeReason(error) }, 'Long work that staff asked for was interrupted.')
        })
        .finally(() => void going.delete(key))
      going.set(key, done)
    },
    load: () => ({ running: going.size }),
    settled,
    stop() {
      stopping.abort()
      return settled()
    },
  }
}

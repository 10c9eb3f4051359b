import type { FastifyBaseLogger } from 'fastify'
import { safeReason } from '../http/safe-reason.ts'
import { LeaseLost } from './lease.ts'

declare module '../scope/services.ts' {
  interface Services {
    longWork: LongWork
  }
}

/** Work that staff asked for, which goes on after the request was answered. */
export interface LongWork {
  /** Begins what has this key, unless it goes on in this process already. */
  begin(key: string, work: (signal: AbortSignal) => Promise<void>): void
  /** When nothing goes on any more. */
  settled(): Promise<void>
  /** Ends each after the piece at hand. Another process can go on with the rest. */
  stop(): Promise<void>
}

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
    settled,
    stop() {
      stopping.abort()
      return settled()
    },
  }
}

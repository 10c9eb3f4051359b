import { setTimeout as pause } from 'node:timers/promises'
import { housekeeping, tidyInstallation } from './housekeeping.ts'
import { safeReason } from './http/safe-reason.ts'
import { reminders } from './reminders/send-reminders.ts'
import type { Services } from './scope/services.ts'
import { monthlyStatements } from './statements/make-monthly-statements.ts'
import { doDueWork } from './work/do-due-work.ts'

const MINUTE = 60_000

/** What Portico does by itself, from its start on: it looks every minute in which organizations something is due. */
export function startRegularWork(services: Services): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const repeat = async (everyMs: number, round: () => Promise<void>) => {
    while (!signal.aborted) {
      await round().catch((error: unknown) => {
        if (!signal.aborted)
          services.log.error({ reason: safeReason(error) }, 'Regular work was interrupted; soon again.')
      })
      await pause(everyMs, undefined, { signal, ref: false }).catch(() => {})
    }
  }
  const going = [
    ...[housekeeping, reminders, monthlyStatements].map((work) =>
      repeat(MINUTE, () => doDueWork(services, work, signal)),
    ),
    repeat(60 * MINUTE, () => tidyInstallation(services, signal)),
  ]
  return {
    async stop() {
      stopping.abort()
      await Promise.all(going)
    },
  }
}

import { INSTALLATION } from './database/id.ts'
import { refreshStatistics } from './database/refresh-statistics.ts'
import { publishEvents } from './events/publish-events.ts'
import { housekeeping, tidyInstallation } from './housekeeping.ts'
import { takeUpImports } from './imports/take-up-imports.ts'
import { takeUpInvoiceBatches } from './invoices/invoice-batch-work.ts'
import { reminders } from './reminders/send-reminders.ts'
import type { Services } from './scope/services.ts'
import { monthlyStatements } from './statements/make-monthly-statements.ts'
import { doDueWork } from './work/do-due-work.ts'
import { repeat } from './work/repeat.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** What Portico does by itself, from its start on: it looks every minute in which organizations something is due. */
export function startRegularWork(services: Services): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const every = (ms: number, round: () => Promise<void>) => repeat(ms, round, { signal, log: services.log })
  const going = [
    ...[housekeeping, reminders, monthlyStatements].map((work) =>
      every(MINUTE, () => doDueWork(services, work, signal)),
    ),
    every(SECOND, () => publishEvents(services, signal)),
    every(20 * SECOND, () => takeUpInvoiceBatches(services)),
    every(20 * SECOND, () => takeUpImports(services)),
    every(5 * SECOND, () => refreshStatistics(services.database.of(INSTALLATION))),
    every(60 * MINUTE, () => tidyInstallation(services, signal)),
  ]
  return {
    async stop() {
      stopping.abort()
      await Promise.all(going)
    },
  }
}

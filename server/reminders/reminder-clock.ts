import type { Database } from '../database/database.ts'
import type { Services } from '../http/serve.ts'
import { sendDueReminders } from './send-reminders.ts'

const EVERY_MINUTES = 5

interface Options extends Pick<Services, 'sealer' | 'clock'> {
  database: Database
  log: { error(facts: object, sentence: string): void }
}

/** Looks every few minutes for reminders that are due. Several at once harm nothing: each step is taken by one of them. */
export function startReminderClock(options: Options): { stop(): Promise<void> } {
  let stopping = false
  let working: Promise<unknown> = Promise.resolve()
  const look = () => {
    working = working.then(() =>
      sendDueReminders(options, () => stopping).catch((error: unknown) =>
        options.log.error({ reason: (error as Error).name }, 'Reminders could not be sent; soon again.'),
      ),
    )
  }
  const timer = setInterval(look, EVERY_MINUTES * 60_000)
  timer.unref()
  look()
  return {
    async stop() {
      stopping = true
      clearInterval(timer)
      await working
    },
  }
}

import type { FastifyBaseLogger } from 'fastify'
import type { Database } from './database/database.ts'
import { keepHouse } from './housekeeping.ts'
import { safeReason } from './http/safe-reason.ts'
import type { Services } from './scope/services.ts'
import { sendDueReminders } from './reminders/send-reminders.ts'
import { makeMonthlyStatements } from './statements/make-monthly-statements.ts'

interface Tools extends Pick<Services, 'sealer' | 'clock'> {
  database: Database
  log: Pick<FastifyBaseLogger, 'error'>
}

/**
 * What Portico does by itself, at the start and every few minutes. Several processes at once harm nothing: what is due is
 * taken by one of them.
 */
export function startRegularWork(tools: Tools): { stop(): Promise<void> } {
  const works = [
    startRegularly(tools, 60, keepHouse, 'Expired rows could not be thrown away; in an hour again.'),
    startRegularly(tools, 5, sendDueReminders, 'Reminders could not be sent; soon again.'),
    startRegularly(tools, 5, makeMonthlyStatements, 'Statements could not be made; soon again.'),
  ]
  return {
    async stop() {
      await Promise.all(works.map((work) => work.stop()))
    },
  }
}

function startRegularly(
  tools: Tools,
  everyMinutes: number,
  work: (tools: Tools, shallStop: () => boolean) => Promise<unknown>,
  ofFailure: string,
): { stop(): Promise<void> } {
  let stopping = false
  let working: Promise<unknown> = Promise.resolve()
  // One round after the other; one that fails is followed by the next.
  const round = () => {
    working = working.then(() =>
      work(tools, () => stopping).catch((error: unknown) =>
        tools.log.error({ reason: safeReason(error) }, ofFailure),
      ),
    )
  }
  round()
  const timer = setInterval(round, everyMinutes * 60_000)
  timer.unref()
  return {
    async stop() {
      stopping = true
      clearInterval(timer)
      await working
    },
  }
}

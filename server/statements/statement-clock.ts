import type { Database } from '../database/database.ts'
import type { Services } from '../http/serve.ts'
import { makeMonthlyStatements } from './make-monthly-statements.ts'

const EVERY_MINUTES = 5

interface Options extends Pick<Services, 'sealer' | 'clock'> {
  database: Database
  log: { error(facts: object, sentence: string): void }
}

/** Looks every few minutes whether it is the day of the monthly statements. Several at once harm nothing: each is made once. */
export function startStatementClock(options: Options): { stop(): Promise<void> } {
  let stopping = false
  let working: Promise<unknown> = Promise.resolve()
  const look = () => {
    working = working.then(() =>
      makeMonthlyStatements(options, () => stopping).catch((error: unknown) =>
        options.log.error({ reason: reasonOf(error) }, 'Statements could not be made; soon again.'),
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

/** By name: a message may quote what belongs to somebody. */
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error ? first.name : 'unknown'
}

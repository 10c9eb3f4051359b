import { resolve } from 'node:path'
import { CannotStart } from './cannot-start.ts'

/** Ends the process of a command with what it says, or with why it could not. */
export function sayAndExit(outcome: Promise<string>): void {
  outcome.then(
    (sentence) => {
      process.stdout.write(`${sentence}\n`)
      process.exit(0)
    },
    (error: unknown) => {
      const text = error instanceof CannotStart ? error.message : String((error as Error).stack ?? error)
      process.stderr.write(`${text}\n`)
      process.exit(1)
    },
  )
}

/** npm runs scripts in the clone; the path of a file is relative to the folder that the operator is in. */
export function pathOf(file: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', file)
}

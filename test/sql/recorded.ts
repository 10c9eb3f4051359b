import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Names the folder for what the tests of a run send to PostgreSQL. Set by `npm test` for its unit stage. */
export const FOLDER_VARIABLE = 'PORTICO_RECORDED_SQL'

/** A statement as PostgreSQL got it, and the templates in the source from which it came. */
export interface Recorded {
  text: string
  /** The template of a raw statement; null for a built one. */
  template: string | null
  /** Columns of a built statement whose type a template claims. */
  columns: { name: string; template: string }[]
  /** Templates in other places of a built statement: conditions, and values that are written. */
  pieces: string[]
  /** For each parameter the template and the number of the expression in it; null for a value from the builder. */
  parameters: ({ template: string; at: number } | null)[]
}

/** What a template is known by: its text without its expressions. */
export const templateOf = (fragments: readonly string[]): string => fragments.join('${}')

export function keep(folder: string, statement: Recorded): void {
  mkdirSync(folder, { recursive: true })
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(statement)}\n`)
}

/** Each distinct statement of a run. */
export function readRecorded(folder: string | undefined): Recorded[] {
  if (!folder || !existsSync(folder)) return []
  const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
  return [...new Set(lines)].filter((line) => line !== '').map((line) => JSON.parse(line) as Recorded)
}

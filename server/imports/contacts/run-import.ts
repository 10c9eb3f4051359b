import { sql } from 'kysely'
import pg from 'pg'
import { record } from '../../journal/record.ts'
import { refreshStatistics } from '../../database/refresh-statistics.ts'
import { atPresent, inTransaction, type InTransaction } from '../../scope/scope.ts'
import { ENDED, isOurs } from '../../work/lease.ts'
import { Changes } from './changes.ts'
import type { Counts } from '../imports.api.ts'
import { Known } from './known.ts'
import { ahead } from '../ahead.ts'
import { progress } from '../lease.ts'
import type { Work, WorkNow } from '../work.ts'
import { Overtaken } from './overtaken.ts'
import {
  countsOf,
  decideAll,
  noteDecisions,
  readBatch,
  readBatches,
  readTask,
  type BatchRow,
  type Decided,
  type Task,
} from './rows.ts'
import { prepareToWrite } from './write-changes.ts'

/** Two people change the same thing at the same moment: the batch is decided again, by what is there then. */
export const TRIES_PER_BATCH = 10
const FIRST_ROWS = 100
/** Of a batch: so many are decided while those before them are written. */
const PIECE_ROWS = 250

/** Imports the rows from where it is, batch by batch. A batch and the progress it means are one transaction. */
export async function runImport(work: Work): Promise<void> {
  const { db, signal } = work
  const task = await readTask(work)
  // The first batch is small: after it there are statistics to plan the others by.
  const first = await readBatch(work, task, task.doneCount, FIRST_ROWS)
  if (first.length === 0) return
  await runBatch(work, task, first)
  await refreshStatistics(db)
  for await (const rows of ahead(readBatches(work, task, numberOf(first)))) {
    signal.throwIfAborted()
    await Promise.all([runBatch(work, task, rows), refreshStatistics(db)])
  }
}

const numberOf = (rows: BatchRow[]) => rows.at(-1)!.number

const runBatch = (work: Work, task: Task, rows: BatchRow[]) =>
  again(TRIES_PER_BATCH, () =>
    inTransaction(atPresent(work), async (tx) => {
      // Two imports of one organization may name the same customer. Names are not unique, so they take turns.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${tx.organizationId}`}, 0))`.execute(
        tx.db,
      )
      for await (const write of ahead(decidePieces(tx, task, rows))) await write()
      await progress(tx, numberOf(rows))
    }),
  )

/** Decides the rows of a batch piece by piece. Returns what writes each. */
async function* decidePieces(
  tx: InTransaction<WorkNow>,
  task: Task,
  rows: BatchRow[],
): AsyncGenerator<() => Promise<void>, void> {
  const known = new Known()
  await known.load(
    tx,
    rows.map((row) => row.content),
  )
  for (let at = 0; at < rows.length; at += PIECE_ROWS) {
    const changes = new Changes()
    const decided = await decideAll(known, rows.slice(at, at + PIECE_ROWS), 'run', task, changes)
    const writeChanges = prepareToWrite(tx, changes)
    const news = decided.filter(isNews)
    yield async () => {
      await writeChanges()
      if (news.length > 0) await noteDecisions(tx, news).execute(tx.db)
    }
  }
}

/** After the last row: records in the journal what came of the file. */
export async function finishImport(work: Work): Promise<void> {
  await inTransaction(atPresent(work), async (tx) => {
    const { db, lease, now } = tx
    const { rows } = await sql<{ counts: Counts; fileName: string }>`
      update imports set state = 'done', counts = ${countsOf(lease)}, finished_at = ${now}, ${ENDED}
      where ${isOurs(lease)} returning counts, file_name as "fileName"`.execute(db)
    if (!rows[0]) return
    const { counts, fileName } = rows[0]
    const values = {
      file: fileName,
      created: counts.create,
      linked: counts.link,
      changed: counts.change,
      refused: counts.refuse,
    }
    await record(tx, {
      action: 'import.run',
      changes: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { new: value }])),
    })
  })
}

/** The dry run's note usually holds: what was said is what is done. */
function isNews({ row, decision: { outcome, says } }: Decided): boolean {
  return (
    row.outcome !== outcome ||
    row.announced.length !== says.length ||
    row.announced.some((sentence, at) => sentence !== says[at])
  )
}

const UNIQUE_VIOLATION = '23505'
const DEADLOCK = '40P01'
const SERIALIZATION = '40001'

export async function again<T>(tries: number, batch: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await batch()
    } catch (error) {
      const isRace =
        error instanceof Overtaken ||
        (error instanceof pg.DatabaseError &&
          [UNIQUE_VIOLATION, DEADLOCK, SERIALIZATION].includes(error.code ?? ''))
      if (!isRace || --tries === 0) throw error
    }
  }
}

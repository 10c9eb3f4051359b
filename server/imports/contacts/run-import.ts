import { sql } from 'kysely'
import pg from 'pg'
import { record } from '../../journal/record.ts'
import { refreshStatistics } from '../../database/refresh-statistics.ts'
import { atPresent, inTransaction, type InTransaction } from '../../scope/scope.ts'
import { ENDED, isOurs } from '../../work/lease.ts'
import { Changes } from './changes.ts'
import type { Decision } from './decide.ts'
import type { Counts } from '../imports.api.ts'
import { Known } from './known.ts'
import { progress } from '../lease.ts'
import type { Work, WorkNow } from '../work.ts'
import { Overtaken } from './overtaken.ts'
import {
  countsOf,
  decideAll,
  noteDecisions,
  readBatch,
  readTask,
  ROWS_AT_ONCE,
  type BatchRow,
} from './rows.ts'
import { writeChanges } from './write-changes.ts'

/** Two people change the same thing at the same moment: the batch is decided again, by what is there then. */
export const TRIES_PER_BATCH = 10
const FIRST_ROWS = 100

/** Imports the rows from where it is, batch by batch. A batch and the progress it means are one transaction. */
export async function runImport(work: Work): Promise<void> {
  const { db, signal } = work
  const task = await readTask(work)
  const rowsAfter = (number: number, most: number) => readBatch(work, task.fields, number, most)
  let done = task.doneCount
  // The first batch is small: after it there are statistics to plan the others by.
  let batch = await rowsAfter(done, FIRST_ROWS)
  while (batch.length > 0) {
    signal.throwIfAborted()
    const rows = batch
    done = rows.at(-1)!.number
    // The next rows are read while the database writes these.
    const [next] = await Promise.all([
      rowsAfter(done, ROWS_AT_ONCE),
      again(TRIES_PER_BATCH, () => inTransaction(atPresent(work), (tx) => runBatch(tx, rows, done))),
    ])
    await refreshStatistics(db)
    batch = next
  }

  async function runBatch(tx: InTransaction<WorkNow>, rows: BatchRow[], done: number) {
    // Two imports of one organization may name the same customer. Names are not unique, so they take turns.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${tx.organizationId}`}, 0))`.execute(
      tx.db,
    )
    const known = new Known()
    await known.load(
      tx,
      rows.map((row) => row.content),
    )
    const changes = new Changes()
    const decided = await decideAll(known, rows, task.updatePeople, changes)
    await writeChanges(tx, changes)
    await noteDecisions(
      tx,
      decided.filter(({ row, decision }) => isNews(row, decision)),
    )
    await progress(tx, done)
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
function isNews(row: BatchRow, { outcome, says }: Decision): boolean {
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

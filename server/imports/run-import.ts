import { sql } from 'kysely'
import pg from 'pg'
import { transaction } from '../database/database.ts'
import { record, type Actor } from '../journal/record.ts'
import { Changes } from './changes.ts'
import { decide, type Decision } from './decide.ts'
import type { Counts } from './imports.api.ts'
import { Known } from './known.ts'
import { isOurs, progress, type Lease } from './lease.ts'
import { Overtaken } from './overtaken.ts'
import type { Work } from './plan-import.ts'
import { countsOf, noteDecisions, readBatch, readTask, type BatchRow } from './rows.ts'
import { writeChanges } from './write-changes.ts'

/** Two people who change the same thing at the same moment: the batch is decided anew, by what is there then. */
const TRIES_PER_BATCH = 10

/** Imports the rows from where it is, batch by batch; a batch and the progress it means are one transaction. */
export async function runImport({ db, clock, signal }: Work, lease: Lease, by: Actor): Promise<void> {
  const { organizationId } = lease
  const task = await readTask(db, lease)
  for (let done = task.done_count; done < task.row_count;) {
    signal.throwIfAborted()
    const rows = await readBatch(db, lease, task.fields, done)
    done = rows.at(-1)!.number
    await again(TRIES_PER_BATCH, () =>
      transaction(db, async (tx) => {
        // Two imports of one organization may name the same customer: names are not unique, so they take turns.
        await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${organizationId}`}, 0))`.execute(
          tx,
        )
        const known = new Known()
        await known.load(
          tx,
          organizationId,
          rows.map((row) => row.content),
        )
        const changes = new Changes()
        const decided = rows.map((row) => ({
          number: row.number,
          row,
          decision: decide(known, { ...row, follows: { ...row.follows } }, task.update_people, changes),
        }))
        const now = clock()
        await writeChanges(tx, by, now, changes)
        await noteDecisions(
          tx,
          lease,
          decided.filter(({ row, decision }) => isNews(row, decision)),
        )
        await progress(tx, lease, now, done)
      }),
    )
  }
}

/** After the last row: says in the journal what came of the file. */
export async function finishImport({ db, clock }: Work, lease: Lease, by: Actor): Promise<void> {
  const now = clock()
  await transaction(db, async (tx) => {
    const { rows } = await sql<{ counts: Counts; file_name: string }>`
      update imports set state = 'done', counts = ${countsOf(lease)}, finished_at = ${now}, lease_id = null, leased_until = null
      where ${isOurs(lease)} returning counts, file_name`.execute(tx)
    if (!rows[0]) return
    const { counts, file_name } = rows[0]
    const told = {
      file: file_name,
      created: counts.create,
      linked: counts.link,
      changed: counts.change,
      refused: counts.refuse,
    }
    await record(tx, by, now, {
      action: 'import.run',
      changes: Object.fromEntries(Object.entries(told).map(([name, value]) => [name, { new: value }])),
    })
  })
}

/** The dry run's note mostly stands: what was told is what is done. */
function isNews(row: BatchRow, { outcome, says }: Decision): boolean {
  return (
    row.outcome !== outcome ||
    row.told.length !== says.length ||
    row.told.some((sentence, at) => sentence !== says[at])
  )
}

const UNIQUE_VIOLATION = '23505'
const DEADLOCK = '40P01'
const SERIALIZATION = '40001'

async function again<T>(tries: number, batch: () => Promise<T>): Promise<T> {
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

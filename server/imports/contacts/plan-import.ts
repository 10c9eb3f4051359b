import { sql } from 'kysely'
import { atPresent, inTransaction } from '../../scope/scope.ts'
import { ENDED, isOurs, LeaseLost } from '../../work/lease.ts'
import { ahead } from '../ahead.ts'
import { progress } from '../lease.ts'
import type { Work } from '../work.ts'
import { Changes } from './changes.ts'
import { mailedIdentities, withoutPortalAccess } from './issue-import-passwords.ts'
import { Known } from './known.ts'
import {
  countsOf,
  decideAll,
  forgetNotes,
  noteDecisions,
  readBatches,
  readTask,
  type BatchRow,
  type Decided,
  type Task,
} from './rows.ts'

/** The dry run: decides every row as the import would, after all rows before it, and changes nothing but its notes. */
export async function planImport(work: Work): Promise<void> {
  const { db, lease, signal } = work
  const task = await readTask(work)
  await forgetNotes(work).execute(db)
  const toMail = new Set<string>()
  let done = 0
  for await (const decided of ahead(decideBatches(work, task, ahead(readBatches(work, task, 0))))) {
    signal.throwIfAborted()
    done = decided.at(-1)!.row.number
    if (task.issuePasswords)
      for (const identity of await withoutPortalAccess(work, identitiesToMail(decided))) toMail.add(identity)
    await inTransaction(atPresent(work), async (tx) => {
      await noteDecisions(tx, decided).execute(tx.db)
      await progress(tx, done)
    })
  }
  if (done < task.rowCount) throw new LeaseLost()
  await sql`update imports set state = 'planned', counts = ${countsOf(lease)}, to_mail = ${task.issuePasswords ? toMail.size : null}, ${ENDED}
    where ${isOurs(lease)}`.execute(db)
}

const identitiesToMail = (decided: Decided[]) =>
  decided.flatMap(({ row, decision: { outcome, ofInactive } }) =>
    outcome === 'refuse' || outcome === 'ask' || ofInactive ? [] : mailedIdentities(row.content),
  )

async function* decideBatches(
  work: Work,
  task: Task,
  batches: AsyncIterable<BatchRow[]>,
): AsyncGenerator<Decided[], void> {
  const known = new Known()
  for await (const rows of batches) {
    await known.load(
      work,
      rows.map((row) => row.content),
    )
    yield await decideAll(known, rows, 'plan', task, new Changes())
  }
}

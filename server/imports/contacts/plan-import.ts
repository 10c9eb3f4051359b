import { sql } from 'kysely'
import { atPresent, inTransaction } from '../../scope/scope.ts'
import { ENDED, isOurs, LeaseLost } from '../../work/lease.ts'
import { progress } from '../lease.ts'
import type { Work } from '../work.ts'
import { Changes } from './changes.ts'
import { Known } from './known.ts'
import { countsOf, decideAll, noteDecisions, readBatch, readTask } from './rows.ts'

/** The dry run: decides every row as the import would, after all rows before it, and changes nothing but its notes. */
export async function planImport(work: Work): Promise<void> {
  const { db, lease, signal } = work
  const task = await readTask(work)
  const known = new Known()
  for (let done = 0; done < task.rowCount;) {
    signal.throwIfAborted()
    const rows = await readBatch(work, task.fields, done)
    if (rows.length === 0) throw new LeaseLost()
    await known.load(
      work,
      rows.map((row) => row.content),
    )
    const undecided = rows.map(({ follows: _earlier, ...row }) => row)
    const decided = await decideAll(known, undecided, task.updatePeople, new Changes())
    done = rows.at(-1)!.number
    await inTransaction(atPresent(work), async (tx) => {
      await noteDecisions(tx, decided)
      await progress(tx, done)
    })
  }
  await sql`update imports set state = 'planned', counts = ${countsOf(lease)}, ${ENDED}
    where ${isOurs(lease)}`.execute(db)
}

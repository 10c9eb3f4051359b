import { sql } from 'kysely'
import { transaction, type Db } from '../../database/database.ts'
import { Changes } from './changes.ts'
import { Known } from './known.ts'
import { progress } from '../lease.ts'
import { ENDED, isOurs, LeaseLost, type Lease } from '../../work/lease.ts'
import { countsOf, decideAll, noteDecisions, readBatch, readTask } from './rows.ts'

export interface Work {
  db: Db
  clock: () => Date
  /** Aborted when Portico stops: work ends after the present batch. */
  signal: AbortSignal
}

/** The dry run: decides every row as the import would, after all rows before it, and changes nothing but its notes. */
export async function planImport({ db, clock, signal }: Work, lease: Lease): Promise<void> {
  const task = await readTask(db, lease)
  const known = new Known()
  for (let done = 0; done < task.rowCount;) {
    signal.throwIfAborted()
    const rows = await readBatch(db, lease, task.fields, done)
    if (rows.length === 0) throw new LeaseLost()
    await known.load(
      { db, organizationId: lease.organizationId },
      rows.map((row) => row.content),
    )
    const undecided = rows.map(({ follows: _earlier, ...row }) => row)
    const decided = await decideAll(known, undecided, task.updatePeople, new Changes())
    done = rows.at(-1)!.number
    await transaction(db, async (tx) => {
      await noteDecisions(tx, lease, decided)
      await progress(tx, lease, clock(), done)
    })
  }
  await sql`update imports set state = 'planned', counts = ${countsOf(lease)}, ${ENDED}
    where ${isOurs(lease)}`.execute(db)
}

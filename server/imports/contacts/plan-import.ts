import { sql } from 'kysely'
import { atPresent, inTransaction } from '../../scope/scope.ts'
import { ENDED, isOurs, LeaseLost } from '../../work/lease.ts'
import { ahead } from '../ahead.ts'
import { progress } from '../lease.ts'
import type { Work } from '../work.ts'
import { Changes } from './changes.ts'
import { mailedIdentities, withoutPortalAccess } from './issue-import-passwords.ts'
import { keysOf, Known } from './known.ts'
import { tellingWho } from './read-row.ts'
import { ToCome } from './to-come.ts'
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

/** Of so many rows it is kept in memory what each comes to, some 1.5 kB. Of a longer file, only what later rows may mean. */
const KEPT_ROWS = 25_000

/** The dry run: decides every row as the import would, after all rows before it, and changes nothing but its notes. */
export async function planImport(work: Work, keptRows = KEPT_ROWS): Promise<void> {
  const { db, lease, signal } = work
  const task = await readTask(work)
  await forgetNotes(work).execute(db)
  const toMail = new Set<string>()
  let done = 0
  const toCome = task.rowCount > keptRows ? await countToCome(work, task) : null
  const batches = ahead(readBatches(work, task, 0, 'plan'))
  for await (const decided of ahead(decideBatches(work, task, batches, toCome))) {
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
  toCome: ToCome | null,
): AsyncGenerator<Decided[], void> {
  const known = new Known()
  let most = 0
  for await (const rows of batches) {
    const contents = rows.map((row) => row.content)
    await known.load(work, contents)
    yield await decideAll(known, rows, 'plan', task, new Changes())
    if (!toCome) continue
    for (const content of contents) toCome.take(keysOf(content))
    if (known.size <= most) continue
    await known.forget(work, toCome)
    most = 2 * known.size
  }
}

/** What each row names: to be read once more is cheaper than to be kept. */
async function countToCome(work: Work, task: Task): Promise<ToCome> {
  const toCome = new ToCome(task.rowCount)
  const fields = tellingWho(task.fields)
  for await (const rows of ahead(readBatches(work, { ...task, fields }, 0, 'plan'))) {
    work.signal.throwIfAborted()
    for (const { content } of rows) toCome.add(keysOf(content))
    await inTransaction(work, (tx) => progress(tx, 0))
  }
  return toCome
}

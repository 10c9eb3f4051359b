import { sql } from 'kysely'
import { record } from '../../journal/record.ts'
import { atPresent, inTransaction } from '../../scope/scope.ts'
import { ENDED, isOurs } from '../../work/lease.ts'
import { again, TRIES_PER_BATCH } from '../contacts/run-import.ts'
import type { ImportKind } from '../imports.api.ts'
import { progress } from '../lease.ts'
import type { Work } from '../work.ts'
import { readEntriesBefore, type WantedEntries } from './entries.ts'
import { noteUndone } from './note-undone.ts'
import { removeContacts } from './remove-contacts.ts'
import { removeInvoices } from './remove-invoices.ts'
import { takeBackChanges } from './take-back-changes.ts'

/** In the order of the work: what was made goes before what was changed becomes as it was, the primary contact say. */
const STEPS: Record<ImportKind, WantedEntries[]> = {
  contacts: [
    { actions: ['customer.added', 'contact.added'], undo: removeContacts },
    { actions: ['customer.changed', 'contact.changed', 'person.changed'], undo: takeBackChanges },
  ],
  invoices: [{ actions: ['invoice.imported'], undo: removeInvoices }],
}

/**
 * Undoes what the journal says that an import did, newest first: what it made is removed, and what it changed becomes as it was.
 * Where something was built on it since, it stays, and its row says what that was. Each step is one transaction; an undoing
 * that stops begins again, and finds less to do.
 */
export async function undoImport(work: Work, kind: ImportKind): Promise<void> {
  for (const step of STEPS[kind])
    for (let before: string | null = null; ;) {
      work.signal.throwIfAborted()
      const last: string | null = await again(TRIES_PER_BATCH, () => undoNext(work, step, before))
      if (last === null) break
      before = last
    }
  await finish(work)
}

/** Returns where it came to; null when there is nothing left. */
const undoNext = (work: Work, { actions, undo }: WantedEntries, before: string | null) =>
  inTransaction(atPresent(work), async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${tx.organizationId}`}, 0))`.execute(
      tx.db,
    )
    const entries = await readEntriesBefore(tx, actions, before)
    if (entries.length === 0) return null
    await noteUndone(tx, await undo(tx, entries))
    const rows = entries.map(({ row }) => row).filter((row) => row !== null)
    if (rows.length > 0) await progress(tx, Math.min(...rows))
    return entries.at(-1)!.id
  })

async function finish(work: Work): Promise<void> {
  await inTransaction(atPresent(work), async (tx) => {
    const { db, organizationId, lease } = tx
    const { rows } = await sql<{ fileName: string; undone: { rows: number; staying: number } }>`
      update imports set state = 'undone', done_count = row_count, ${ENDED}, undone = (
        select json_build_object('rows', count(*) filter (where outcome = 'undone'), 'staying', count(*) filter (where outcome = 'stays'))
        from import_notes where organization_id = ${organizationId} and import_id = ${lease.workId})
      where ${isOurs(lease)} returning file_name as "fileName", undone`.execute(db)
    if (!rows[0]) return
    const { fileName, undone } = rows[0]
    await record(tx, {
      action: 'import.undone',
      changes: { file: { new: fileName }, undone: { new: undone.rows }, stayed: { new: undone.staying } },
    })
  })
}

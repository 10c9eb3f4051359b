import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { transaction, type Db } from '../../database/database.ts'
import { record } from '../../journal/record.ts'
import type { Actor } from '../../scope/actor.ts'
import { inTransaction } from '../../scope/scope.ts'
import { decideInvoice } from './decide-invoice.ts'
import {
  groupRows,
  noteInvoices,
  readInvoices,
  readInvoiceTask,
  sumUp,
  type Decided,
  type InvoiceBatch,
  type InvoiceTask,
} from './invoice-rows.ts'
import { KnownInvoices } from './known-invoices.ts'
import { progress } from '../lease.ts'
import { ENDED, isOurs, type Lease } from '../../work/lease.ts'
import type { Work } from '../contacts/plan-import.ts'
import { again, TRIES_PER_BATCH } from '../contacts/run-import.ts'
import { writeInvoices } from './write-invoices.ts'

/** The dry run: decides every invoice as the import would, and changes nothing but its notes. */
export async function planInvoices({ db, clock, signal }: Work, lease: Lease): Promise<void> {
  const task = await readInvoiceTask(db, lease, clock())
  await groupRows(db, lease, task)
  let done = 0
  for (let after = 0; ;) {
    signal.throwIfAborted()
    const batch = await readInvoices(db, lease, task, after)
    if (!batch) break
    const decided = await decideAll(db, lease, task, batch)
    done += batch.rowCount
    await transaction(db, async (tx) => {
      await noteInvoices(tx, lease, decided)
      await progress(tx, lease, clock(), done)
    })
    after = batch.last
  }
  const { counts, sums } = await sumUp(db, lease)
  await sql`
    update imports set state = 'planned', counts = ${JSON.stringify(counts)}, sums = ${sums}, invoice_row = 0,
      ${ENDED}
    where ${isOurs(lease)}`.execute(db)
}

/** Imports the invoices from where it is. A batch and the progress it means are one transaction. */
export async function runInvoices({ db, clock, signal }: Work, lease: Lease, by: Actor): Promise<void> {
  const { organizationId } = lease
  const task = await readInvoiceTask(db, lease, clock())
  let done = task.doneCount
  for (let after = task.invoiceRow; ;) {
    signal.throwIfAborted()
    const batch = await readInvoices(db, lease, task, after)
    if (!batch) return
    done += batch.rowCount
    await again(TRIES_PER_BATCH, () =>
      transaction(db, async (tx) => {
        // Two files at once may bring the same number, so they take turns.
        await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${organizationId}`}, 0))`.execute(
          tx,
        )
        const decided = await decideAll(tx, lease, task, batch)
        const now = clock()
        const toAdd = decided.flatMap(({ decision }) =>
          decision.outcome === 'create' ? [decision.invoice] : [],
        )
        await writeInvoices({ organizationId, db: tx, now, by }, toAdd)
        await noteInvoices(tx, lease, decided)
        await progress(tx, lease, now, done)
        await sql`update imports set invoice_row = ${batch.last} where ${isOurs(lease)}`.execute(tx)
      }),
    )
    await sql`select refresh_statistics()`.execute(db)
    after = batch.last
  }
}

/** After the last invoice: records in the journal what came of the file. */
export async function finishInvoices({ db, clock }: Work, lease: Lease, by: Actor): Promise<void> {
  const now = clock()
  await inTransaction({ db, now, by }, async (tx) => {
    const { counts, sums } = await sumUp(tx.db, lease)
    const { rows } = await sql<{ fileName: string }>`
      update imports set state = 'done', counts = ${JSON.stringify(counts)}, sums = ${sums}, finished_at = ${now},
        ${ENDED}
      where ${isOurs(lease)} returning file_name as "fileName"`.execute(tx.db)
    if (!rows[0]) return
    await record(tx, {
      action: 'import.run',
      changes: {
        file: { new: rows[0].fileName },
        created: { new: counts.create },
        refused: { new: counts.refuse },
      },
    })
  })
}

async function decideAll(
  db: Db,
  { organizationId }: Lease,
  { today, linesFields }: InvoiceTask,
  { invoices }: InvoiceBatch,
): Promise<Decided[]> {
  const known = new KnownInvoices()
  await known.load(
    { db, organizationId },
    invoices.flatMap((rows) => rows.map(({ content }) => content)),
  )
  // Requests go first.
  await setImmediate()
  const files = { hasLinesFile: linesFields !== null, today }
  return invoices.map((rows) => ({ rows, decision: decideInvoice(known, rows, files) }))
}

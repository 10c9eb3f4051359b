import { sql } from 'kysely'
import { record } from '../../journal/record.ts'
import { refreshStatistics } from '../../database/refresh-statistics.ts'
import { atPresent, inTransaction, type Reading } from '../../scope/scope.ts'
import { decideInvoice } from './decide-invoice.ts'
import {
  groupRows,
  noteInvoices,
  readInvoiceBatches,
  readInvoiceTask,
  sumUp,
  type Decided,
  type NextInvoices,
  type InvoiceTask,
} from './invoice-rows.ts'
import { KnownInvoices } from './known-invoices.ts'
import { ahead } from '../ahead.ts'
import { pauses } from '../pauses.ts'
import { progress } from '../lease.ts'
import { ENDED, isOurs } from '../../work/lease.ts'
import type { Work } from '../work.ts'
import { forgetNotes } from '../contacts/rows.ts'
import { again, TRIES_PER_BATCH } from '../contacts/run-import.ts'
import { writeInvoices } from './write-invoices.ts'

/** The dry run: decides every invoice as the import would, and changes nothing but its notes. */
export async function planInvoices(work: Work): Promise<void> {
  const { db, lease, signal } = work
  const task = await readInvoiceTask(atPresent(work))
  await forgetNotes(work).execute(db)
  await groupRows(work, task)
  let done = 0
  for await (const decided of ahead(decideBatches(work, task))) {
    signal.throwIfAborted()
    done += decided.reduce((sum, { rows }) => sum + rows.length, 0)
    await inTransaction(atPresent(work), async (tx) => {
      await noteInvoices(tx, decided)
      await progress(tx, done)
    })
  }
  const { counts, sums } = await sumUp(work)
  await sql`
    update imports set state = 'planned', counts = ${JSON.stringify(counts)}, sums = ${sums}, invoice_row = 0,
      ${ENDED}
    where ${isOurs(lease)}`.execute(db)
}

/** Imports the invoices from where it is. A batch and the progress it means are one transaction. */
export async function runInvoices(work: Work): Promise<void> {
  const { db, lease, signal } = work
  const task = await readInvoiceTask(atPresent(work))
  let done = task.doneCount
  for await (const batch of ahead(readInvoiceBatches(work, task, task.invoiceRow))) {
    signal.throwIfAborted()
    done += batch.rowCount
    const run = () =>
      inTransaction(atPresent(work), async (tx) => {
        // Two files at once may bring the same number, so they take turns.
        const turn = `import ${tx.organizationId}`
        await sql`select pg_advisory_xact_lock(hashtextextended(${turn}, 0))`.execute(tx.db)
        const decided = await decideAll(tx, task, batch)
        const toAdd = decided.flatMap(({ decision }) =>
          decision.outcome === 'create' ? [decision.invoice] : [],
        )
        await writeInvoices(tx, toAdd, task.remind)
        await noteInvoices(tx, decided)
        await progress(tx, done)
        await sql`update imports set invoice_row = ${batch.last} where ${isOurs(lease)}`.execute(tx.db)
      })
    await Promise.all([again(TRIES_PER_BATCH, run), refreshStatistics(db)])
  }
}

/** After the last invoice: records in the journal what came of the file. */
export async function finishInvoices(work: Work): Promise<void> {
  await inTransaction(atPresent(work), async (tx) => {
    const { db, lease, now } = tx
    const { counts, sums } = await sumUp(tx)
    const { rows } = await sql<{ fileName: string }>`
      update imports set state = 'done', counts = ${JSON.stringify(counts)}, sums = ${sums}, finished_at = ${now},
        ${ENDED}
      where ${isOurs(lease)} returning file_name as "fileName"`.execute(db)
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

async function* decideBatches(work: Work, task: InvoiceTask): AsyncGenerator<Decided[], void> {
  for await (const batch of ahead(readInvoiceBatches(work, task, 0))) yield await decideAll(work, task, batch)
}

async function decideAll(
  scope: Reading,
  { today, linesFields }: InvoiceTask,
  { invoices }: NextInvoices,
): Promise<Decided[]> {
  const known = new KnownInvoices()
  await known.load(
    scope,
    invoices.flatMap((rows) => rows.map(({ content }) => content)),
  )
  const files = { hasLinesFile: linesFields !== null, today }
  const decided: Decided[] = []
  const pause = pauses()
  for (const rows of invoices) {
    decided.push({ rows, decision: decideInvoice(known, rows, files) })
    await pause()
  }
  return decided
}

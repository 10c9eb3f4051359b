import { sql } from 'kysely'
import type { Entry } from '../../journal/record.ts'
import type { InTransaction } from '../../scope/scope.ts'
import { recordAll } from '../contacts/write-changes.ts'
import type { WorkNow } from '../work.ts'
import { builtSince, type ImportEntry } from './entries.ts'
import type { Undone } from './note-undone.ts'
import { removeUnlessUsed } from './remove-unless-used.ts'

type Tx = InTransaction<WorkNow>

/** Removes invoices, with what the file said was paid of them, unless something was built on them. */
export async function removeInvoices(tx: Tx, entries: ImportEntry[]): Promise<Undone[]> {
  const names = await lockInvoices(tx, entries)
  const here = entries.filter(({ invoiceId }) => names.has(invoiceId!))
  const built = await builtSince(
    tx,
    here.map(({ id, invoiceId }) => ({ id, of: invoiceId! })),
    'invoice_id',
  )
  const free = here.filter(({ id }) => !built.has(id))
  const { removed, used } = await removeUnlessUsed(
    tx,
    free.map(({ invoiceId }) => invoiceId!),
    (ids) => deleteInvoices(tx, ids),
  )
  const recorded: Entry[] = []
  const undone = here.flatMap(({ id, row, customerId, invoiceId }): Undone[] => {
    const called = names.get(invoiceId!)!
    const why = built.get(id) ?? used.get(invoiceId!)
    if (why !== undefined) return [{ row, outcome: 'stays', says: `${called} stays: ${why}.` }]
    if (!removed.has(invoiceId!)) return []
    recorded.push({
      action: 'invoice.import-undone',
      ...{ customerId, invoiceId, importRow: row },
      changes: { invoice: { old: called } },
    })
    return [{ row, outcome: 'undone', says: `${called} was removed.` }]
  })
  await recordAll(tx, recorded)()
  return undone
}

async function lockInvoices({ db, organizationId }: Tx, entries: ImportEntry[]) {
  const { rows } = await sql<{ id: string; called: string }>`
    select id, coalesce('Invoice ' || number, 'Draft ' || imported_as, 'The draft') as called from invoices
    where organization_id = ${organizationId} and id = any(${entries.map((entry) => entry.invoiceId)}::uuid[])
    order by id for update`.execute(db)
  return new Map(rows.map(({ id, called }) => [id, called]))
}

async function deleteInvoices({ db, organizationId }: Tx, ids: string[]) {
  await sql`
    delete from payments where organization_id = ${organizationId} and id in (
      select payment_id from payment_allocations where organization_id = ${organizationId} and invoice_id = any(${ids}::uuid[]))`.execute(
    db,
  )
  await sql`delete from invoice_revisions where organization_id = ${organizationId} and invoice_id = any(${ids}::uuid[])`.execute(
    db,
  )
  const { rows } = await sql<{ id: string }>`
    delete from invoices where organization_id = ${organizationId} and id = any(${ids}::uuid[]) returning id`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

import { sql } from 'kysely'
import type { InTransaction } from '../../scope/scope.ts'
import type { WorkNow } from '../work.ts'
import { builtSince, type ImportEntry } from './entries.ts'
import type { Undone } from './note-undone.ts'
import { removeMade, type Made } from './remove-made.ts'

type Tx = InTransaction<WorkNow>

/** Removes invoices, with what the file said was paid of them, unless something was built on them. */
export async function removeInvoices(tx: Tx, entries: ImportEntry[]): Promise<Undone[]> {
  const here = await lockInvoices(tx, entries)
  const about = entries.map(({ id, invoiceId }) => ({ id, of: invoiceId! }))
  const built = await builtSince(tx, about, 'invoice_id')
  const remove = (ids: string[]) => deleteInvoices(tx, ids)
  return (await removeMade(tx, entries, { noun: 'invoice', here, built, remove })).undone
}

async function lockInvoices({ db, organizationId }: Tx, entries: ImportEntry[]): Promise<Map<string, Made>> {
  const { rows } = await sql<{ id: string; called: string }>`
    select id, coalesce('Invoice ' || number, 'Draft ' || imported_as, 'The draft') as called from invoices
    where organization_id = ${organizationId} and id = any(${entries.map((entry) => entry.invoiceId)}::uuid[])
    order by id for update`.execute(db)
  return new Map(
    rows.map(({ id, called }) => [id, { called, removedAs: called, kept: { invoice: { old: called } } }]),
  )
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

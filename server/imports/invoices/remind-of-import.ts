import { sql } from 'kysely'
import { inTransaction, type InTransaction, type Scope } from '../../scope/scope.ts'
import { recordAll } from '../contacts/write-changes.ts'
import { NotNow, readImport } from '../import.ts'
import type { CsvImport } from '../imports.api.ts'

const INVOICES_AT_ONCE = 1000

/** From now on reminders go out for the invoices of an import, except those that somebody paused one by one. */
export async function remindOfImport(scope: Scope, importId: string): Promise<CsvImport> {
  const { db, organizationId } = scope
  const { kind, state } = await readImport(scope, importId)
  if (kind !== 'invoices' || state !== 'done')
    throw new NotNow('Reminders can be started for invoices that were imported.')
  for (let after: string | null = null; ;) {
    const last: string | null = await inTransaction(scope, (tx) => resumeNext(tx, importId, after))
    if (last === null) break
    after = last
  }
  await sql`update imports set remind = true where organization_id = ${organizationId} and id = ${importId}`.execute(
    db,
  )
  return readImport(scope, importId)
}

/** Returns where it came to; null when there are no more. */
async function resumeNext(
  tx: InTransaction<Scope>,
  importId: string,
  after: string | null,
): Promise<string | null> {
  const { db, organizationId, now, by } = tx
  const { rows } = await sql<{ entryId: string; invoiceId: string; customerId: string | null }>`
    with imported as (
      select id, invoice_id from journal
      where organization_id = ${organizationId} and import_id = ${importId} and action = 'invoice.imported'
        and (${after}::uuid is null or id > ${after}::uuid)
      order by id limit ${INVOICES_AT_ONCE}
    ), resumed as (
      update invoices i set reminders_paused = false, version = version + 1, updated_at = ${now}
      from imported
      where i.organization_id = ${organizationId} and i.id = imported.invoice_id and i.reminders_paused
        and not exists (
          select from journal j
          where j.organization_id = ${organizationId} and j.invoice_id = i.id and j.action = 'invoice.reminders-paused')
      returning i.id, i.customer_id
    )
    select i.id as "entryId", i.invoice_id as "invoiceId", r.customer_id as "customerId"
    from imported i left join resumed r on r.id = i.invoice_id order by i.id`.execute(db)
  const resumed = rows.filter(({ customerId }) => customerId !== null)
  await recordAll(
    { ...tx, by: { ...by, importId } },
    resumed.map(({ invoiceId, customerId }) => ({
      action: 'invoice.reminders-resumed',
      invoiceId,
      customerId,
    })),
  )()
  return rows.at(-1)?.entryId ?? null
}

import { sql } from 'kysely'
import { readCandidatesOf } from '../contacts/read-candidates.ts'
import { receiving, recipients } from '../contacts/recipients.ts'
import { newId } from '../database/id.ts'
import { shown } from '../documents/decide-recipients.ts'
import { whyNobody } from '../documents/nobody-receives.ts'
import type { BodyOf } from '../http/endpoint.ts'
import { InvalidRequest } from '../http/problems.ts'
import { inTransaction, type ReadingNow, type Scope } from '../scope/scope.ts'
import { invoiceRowOf, joinCustomerAndOrganization, listedColumns, type ListedInvoice } from './invoice.ts'
import { readInvoiceBatch } from './invoice-batch.ts'
import { goOnSending } from './invoice-batch-work.ts'
import type { CheckedInvoice, InvoiceBatch, invoiceBatchesApi } from './invoice-batches.api.ts'
import { notPrintedOf } from './not-printed.ts'
import { refusePast } from './send-invoice.ts'

/** Who would get each of many invoices, by the same rules as any sending. */
export async function checkInvoices(
  scope: ReadingNow,
  invoiceIds: readonly string[],
): Promise<{ invoices: CheckedInvoice[] }> {
  const { db, organizationId, now } = scope
  const { rows } = await sql<ListedInvoice & { customerNote: string | null; lineCount: number }>`
    select ${listedColumns}, left(u.notes, 300) as "customerNote", jsonb_array_length(i.lines) as "lineCount"
    from unnest(${[...new Set(invoiceIds)]}::uuid[]) with ordinality as wanted (id, at)
    join invoices i on i.organization_id = ${organizationId} and i.id = wanted.id ${joinCustomerAndOrganization}
    order by wanted.at`.execute(db)
  refuseMissing(
    invoiceIds,
    rows.map(({ id }) => id),
  )
  const candidates = await readCandidatesOf(
    scope,
    rows.map((row) => row.customerId),
  )
  const notPrinted = await notPrintedOf(
    scope,
    rows.map((row) => row.id),
  )
  const invoices = rows.map((row) => {
    const { customerActive, candidates: contacts } = candidates.get(row.customerId)!
    const { customerNote, lineCount, timeZone } = row
    const decisions = recipients({ kind: 'invoices', customerActive, now, timeZone }, contacts)
    const invoice = invoiceRowOf(row, now)
    const refusal =
      invoice.status === 'void'
        ? 'It was voided: there is nothing to send.'
        : invoice.status === 'draft' && lineCount === 0
          ? 'It has no lines yet.'
          : null
    const receivers = receiving(decisions).map(shown)
    const trouble =
      refusal !== null
        ? { code: 'refused' as const, why: refusal }
        : receivers.length === 0
          ? { code: 'nobody' as const, why: whyNobody(decisions) }
          : null
    return {
      ...invoice,
      customerNote,
      recipients: receivers,
      notPrinted: notPrinted.get(row.id) ?? null,
      trouble,
    }
  })
  return { invoices }
}

/** Records what is to be sent, and begins. */
export async function beginInvoiceBatch(
  scope: Scope,
  { invoiceIds, at }: BodyOf<typeof invoiceBatchesApi.add>,
): Promise<InvoiceBatch> {
  const { organizationId, now, by, services } = scope
  const sendAt = at === undefined ? null : refusePast(new Date(at), now)
  const wanted = [...new Set(invoiceIds)]
  const id = newId()
  await inTransaction(scope, async (tx) => {
    await sql`
      insert into invoice_batches (organization_id, id, send_at, item_count, actor_kind, actor_id, actor_name, created_at)
      values (${organizationId}, ${id}, ${sendAt}, ${wanted.length}, ${by.kind}, ${by.id}, ${by.name}, ${now})`.execute(
      tx.db,
    )
    const { rows } = await sql<{ id: string }>`
      insert into invoice_batch_items (organization_id, batch_id, position, invoice_id, version)
      select ${organizationId}, ${id}, wanted.at, i.id, i.version
      from unnest(${wanted}::uuid[]) with ordinality as wanted (id, at)
      join invoices i on i.organization_id = ${organizationId} and i.id = wanted.id
      returning invoice_id as id`.execute(tx.db)
    refuseMissing(
      invoiceIds,
      rows.map((row) => row.id),
    )
  })
  goOnSending(services, { organizationId, batchId: id })
  return readInvoiceBatch(scope, id)
}

function refuseMissing(invoiceIds: readonly string[], found: readonly string[]) {
  const known = new Set(found)
  const errors = invoiceIds.flatMap((id, at) =>
    known.has(id) ? [] : [{ pointer: `/invoiceIds/${at}`, detail: 'There is no such invoice.' }],
  )
  if (errors.length > 0) throw new InvalidRequest(errors.slice(0, 50))
}

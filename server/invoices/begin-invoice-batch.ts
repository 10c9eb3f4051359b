import { sql } from 'kysely'
import { readCandidatesOf } from '../contacts/read-candidates.ts'
import { receiving, recipients } from '../contacts/recipients.ts'
import { transaction, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { shown } from '../documents/decide-recipients.ts'
import type { BodyOf } from '../http/endpoint.ts'
import { InvalidRequest } from '../http/problems.ts'
import type { StaffCaller } from '../http/serve.ts'
import { invoiceRowOf, joinCustomerAndOrganization, listedColumns, type ListedInvoice } from './invoice.ts'
import { readInvoiceBatch } from './invoice-batch.ts'
import { goOnSending } from './invoice-batch-work.ts'
import type { CheckedInvoice, InvoiceBatch, invoiceBatchesApi } from './invoice-batches.api.ts'
import type { Scope } from '../scope/scope.ts'
import { refusePast } from './send-invoice.ts'
import { whyNobody } from '../documents/nobody-receives.ts'

type Call = { db: Db; staff: StaffCaller; now: Date }

/** Who would get each of many invoices, by the same rules as any sending. */
export async function checkInvoices(
  { db, staff, now }: Call,
  invoiceIds: readonly string[],
): Promise<{ invoices: CheckedInvoice[] }> {
  const { organizationId } = staff
  const { rows } = await sql<
    ListedInvoice & { customer_note: string | null; line_count: number; at: number }
  >`
    select ${listedColumns}, left(u.notes, 300) as customer_note, jsonb_array_length(i.lines) as line_count, wanted.at
    from unnest(${[...new Set(invoiceIds)]}::uuid[]) with ordinality as wanted (id, at)
    join invoices i on i.organization_id = ${organizationId} and i.id = wanted.id ${joinCustomerAndOrganization}
    order by wanted.at`.execute(db)
  refuseMissing(
    invoiceIds,
    rows.map(({ id }) => id),
  )
  const candidates = await readCandidatesOf(
    { db, organizationId },
    rows.map((row) => row.customer_id),
  )
  const invoices = rows.map((row) => {
    const { customerActive, candidates: contacts } = candidates.get(row.customer_id)!
    const timeZone = row.time_zone
    const decisions = recipients({ kind: 'invoices', customerActive, now, timeZone }, contacts)
    const { id, number, customerId, customerName, status, delivery, currency, totalMinor } = invoiceRowOf(
      row,
      now,
    )
    const refusal =
      status === 'void'
        ? 'It was voided: there is nothing to send.'
        : status === 'draft' && row.line_count === 0
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
      ...{ id, number, customerId, customerName, status, delivery, currency, totalMinor },
      customerNote: row.customer_note,
      recipients: receivers,
      trouble,
    }
  })
  return { invoices }
}

/** Records what is to be sent, and begins. With the key of a batch that was already begun, returns that one. */
export async function beginInvoiceBatch(
  call: Call & Pick<Scope, 'services'>,
  { invoiceIds, at, key = newId() }: BodyOf<typeof invoiceBatchesApi.add>,
): Promise<InvoiceBatch> {
  const { db, staff, now, services } = call
  const { organizationId } = staff
  const sendAt = at === undefined ? null : refusePast(new Date(at), now)
  const wanted = [...new Set(invoiceIds)]
  const id = newId()
  const batchId = await transaction(db, async (tx) => {
    const made = await sql`
      insert into invoice_batches (organization_id, id, key, send_at, item_count, actor_id, actor_name, created_at)
      values (${organizationId}, ${id}, ${key}, ${sendAt}, ${wanted.length}, ${staff.memberId}, ${staff.name}, ${now})
      on conflict (organization_id, key) do nothing`.execute(tx)
    if (!made.numAffectedRows) return batchOf(tx, organizationId, key)
    const { rows } = await sql<{ id: string }>`
      insert into invoice_batch_items (organization_id, batch_id, position, invoice_id, version)
      select ${organizationId}, ${id}, wanted.at, i.id, i.version
      from unnest(${wanted}::uuid[]) with ordinality as wanted (id, at)
      join invoices i on i.organization_id = ${organizationId} and i.id = wanted.id
      returning invoice_id as id`.execute(tx)
    refuseMissing(
      invoiceIds,
      rows.map((row) => row.id),
    )
    return id
  })
  if (batchId === id) goOnSending(services, { organizationId, batchId: id })
  return readInvoiceBatch(db, organizationId, batchId)
}

async function batchOf(db: Db, organizationId: string, key: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from invoice_batches where organization_id = ${organizationId} and key = ${key}`.execute(db)
  return rows[0]!.id
}

function refuseMissing(invoiceIds: readonly string[], found: readonly string[]) {
  const known = new Set(found)
  const errors = invoiceIds.flatMap((id, at) =>
    known.has(id) ? [] : [{ pointer: `/invoiceIds/${at}`, detail: 'There is no such invoice.' }],
  )
  if (errors.length > 0) throw new InvalidRequest(errors.slice(0, 50))
}

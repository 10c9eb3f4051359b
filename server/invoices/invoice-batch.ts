import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../database/database.ts'
import type { QueryOf, ReplyOf } from '../http/endpoint.ts'
import { pageOf, readCursor } from '../http/page.ts'
import { NotFound } from '../http/problems.ts'
import type { InvoiceBatch, invoiceBatchesApi } from './invoice-batches.api.ts'

export async function listInvoiceBatches(
  db: Db,
  organizationId: string,
  { limit, cursor }: QueryOf<typeof invoiceBatchesApi.list>,
) {
  const after = readCursor(cursor, 'string')
  const rows = await readBatches(
    db,
    organizationId,
    sql`${after ? sql`b.id::text < ${after[0]}` : sql`true`} order by b.id desc limit ${limit + 1}`,
  )
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => row,
  )
}

export async function readInvoiceBatch(
  db: Db,
  organizationId: string,
  batchId: string,
): Promise<ReplyOf<typeof invoiceBatchesApi.read>> {
  const [batch] = await readBatches(db, organizationId, sql`b.id = ${batchId}`)
  if (!batch) throw new NotFound('sending')
  const { rows: notSent } = await sql<ReplyOf<typeof invoiceBatchesApi.read>['notSent'][number]>`
    select b.invoice_id as "invoiceId", i.number, i.customer_id as "customerId", u.name as "customerName", b.outcome, b.why
    from invoice_batch_items b
    left join invoices i on i.organization_id = b.organization_id and i.id = b.invoice_id
    left join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
    where b.organization_id = ${organizationId} and b.batch_id = ${batchId} and b.outcome in ('nobody', 'refused')
    order by b.position`.execute(db)
  return { ...batch, notSent }
}

async function readBatches(db: Db, organizationId: string, which: RawBuilder<unknown>) {
  const { rows } = await sql<InvoiceBatch>`
    select b.id, case when b.finished_at is null then 'running' else 'done' end as state, b.item_count as count,
      c.sent as "sentCount", c.nobody as "nobodyCount", c.refused as "refusedCount", b.send_at as at,
      b.actor_name as "startedBy", b.created_at as "createdAt", b.finished_at as "finishedAt"
    from invoice_batches b
    cross join lateral (
      select count(*) filter (where outcome = 'sent')::int as sent, count(*) filter (where outcome = 'nobody')::int as nobody,
        count(*) filter (where outcome = 'refused')::int as refused
      from invoice_batch_items t where t.organization_id = b.organization_id and t.batch_id = b.id) c
    where b.organization_id = ${organizationId} and ${which}`.execute(db)
  return rows
}

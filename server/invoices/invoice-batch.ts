import { sql, type RawBuilder } from 'kysely'
import type { QueryOf, ReplyOf } from '../http/endpoint.ts'
import { pageOf, readCursor } from '../http/page.ts'
import { NotFound } from '../http/problems.ts'
import type { Reading, Within } from '../scope/scope.ts'
import { deliveryOr, newestMails } from './invoice.ts'
import {
  BATCHED_MAILS_MOST,
  BATCH_FATES,
  type BatchedInvoice,
  type BatchFate,
  type InvoiceBatch,
  type invoiceBatchesApi,
} from './invoice-batches.api.ts'
import { notPrintedOf } from './not-printed.ts'

export async function listInvoiceBatches(
  scope: Reading,
  { limit, cursor }: QueryOf<typeof invoiceBatchesApi.list>,
) {
  const after = readCursor(cursor, 'id')
  const rows = await readBatches(
    scope,
    sql`${after ? sql`b.id < ${after[0]}::uuid` : sql`true`} order by b.id desc limit ${limit + 1}`,
  )
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => row,
  )
}

export async function readInvoiceBatch(
  scope: Reading,
  batchId: string,
): Promise<ReplyOf<typeof invoiceBatchesApi.read>> {
  const [batch] = await readBatches(scope, sql`b.id = ${batchId}`)
  if (!batch) throw new NotFound('sending')
  const { rows } = await sql<{ fate: BatchFate; count: number }>`
    select fate, count(*)::int as count from (${itemsOf(scope, batchId)}) t group by fate`.execute(scope.db)
  const none = BATCH_FATES.map((fate) => ({ fate, count: 0 }))
  const fates = Object.fromEntries([...none, ...rows].map(({ fate, count }) => [fate, count]))
  return { ...batch, fates: fates as Record<BatchFate, number> }
}

type Batched = Omit<BatchedInvoice, 'notPrinted'> & { position: number }

export async function listBatchedInvoices(
  scope: Reading,
  batchId: string,
  { limit, cursor, which }: QueryOf<typeof invoiceBatchesApi.invoices>,
): Promise<ReplyOf<typeof invoiceBatchesApi.invoices>> {
  const { db, organizationId } = scope
  const [after] = readCursor(cursor, 'number') ?? ['0']
  const { rows } = await sql<Batched>`
    select t.*, i.number, i.customer_id as "customerId", u.name as "customerName", coalesce(m.count, 0)::int as "mailCount",
      coalesce(m.mails, '[]') as mails
    from (
      select * from (${itemsOf(scope, batchId)}) t
      where position > ${Number(after)}::int ${which === 'troubled' ? sql`and fate = any (${TROUBLED}::text[])` : sql``}
      order by position limit ${limit + 1}) t
    left join invoices i on i.organization_id = ${organizationId} and i.id = t."invoiceId"
    left join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
    left join lateral (
      select max(count) as count, jsonb_agg(jsonb_build_object('name', name, 'to', address, 'role', role, 'state', state,
        'reason', reason) order by place) as mails
      from (
        select m.address, m.role, m.state, m.reason, count(*) over () as count,
          person_name(p.first_name, p.last_name, m.address) as name,
          row_number() over (order by m.state = 'sent', m.role desc, m.id) as place
        from (${newestMails}) m
        left join people p on p.organization_id = ${organizationId} and p.id = m.person_id
        order by place limit ${BATCHED_MAILS_MOST}) m) m on t.outcome = 'sent'
    order by t.position`.execute(db)
  if (rows.length === 0) await readInvoiceBatch(scope, batchId)
  const notPrinted = await notPrintedOf(
    scope,
    rows.map(({ invoiceId }) => invoiceId),
  )
  return pageOf(
    rows,
    limit,
    ({ position }) => [String(position)],
    ({ position: _, ...row }) => ({ ...row, notPrinted: notPrinted.get(row.invoiceId) ?? null }),
  )
}

const TROUBLED = ['notSent', 'calledOff', 'partly', 'notDelivered'] satisfies BatchFate[]

/** At most a thousand. The deliveries show what became of each: queued is not sent, and sent is not delivered. */
const itemsOf = ({ organizationId }: Within, batchId: string) => sql`
  select b.position, b.invoice_id as "invoiceId", b.outcome, b.why,
    case when b.outcome is null then 'waiting' when b.outcome <> 'sent' then 'notSent'
      else ${deliveryOr(sql`'calledOff'`)} end as fate
  from invoice_batch_items b
  left join invoices i on i.organization_id = b.organization_id and i.id = b.invoice_id
  where b.organization_id = ${organizationId} and b.batch_id = ${batchId}`

async function readBatches({ db, organizationId }: Reading, which: RawBuilder<unknown>) {
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

import { sql, type RawBuilder } from 'kysely'
import type { QueryOf } from '../http/endpoint.ts'
import { pageOf } from '../http/page.ts'
import { NotFound } from '../http/problems.ts'
import type { NamedFile } from '../http/answer.ts'
import type { PortalCaller } from '../http/let-in.ts'
import { todayOf } from '../organization/time-zone.ts'
import type { ReadingNow } from '../scope/scope.ts'
import { daysBetween, todayIn } from '../time/day.ts'
import { statusOf, type InvoiceState } from './invoice.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { readKey } from './list-invoices.ts'
import { lineOf } from './list-revisions.ts'
import type { PortalInvoice, PortalInvoiceRow, portalInvoicesApi } from './portal-invoices.api.ts'
import type { RevisionContent } from './revision.ts'

/** What a contact who is signed in reads. */
export type InPortal = ReadingNow & { portal: PortalCaller }

type Query = QueryOf<typeof portalInvoicesApi.list>

/**
 * The invoices of the customers where the person is an active contact, the newest first. Each customer's are read
 * along its index and no further than a page, however many there are.
 */
export async function listPortalInvoices({ db, organizationId, now, portal }: InPortal, query: Query) {
  const after = readKey(query.cursor)
  const newest = sql`order by i.issue_date desc, i.id desc limit ${query.limit + 1}`
  const { rows } = await sql<ListedColumns>`
    select ${listedColumns}
    from contacts c
    join customers u on u.organization_id = c.organization_id and u.id = c.customer_id and u.active
    join organizations o on o.id = c.organization_id
    cross join lateral (
      select * from invoices i
      where i.organization_id = c.organization_id and i.customer_id = c.customer_id and ${visibleInPortal}
        and ${STATUS[query.status]}
        ${after ? sql`and (i.issue_date, i.id) < (${after[0]}::date, ${after[1]}::uuid)` : sql``}
      ${newest}) i
    where c.organization_id = ${organizationId} and c.person_id = ${portal.personId} and c.active
      ${query.customerId ? sql`and c.customer_id = ${query.customerId}` : sql``}
    ${newest}`.execute(db)
  return pageOf(
    rows,
    query.limit,
    (row) => [row.issueDate, row.id],
    (row) => rowOf(row, now),
  )
}

/** What all those customers, or one of them, still owe. */
export async function portalDue(scope: InPortal, { customerId }: { customerId?: string | undefined }) {
  const { db, organizationId, portal } = scope
  const today = await todayOf(scope)
  const { rows } = await sql<{
    currency: string
    count: number
    amountMinor: number
    overdueCount: number
    overdueMinor: number
  }>`
    select i.currency, count(*) as count, sum(i.balance_minor)::bigint as "amountMinor",
      count(*) filter (where i.due_date < ${today}::date) as "overdueCount",
      coalesce(sum(i.balance_minor) filter (where i.due_date < ${today}::date), 0)::bigint as "overdueMinor"
    from invoices i ${joinCustomersOfPerson(portal)}
    where i.organization_id = ${organizationId} and ${STATUS.open}
      ${customerId ? sql`and i.customer_id = ${customerId}` : sql``}
    group by i.currency order by "amountMinor" desc, i.currency`.execute(db)
  return { due: rows }
}

/** An invoice as its newest revision says it, so that the page and the PDF never differ, and what was paid. */
export async function readPortalInvoice(
  { db, organizationId, now, portal }: InPortal,
  invoiceId: string,
): Promise<PortalInvoice> {
  const { rows } = await sql<ReadColumns>`
    select ${listedColumns}, i.disputed_since is not null as disputed, r.content, coalesce((
      select jsonb_agg(jsonb_build_object('receivedOn', p.received_on, 'amountMinor', p.amount_minor, 'method', p.method))
      from (${paymentsNotReversed}) p), '[]') as payments
    from invoices i ${joinCustomersOfPerson(portal)}
    join organizations o on o.id = i.organization_id
    join invoice_revisions r on r.organization_id = i.organization_id and r.invoice_id = i.id and r.number = i.revision
    where i.organization_id = ${organizationId} and i.id = ${invoiceId} and ${visibleInPortal}`.execute(db)
  const row = rows[0]
  if (!row) throw new NotFound('invoice')
  const { content, disputed, payments } = row
  return {
    ...rowOf(row, now),
    purchaseOrder: content.purchaseOrder,
    disputed,
    notes: content.notes,
    lines: content.lines.map(lineOf),
    discountPercent: content.discountPercent ?? '0',
    subtotalMinor: content.subtotalMinor,
    discountMinor: content.discountMinor,
    taxes: content.taxes,
    paidMinor: row.paidMinor,
    revision: content.revision,
    seller: content.seller,
    buyer: content.buyer,
    payments,
  }
}

export async function portalInvoicePdf(scope: InPortal, invoiceId: string): Promise<NamedFile> {
  const { db, organizationId, portal } = scope
  const { rows } = await sql`
    select from invoices i ${joinCustomersOfPerson(portal)}
    where i.organization_id = ${organizationId} and i.id = ${invoiceId} and ${visibleInPortal}`.execute(db)
  if (rows.length === 0) throw new NotFound('invoice')
  return invoicePdf(scope, invoiceId)
}

/** Of `invoices i`: those of the customers `u` where the person is an active contact, at this moment (R6). */
export const joinCustomersOfPerson = ({ personId }: PortalCaller) => sql`
  join customers u on u.organization_id = i.organization_id and u.id = i.customer_id and u.active
  join contacts c on c.organization_id = i.organization_id and c.customer_id = i.customer_id
    and c.person_id = ${personId} and c.active`

/** Drafts are never shown. A void invoice is shown to those who may remember it: it was mailed or seen. */
export const visibleInPortal = sql`(i.state = 'sent' or i.state = 'void' and (
  exists (
    select from deliveries d where d.organization_id = i.organization_id and d.document_id = i.id
      and d.document_kind = 'invoice' and d.state = 'sent')
  or exists (select from invoice_views v where v.organization_id = i.organization_id and v.invoice_id = i.id)))`

const STATUS: Record<Query['status'], RawBuilder<unknown>> = {
  all: sql`true`,
  open: sql`i.state = 'sent' and i.paid_minor < i.total_minor`,
  paid: sql`i.state = 'sent' and i.paid_minor = i.total_minor`,
}

/** A payment that was reversed is not shown, nor is its reversal. */
const paymentsNotReversed = sql`
  select p.received_on, a.amount_minor, p.method
  from payment_allocations a
  join payments p on p.organization_id = a.organization_id and p.id = a.payment_id and p.reverses is null
  where a.organization_id = i.organization_id and a.invoice_id = i.id
    and not exists (select from payments b where b.organization_id = p.organization_id and b.reverses = p.id)
  order by p.received_on desc, p.id desc limit 100`

interface ListedColumns extends Omit<PortalInvoiceRow, 'status' | 'daysLeft'> {
  state: Exclude<InvoiceState, 'draft'>
  paidMinor: number
  timeZone: string
}

interface ReadColumns extends ListedColumns {
  disputed: boolean
  content: RevisionContent
  payments: PortalInvoice['payments']
}

const listedColumns = sql`
  i.id, i.number, i.state, i.customer_id as "customerId", u.name as "customerName", i.currency,
  i.issue_date as "issueDate", i.due_date as "dueDate", i.total_minor as "totalMinor", i.paid_minor as "paidMinor",
  i.balance_minor as "balanceMinor", o.time_zone as "timeZone"`

function rowOf(row: ListedColumns, now: Date): PortalInvoiceRow {
  const today = todayIn(row.timeZone, now)
  return {
    ...row,
    status: statusOf(row, today) as PortalInvoiceRow['status'],
    daysLeft: daysBetween(today, row.dueDate),
    balanceMinor: row.state === 'sent' ? row.balanceMinor : 0,
  }
}

import { sql, type RawBuilder } from 'kysely'
import { isNoLongerKept } from '../keeping/kept-since.ts'
import { InvalidRequest, NotFound, Problem } from '../http/problems.ts'
import type { Reading } from '../scope/scope.ts'
import type { InvoiceLine, InvoiceRow, InvoiceStatus } from './invoices.api.ts'
import { todayIn } from '../time/day.ts'
import { totalsOf, type Totals } from './totals.ts'

export type InvoiceState = 'draft' | 'sent' | 'void'

/** A line as it is stored; its amount is worked out. */
export type StoredLine = Omit<InvoiceLine, 'amountMinor'>

export interface ListedInvoice extends Omit<InvoiceRow, 'status'> {
  state: InvoiceState
  paidMinor: number
  timeZone: string
}

/** Of `invoices i`: the newest mail to each reader. A cancelled one counts only if there is no other. */
export const newestMails = sql`
  select distinct on (coalesce(m.contact_id::text, m.address)) m.* from deliveries m
  where m.organization_id = i.organization_id and m.document_id = i.id and m.document_kind = 'invoice'
  order by coalesce(m.contact_id::text, m.address), m.state = 'cancelled', m.id desc`

/** What became of the mails of `invoices i`, by the newest to each reader. A cancelled one does not count. */
export const deliveryOr = (withoutMails: RawBuilder<unknown>) => sql`(
  select case
    when count(*) = 0 then ${withoutMails}
    when bool_or(d.state = 'queued' and d.attempt_count = 0 and d.not_before is not null) then 'scheduled'
    when bool_or(d.state = 'queued') then 'sending'
    when bool_and(d.state = 'sent') then 'mailed'
    when bool_or(d.state = 'sent') then 'partly'
    else 'notDelivered' end
  from (
    select distinct on (coalesce(m.contact_id::text, m.address)) m.state, m.attempt_count, m.not_before from deliveries m
    where m.organization_id = i.organization_id and m.document_id = i.id and m.document_kind = 'invoice'
      and m.state <> 'cancelled'
    order by coalesce(m.contact_id::text, m.address), m.id desc) d)`

export const deliveryOf = deliveryOr(
  sql`case when ${isNoLongerKept(sql`i.organization_id`, 'deliveries', sql`i.sent_at`)} then 'notKept' else 'notSent' end`,
)

/** Of `invoices i`, joined with `customers u` and `organizations o`. */
export const listedColumns = sql`
  i.id, i.number, i.state, ${deliveryOf} as delivery, i.customer_id as "customerId", u.name as "customerName",
  i.currency, i.issue_date as "issueDate", i.due_date as "dueDate", i.purchase_order as "purchaseOrder",
  i.total_minor as "totalMinor", i.paid_minor as "paidMinor", i.balance_minor as "balanceMinor",
  i.disputed_since is not null as disputed, o.time_zone as "timeZone"`

export const joinCustomerAndOrganization = sql`
  join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
  join organizations o on o.id = i.organization_id`

/** The row itself, changed: a copy of each costs as much as all the rest of a list. */
export const invoiceRowOf = (row: ListedInvoice, now: Date): InvoiceRow =>
  Object.assign(row, {
    status: statusOf(row, todayIn(row.timeZone, now)),
    balanceMinor: row.state === 'sent' ? row.balanceMinor : 0,
  })

/** What an invoice is today, in the organization's time zone. */
export function statusOf(
  invoice: Pick<ListedInvoice, 'state' | 'dueDate' | 'totalMinor' | 'paidMinor'>,
  today: string,
): InvoiceStatus {
  if (invoice.state !== 'sent') return invoice.state
  if (invoice.paidMinor === invoice.totalMinor) return 'paid'
  if (invoice.dueDate < today) return 'overdue'
  return invoice.paidMinor > 0 ? 'partlyPaid' : 'sent'
}

export const withAmounts = (lines: StoredLine[], { amountsMinor }: Totals): InvoiceLine[] =>
  lines.map((line, at) => ({ ...line, amountMinor: amountsMinor[at]! }))

export interface LockedInvoice {
  id: string
  customerId: string
  customerActive: boolean
  state: InvoiceState
  number: string | null
  currency: string
  issueDate: string
  dueDate: string
  purchaseOrder: string | null
  notes: string | null
  lines: StoredLine[]
  discountPercent: string
  totalMinor: number
  paidMinor: number
  revision: number
  disputedSince: string | null
  remindersPaused: boolean
  version: number
}

/** Reads an invoice for a change, which waits for any other change to it. */
export async function lockInvoice(
  { db, organizationId }: Reading,
  invoiceId: string,
): Promise<LockedInvoice> {
  const { rows } = await sql<LockedInvoice>`
    select id, customer_id as "customerId", coalesce((
        select active from customers u where u.organization_id = i.organization_id and u.id = i.customer_id
      ), false) as "customerActive", state, number, currency, issue_date as "issueDate", due_date as "dueDate",
      purchase_order as "purchaseOrder", notes, lines, trim_scale(discount_percent)::text as "discountPercent",
      total_minor as "totalMinor", paid_minor as "paidMinor", revision, disputed_since as "disputedSince",
      reminders_paused as "remindersPaused", version
    from invoices i where organization_id = ${organizationId} and id = ${invoiceId} for update`.execute(db)
  if (!rows[0]) throw new NotFound('invoice')
  return rows[0]
}

const TOTAL_MINOR_MOST = 100_000_000_000_000

/** The sums of the lines, for the columns. Refused if they cannot be an invoice's. */
export function totalColumns(invoice: { lines: StoredLine[]; discountPercent: string }) {
  const totals = totalsOf(invoice)
  const tooMuch = totals.amountsMinor.findIndex((amount) => Math.abs(amount) > TOTAL_MINOR_MOST)
  if (tooMuch >= 0)
    throw new InvalidRequest([
      {
        pointer: `/lines/${tooMuch}`,
        detail: 'This line comes to more than an invoice can hold. Lower its quantity or price.',
      },
    ])
  if (totals.totalMinor < 0)
    throw new InvalidRequest([
      {
        pointer: '/lines',
        detail: 'This comes to less than zero. Lower the discount, or what the lines take off.',
      },
    ])
  const sums = [totals.totalMinor, totals.subtotalMinor, ...totals.taxes.map(({ netMinor }) => netMinor)]
  if (sums.some((amount) => Math.abs(amount) > TOTAL_MINOR_MOST))
    throw new InvalidRequest([
      { pointer: '/lines', detail: 'This comes to more than an invoice can hold. Split it into several.' },
    ])
  return {
    subtotal_minor: totals.subtotalMinor,
    discount_minor: totals.discountMinor,
    tax_minor: totals.taxMinor,
    total_minor: totals.totalMinor,
  }
}

/** The status of the invoice does not allow this. */
export class WrongInvoiceState extends Problem {
  constructor(detail: string) {
    super(409, 'wrong-invoice-state', 'The invoice does not allow this', detail)
  }
}

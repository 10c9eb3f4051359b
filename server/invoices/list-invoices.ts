import { sql, type RawBuilder } from 'kysely'
import type { QueryOf } from '../http/endpoint.ts'
import { pageOf, readCursor } from '../http/page.ts'
import { todayOf } from '../organization/time-zone.ts'
import type { ReadingNow, Within } from '../scope/scope.ts'
import { daysAfter } from '../time/day.ts'
import { invoiceRowOf, joinCustomerAndOrganization, listedColumns, type ListedInvoice } from './invoice.ts'
import type { Age, invoicesApi } from './invoices.api.ts'

type Query = QueryOf<typeof invoicesApi.list>
type Key = readonly [issueDate: string, id: string]

/** Invoices, the newest first: all, of one customer, with one status, or those that a search finds. */
export async function listInvoices(scope: ReadingNow, query: Query) {
  const { db, organizationId, now } = scope
  const after = readKey(query.cursor)
  const search = query.search?.replaceAll('\0', '').trim()
  const today = await todayOf(scope)
  const wanted: Wanted = { organizationId, query, after, today }
  const { rows } = await sql<ListedInvoice>`${search ? PLANNED_FOR_ITS_WORDS : sql``}
    select ${listedColumns}
    from (${search ? found(search, wanted) : newest(wanted, sql`true`)}) page
    join invoices i on i.organization_id = ${organizationId} and i.id = page.id ${joinCustomerAndOrganization}
    order by i.issue_date desc, i.id desc
    limit ${query.limit + 1}`.execute(db)
  return pageOf(
    rows,
    query.limit,
    (row) => [row.issueDate, row.id],
    (row) => invoiceRowOf(row, now),
  )
}

interface Wanted extends Within {
  query: Query
  after: Key | null
  today: string
}

const newest = ({ organizationId, query, after, today }: Wanted, which: RawBuilder<unknown>) => sql`
  select id, issue_date from invoices
  where organization_id = ${organizationId} and ${which} and ${STATUS[query.status](today)}
    ${query.age ? sql`and ${STATUS.open(today)} and ${dueAt(query.age, today)}` : sql``}
    ${query.customerId ? sql`and customer_id = ${query.customerId}` : sql``}
    ${after ? sql`and (issue_date, id) < (${after[0]}::date, ${after[1]}::uuid)` : sql``}
  order by issue_date desc, id desc
  limit ${query.limit + 1}`

const CUSTOMERS_MOST = 100
const BEFORE_EVERY_ID = '00000000-0000-0000-0000-000000000000'
const AFTER_EVERY_LETTER = '\u{10ffff}'

/** Numbers with a common beginning are found along the dates, others by their index: the words decide which. */
const PLANNED_FOR_ITS_WORDS = sql`/* unnamed */`

/** Three ways to be found, each by an index and each no longer than a page. */
function found(search: string, wanted: Wanted) {
  const { organizationId, query } = wanted
  // Row-level security lets no LIKE use an index; these comparisons may.
  const beginning = (column: 'number' | 'purchase_order') => {
    const lower = sql.ref(`${column}_lower`)
    return sql`${sql.ref(column)} is not null and ${lower} ~>=~ lower(${search})
      and ${lower} ~<~ (lower(${search}) || ${AFTER_EVERY_LETTER})`
  }
  return sql`
    (${newest(wanted, beginning('number'))})
    union (${newest(wanted, beginning('purchase_order'))})
    union (
      select theirs.id, theirs.issue_date
      from search_customers(${organizationId}, ${search}, 'customers', 'all', '', ${BEFORE_EVERY_ID}, ${CUSTOMERS_MOST}) s
      cross join lateral (${newest(
        { ...wanted, query: { ...query, customerId: undefined } },
        sql`
        customer_id = s.customer_id ${query.customerId ? sql`and customer_id = ${query.customerId}` : sql``}`,
      )}) theirs)
    order by issue_date desc, id desc
    limit ${query.limit + 1}`
}

/** Each condition as the index for its status has it, so that a list of few never walks past all the others. */
const STATUS: Record<Query['status'], (today: string) => RawBuilder<unknown>> = {
  all: () => sql`true`,
  draft: () => sql`state = 'draft'`,
  open: () => sql`state = 'sent' and paid_minor < total_minor`,
  sent: (today) =>
    sql`state = 'sent' and paid_minor < total_minor and paid_minor = 0 and due_date >= ${today}::date`,
  partlyPaid: (today) =>
    sql`state = 'sent' and paid_minor > 0 and paid_minor < total_minor and due_date >= ${today}::date`,
  overdue: (today) => sql`state = 'sent' and paid_minor < total_minor and ${dueBefore(today)}`,
  paid: () => sql`state = 'sent' and paid_minor = total_minor`,
  void: () => sql`state = 'void'`,
}

/** The first and the last day after the due date, by age. */
const DAYS_LATE: Record<Age, [number | null, number | null]> = {
  current: [null, 0],
  days1To30: [1, 30],
  days31To60: [31, 60],
  days61To90: [61, 90],
  over90: [91, null],
}

function dueAt(age: Age, today: string) {
  const [first, last] = DAYS_LATE[age]
  return sql`${first === null ? sql`true` : dueBefore(daysAfter(today, 1 - first))}
    and ${last === null ? sql`true` : sql`due_date >= ${daysAfter(today, -last)}::date`}`
}

/** What is due before a day was issued before it. Said here, because the lists follow the days of issue. */
const dueBefore = (day: string) => sql`due_date < ${day}::date and issue_date < ${day}::date`

const PAID_LATELY_DAYS = 30

/** Sums of drafts, of what is open and overdue, by currency, and of what was paid lately. */
export async function invoiceTotals(scope: ReadingNow, { customerId }: QueryOf<typeof invoicesApi.totals>) {
  const { db, organizationId, now } = scope
  const today = await todayOf(scope)
  const of = customerId ? sql`and customer_id = ${customerId}` : sql``
  const since = new Date(now.getTime() - PAID_LATELY_DAYS * 86_400_000)
  const { rows } = await sql<{
    status: 'draft' | 'open' | 'overdue' | 'paidLately'
    currency: string
    count: number
    amountMinor: number
  }>`
    select 'draft' as status, currency, count(*) as count, sum(total_minor)::bigint as "amountMinor"
      from invoices where organization_id = ${organizationId} and state = 'draft' ${of} group by currency
    union all
    select late.status, currency, sum(count)::bigint, sum(amount_minor)::bigint
      from (${owedByDay(scope, customerId, today)}) owed
      join (values ('open', 'infinity'::date), ('overdue', ${today}::date)) late (status, due_before)
        on owed.due_date < late.due_before
      group by late.status, currency
    union all
    select 'paidLately', currency, count(*), sum(total_minor)::bigint from invoices
      where organization_id = ${organizationId} and paid_at >= ${since} and state = 'sent' ${of} group by currency
    order by status, currency`.execute(db)
  return { totals: rows }
}

const owedByDay = ({ organizationId }: Within, customerId: string | undefined, today: string) =>
  customerId === undefined
    ? sql`select due_date, currency, count, amount_minor from owed_by_day
        where organization_id = ${organizationId} and count > 0`
    : sql`select due_date, currency, 1 as count, balance_minor as amount_minor from invoices
        where organization_id = ${organizationId} and customer_id = ${customerId} and ${STATUS.open(today)}`

/** By the day of issue, then by id. */
export const readKey = (cursor: string | undefined) => readCursor(cursor, 'day', 'id')

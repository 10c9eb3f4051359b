import { sql } from 'kysely'
import { readCandidatesOf } from '../contacts/read-candidates.ts'
import { recipients } from '../contacts/recipients.ts'
import { shown } from '../documents/decide-recipients.ts'
import { pageOf, readCursor } from '../http/page.ts'
import { notPrintedOf } from '../invoices/not-printed.ts'
import { readTimeZone } from '../organization/time-zone.ts'
import type { Reading, ReadingNow } from '../scope/scope.ts'
import { daysAfter, todayIn } from '../time/day.ts'
import { spansAhead, spansToday, type Span } from './ladder.ts'
import { readReminderSettings } from './reminder-settings.ts'
import type { UpcomingReminder } from './reminders.api.ts'
import { isReminded, unhandled } from './unhandled.ts'

const AHEAD_DAYS = 30

type Query = { limit: number; cursor?: string | undefined; customerId?: string | undefined }
type Key = readonly [date: string, invoiceId: string, stepId: string]

type Row = Omit<UpcomingReminder, 'recipients' | 'notPrinted'>

/**
 * What will go out in the next days as things are, the soonest first; an overdue step goes out today. Paused,
 * disputed and paid invoices are not included.
 */
export async function listUpcoming(
  scope: ReadingNow,
  query: Query,
): Promise<{ data: UpcomingReminder[]; nextCursor: string | null }> {
  const after = readCursor(query.cursor, 'day', 'id', 'id')
  const settings = await readReminderSettings(scope)
  if (!settings.on || settings.onSince === null) return { data: [], nextCursor: null }
  const timeZone = await readTimeZone(scope)
  const today = todayIn(timeZone, scope.now)
  const { steps, onSince } = settings
  const ahead = { today, until: daysAfter(today, AHEAD_DAYS), onSince }
  const spans = [...spansToday(steps, today, onSince), ...spansAhead(steps, ahead)]
  const rows: Row[] = []
  for (const few of inPortions(spans.filter(({ date }) => !after || date >= after[0])))
    if (rows.length <= query.limit)
      rows.push(...(await readUpcoming(scope, { timeZone, spans: few, after, query })))
  const audiences = new Map(settings.steps.map((step) => [step.id, step.audience]))
  const candidates = await readCandidatesOf(
    scope,
    rows.slice(0, query.limit).map(({ customerId }) => customerId),
  )
  const told = (row: Row) => {
    const found = candidates.get(row.customerId)
    const document = {
      kind: 'reminders' as const,
      customerActive: true,
      audience: audiences.get(row.stepId) ?? 'subscribers',
      now: scope.now,
      timeZone,
    }
    return recipients(document, found?.candidates ?? []).map(shown)
  }
  const notPrinted = await notPrintedOf(
    scope,
    rows.map(({ invoiceId }) => invoiceId),
  )
  return pageOf(
    rows,
    query.limit,
    (row) => [row.date, row.invoiceId, row.stepId],
    (row) => ({ ...row, recipients: told(row), notPrinted: notPrinted.get(row.invoiceId) ?? null }),
  )
}

/** By days, one and then ever more: if much is to come, the first of them fills a page. */
function inPortions(spans: Span[]): Span[][] {
  const dates = [...new Set(spans.map(({ date }) => date))]
  const portions: Span[][] = []
  for (let at = 0, days = 1; at < dates.length; at += days, days *= 4) {
    const [first, last] = [dates[at]!, dates[Math.min(at + days, dates.length) - 1]!]
    portions.push(spans.filter(({ date }) => date >= first && date <= last))
  }
  return portions
}

interface Portion {
  timeZone: string
  spans: Span[]
  after: Key | null
  query: Query
}

async function readUpcoming(scope: Reading, { timeZone, spans, after, query }: Portion): Promise<Row[]> {
  const { db, organizationId } = scope
  const due = unhandled(scope, {
    timeZone,
    spans,
    which: sql`and ${isReminded(scope, sql`i.customer_id`, sql`i.currency`)}
      ${query.customerId ? sql`and i.customer_id = ${query.customerId}` : sql``}
      ${
        after
          ? sql`and (span.date > ${after[0]}::date
              or (i.id, span.step_id) > (${after[1]}::uuid, ${after[2]}::uuid))`
          : sql``
      }`,
    page: sql`order by i.id limit ${query.limit + 1}`,
  })
  const { rows } = await sql<Row>`
    select due.date, i.id as "invoiceId", i.number, i.customer_id as "customerId", u.name as "customerName",
      i.due_date as "dueDate", i.currency, i.balance_minor as "balanceMinor", due.step_id as "stepId", due.days
    from (${due} order by span.date, i.id, span.step_id limit ${query.limit + 1}) due
    join invoices i on i.organization_id = ${organizationId} and i.id = due.id
    join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
    order by due.date, due.id, due.step_id`.execute(db)
  return rows
}

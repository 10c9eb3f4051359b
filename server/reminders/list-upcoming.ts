import { sql } from 'kysely'
import { readCandidatesOf } from '../contacts/read-candidates.ts'
import { recipients } from '../contacts/recipients.ts'
import type { Db } from '../database/database.ts'
import { date, type Recipient } from '../invoices/invoices.api.ts'
import { id } from '../http/fields.api.ts'
import { pageOf, readCursor } from '../http/page.ts'
import { InvalidRequest } from '../http/problems.ts'
import { daysAfter, todayIn } from '../invoices/today.ts'
import { readReminderSettings } from './reminder-settings.ts'
import type { UpcomingReminder } from './reminders.api.ts'

const AHEAD_DAYS = 30

interface Row {
  date: string
  invoiceId: string
  number: string
  customerId: string
  customerName: string
  dueDate: string
  currency: string
  balanceMinor: number
  stepId: string
  days: number
}

/**
 * What will go out in the next days as things are, the soonest first: what is late goes today. Paused, disputed and paid
 * ones are not among it.
 */
export async function listUpcoming(
  db: Db,
  organizationId: string,
  query: { limit: number; cursor?: string | undefined; customerId?: string | undefined },
  now: Date,
): Promise<{ data: UpcomingReminder[]; nextCursor: string | null }> {
  const after = readKey(query.cursor)
  const settings = await readReminderSettings(db, organizationId)
  if (!settings.on || settings.onSince === null) return { data: [], nextCursor: null }
  const timeZone = await timeZoneOf(db, organizationId)
  const today = todayIn(timeZone, now)
  const { rows } = await sql<Row>`
    with steps as (
      select id, days, lead(days) over (order by days) as next_days from reminder_steps
      where organization_id = ${organizationId} and active)
    select greatest(i.due_date + s.days, ${today}::date) as date, i.id as "invoiceId", i.number,
      i.customer_id as "customerId", u.name as "customerName", i.due_date as "dueDate", i.currency,
      i.balance_minor as "balanceMinor", s.id as "stepId", s.days
    from steps s
    join invoices i on i.organization_id = ${organizationId} and i.state = 'sent' and i.paid_minor < i.total_minor
      and i.due_date <= ${daysAfter(today, AHEAD_DAYS)}::date - s.days
      and i.due_date >= ${settings.onSince}::date - s.days
      and (s.next_days is null or i.due_date > ${today}::date - s.next_days)
    join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
    where i.disputed_since is null and not i.reminders_paused and not u.reminders_paused and u.active
      and i.due_date + s.days > (i.sent_at at time zone ${timeZone})::date
      ${query.customerId ? sql`and i.customer_id = ${query.customerId}` : sql``}
      and not exists (
        select from reminder_sendings r where r.organization_id = i.organization_id and r.invoice_id = i.id
          and r.step_id = s.id and r.due_date = i.due_date)
      ${
        after
          ? sql`and (greatest(i.due_date + s.days, ${today}::date), i.id, s.id)
            > (${after[0]}::date, ${after[1]}::uuid, ${after[2]}::uuid)`
          : sql``
      }
    order by 1, 2, 9
    limit ${query.limit + 1}`.execute(db)
  const audiences = new Map(settings.steps.map((step) => [step.id, step.audience]))
  const candidates = await readCandidatesOf(
    db,
    organizationId,
    rows.map(({ customerId }) => customerId),
  )
  const told = (row: Row): Recipient[] => {
    const found = candidates.get(row.customerId)
    const document = {
      kind: 'reminders' as const,
      customerActive: true,
      audience: audiences.get(row.stepId) ?? 'subscribers',
      now,
      timeZone,
    }
    return recipients(document, found?.candidates ?? []).map(
      ({ contactId, name, email, role, code, why }) => ({ contactId, name, email, role, code, why }),
    )
  }
  return pageOf(
    rows,
    query.limit,
    (row) => [row.date, row.invoiceId, row.stepId],
    (row) => ({ ...row, recipients: told(row) }),
  )
}

async function timeZoneOf(db: Db, organizationId: string): Promise<string> {
  const row = await db
    .selectFrom('organizations')
    .select('time_zone')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  return row.time_zone
}

function readKey(cursor: string | undefined) {
  const key = readCursor(cursor, 'string', 'string', 'string')
  if (
    key &&
    !(date.safeParse(key[0]).success && id.safeParse(key[1]).success && id.safeParse(key[2]).success)
  )
    throw new InvalidRequest([
      { pointer: '/cursor', detail: 'Use the nextCursor of the page before, unchanged.' },
    ])
  return key
}

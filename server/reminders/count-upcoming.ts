import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { todayIn } from '../invoices/today.ts'
import { spansAhead, spansToday } from './ladder.ts'
import { readReminderSettings } from './reminder-settings.ts'
import { isReminded, unhandled } from './unhandled.ts'

/** How many reminders are due on each day until one, as the list of them says: what is late counts for today. */
export async function countUpcoming(
  db: Db,
  organizationId: string,
  until: string,
  now: Date,
): Promise<Map<string, number>> {
  const { on, onSince, steps } = await readReminderSettings(db, organizationId)
  if (!on || onSince === null) return new Map()
  const { time_zone: timeZone } = await db
    .selectFrom('organizations')
    .select('time_zone')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  const today = todayIn(timeZone, now)
  const spans = [...spansToday(steps, today, onSince), ...spansAhead(steps, { today, until, onSince })]
  const { rows } = await sql<{ date: string; count: number }>`
    select date, count(*) as count from (${unhandled({ organizationId, timeZone, spans })}) due
    where ${isReminded(organizationId, sql`due.customer_id`)} group by date`.execute(db)
  return new Map(rows.map(({ date, count }) => [date, count]))
}

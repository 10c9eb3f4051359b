import { sql } from 'kysely'
import type { Reading } from '../scope/scope.ts'
import { spansAhead, spansToday } from './ladder.ts'
import type { ReminderSettings } from './reminders.api.ts'
import { isReminded, unhandled } from './unhandled.ts'

/** How many reminders are due on each day until one, as their list says: overdue ones count for today. */
export async function countUpcoming(
  scope: Reading,
  { on, onSince, steps }: Pick<ReminderSettings, 'on' | 'onSince' | 'steps'>,
  timeZone: string,
  { today, until }: { today: string; until: string },
): Promise<Map<string, number>> {
  if (!on || onSince === null) return new Map()
  const spans = [...spansToday(steps, today, onSince), ...spansAhead(steps, { today, until, onSince })]
  const { rows } = await sql<{ date: string; count: number }>`
    select date, count(*) as count from (${unhandled(scope, { timeZone, spans })}) due
    where ${isReminded(scope, sql`due.customer_id`, sql`due.currency`)} group by date`.execute(scope.db)
  return new Map(rows.map(({ date, count }) => [date, count]))
}

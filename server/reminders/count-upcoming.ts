import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { todayIn } from '../invoices/today.ts'
import { readReminderSettings } from './reminder-settings.ts'

/**
 * How many reminders are due on each day until one, as the list of them says: what is late counts for today. Each later
 * day and step is one due date, so that few invoices are looked at.
 */
export async function countUpcoming(
  db: Db,
  organizationId: string,
  until: string,
  now: Date,
): Promise<Map<string, number>> {
  const { on, onSince } = await readReminderSettings(db, organizationId)
  if (!on || onSince === null) return new Map()
  const { time_zone: timeZone } = await db
    .selectFrom('organizations')
    .select('time_zone')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  const today = todayIn(timeZone, now)
  const { rows } = await sql<{ date: string; count: number }>`
    with steps as (
      select id, days, lead(days) over (order by days) as next_days from reminder_steps
      where organization_id = ${organizationId} and active
    ), due as (
      select ${today}::date as date, s.id as step_id, s.days,
        greatest(${onSince}::date - s.days, coalesce(${today}::date - s.next_days + 1, '-infinity'::date)) as first_due,
        ${today}::date - s.days as last_due
      from steps s
      union all
      select day::date, s.id, s.days, day::date - s.days, day::date - s.days
      from steps s, generate_series(${today}::date + 1, ${until}::date, interval '1 day') day
      where day >= ${onSince}::date
    )
    select due.date, sum(found.count)::bigint as count
    from due
    cross join lateral (
      select count(*) as count
      from invoices i
      join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
      where i.organization_id = ${organizationId} and i.state = 'sent' and i.paid_minor < i.total_minor
        and i.due_date between due.first_due and due.last_due
        and i.disputed_since is null and not i.reminders_paused and not u.reminders_paused and u.active
        and i.due_date + due.days > (i.sent_at at time zone ${timeZone})::date
        and not exists (
          select from reminder_sendings r where r.organization_id = i.organization_id and r.invoice_id = i.id
            and r.step_id = due.step_id and r.due_date = i.due_date)) found
    group by due.date`.execute(db)
  return new Map(rows.map(({ date, count }) => [date, count]))
}

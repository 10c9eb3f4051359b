import { sql, type RawBuilder } from 'kysely'
import { INSTALLATION } from '../database/id.ts'
import { creditCovers } from '../invoices/credit-covers.ts'
import type { Within } from '../scope/scope.ts'
import type { Span } from './ladder.ts'

/** What `reminded_step_id` is before any step was handled. */
const NO_STEP = INSTALLATION

interface Wanted {
  timeZone: string
  spans: Span[]
  /** More conditions on `invoices i` and `span`. */
  which?: RawBuilder<unknown>
  /** Of one step and one due date, or of those that one step has to do with today. */
  page?: RawBuilder<unknown>
}

/**
 * Open invoices with a step of the schedule that is due in one of the spans and was not handled, of all customers:
 * `isReminded` leaves out those who are not reminded. The index begins with the step that was handled last, so that
 * the many invoices where this step was handled are passed over. Of the others, most had no step that is still ahead,
 * which is asked once for each step and day, not for each invoice.
 */
export function unhandled(
  { organizationId }: Within,
  { timeZone, spans, which, page }: Wanted,
): RawBuilder<unknown> {
  const each = <T>(of: (span: Span) => T) => spans.map(of)
  return sql`
    with given as (
      select *, first_due + days as first_date from unnest(
        ${each(({ date }) => date)}::date[], ${each(({ step }) => step.id)}::uuid[], ${each(({ step }) => step.days)}::int[],
        ${each(({ firstDue }) => firstDue)}::date[], ${each(({ lastDue }) => lastDue)}::date[]
      ) given (date, step_id, days, first_due, last_due)
    ), span as materialized (
      select *, first_date::timestamp at time zone 'UTC' - interval '1 day' as before_anywhere,
        exists (
          select from reminder_sendings r where r.organization_id = ${organizationId} and r.step_id = given.step_id
            and r.due_date between given.first_due and given.last_due) as was_handled
      from given
    ), step_before as materialized (
      select id from reminder_steps where organization_id = ${organizationId} union all select ${NO_STEP}::uuid
    )
    select span.date, span.step_id, span.days, i.id, i.due_date, i.customer_id, i.currency
    from span
    join step_before on step_before.id <> span.step_id
    cross join lateral (
      select i.id, i.due_date, i.customer_id, i.currency from invoices i
      where i.organization_id = ${organizationId} and i.state = 'sent' and i.paid_minor < i.total_minor
        and i.disputed_since is null and not i.reminders_paused
        and i.reminded_step_id = step_before.id and i.due_date between span.first_due and span.last_due
        and (i.sent_at < span.before_anywhere or (i.sent_at at time zone ${timeZone})::date < i.due_date + span.days)
        and (step_before.id = ${NO_STEP} or not span.was_handled or not exists (
          select from reminder_sendings r where r.organization_id = ${organizationId} and r.invoice_id = i.id
            and r.step_id = span.step_id and r.due_date = i.due_date))
        ${which ?? sql``}
      ${page ?? sql`offset 0`}) i`
}

/**
 * Separate, because it is fastest to count many and take the few who are not reminded away at the end: customers that
 * are paused or inactive, and those that have paid more than they owe, in that currency.
 */
export const isReminded = (
  scope: Within,
  customerId: RawBuilder<unknown>,
  currency: RawBuilder<unknown>,
) => sql`
  not exists (
    select from customers u where u.organization_id = ${scope.organizationId} and u.id = ${customerId}
      and (u.reminders_paused or not u.active))
  and not ${creditCovers(scope, customerId, currency)}`

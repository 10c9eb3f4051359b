import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { newId } from '../database/id.ts'
import { daysAfter, todayIn } from '../time/day.ts'
import { countUpcoming } from './count-upcoming.ts'
import { upcoming } from './ladder.ts'
import { listUpcoming } from './list-upcoming.ts'
import { readReminderSettings } from './reminder-settings.ts'

const NOW = new Date('2026-05-04T20:00:00Z')
const zone = fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/New_York', 'Pacific/Auckland')
const aDay = (min: number, max: number) =>
  fc.integer({ min, max }).map((days) => daysAfter('2026-05-04', days))

const books = fc.record({
  zone,
  onSince: aDay(-60, 5),
  steps: fc.uniqueArray(fc.integer({ min: -10, max: 30 }), { minLength: 1, maxLength: 5 }),
  /** Steps whose day is another one now, or that are gone: what was handled with them stays handled. */
  moved: fc.array(fc.record({ step: fc.nat(4), days: fc.integer({ min: 31, max: 40 }) }), { maxLength: 2 }),
  removed: fc.option(fc.nat(4), { nil: undefined }),
  pausedCustomer: fc.boolean(),
  /** Acme has paid more than it owes. */
  coveredByCredit: fc.integer({ min: 0, max: 3 }).map((drawn) => drawn === 0),
  invoices: fc.array(
    fc.record({
      ofAcme: fc.boolean(),
      days: fc.integer({ min: -50, max: 45 }),
      sentHoursBefore: fc.integer({ min: -24, max: 24 * 40 }),
      held: fc.constantFrom('', '', '', '', 'disputed', 'paused', 'paid', 'void'),
      handled: fc.subarray([0, 1, 2, 3, 4]),
      /** The due date was another one when it was handled, and may become that one again. */
      dueBefore: fc.option(fc.integer({ min: -20, max: 20 }), { nil: undefined }),
      andBack: fc.boolean(),
    }),
    { minLength: 10, maxLength: 40 },
  ),
})

test('what is found by the index is what the ladder says of each invoice', async () => {
  const { database, organization, acme, birch } = await openCast()
  const db = database.of(organization.id)
  await sql`insert into invoicing_settings (organization_id, reminders_on, reminders_on_since, updated_at)
    values (${organization.id}, true, '2026-01-01', ${NOW})`.execute(db)
  let hasCredit = false
  const changeCredit = async (isMore: boolean) => {
    const paidBack = isMore
      ? null
      : sql`(select id from payments where organization_id = ${organization.id} order by id desc limit 1)`
    await sql`insert into payments (organization_id, id, customer_id, currency, amount_minor, received_on, method, reverses,
        created_by, created_at)
      select ${organization.id}, ${newId()}, ${acme.id}, 'EUR', ${isMore ? 1_000_000 : -1_000_000}, '2026-05-04', 'other',
        ${paidBack}, 'Olga', ${NOW}`.execute(db)
  }
  let found = 0
  for (const drawn of fc.sample(books, 16)) {
    await sql`update organizations set time_zone = ${drawn.zone} where id = ${organization.id}`.execute(db)
    await sql`update invoicing_settings set reminders_on_since = ${drawn.onSince}`.execute(db)
    await sql`update customers set reminders_paused = ${drawn.pausedCustomer} where id = ${birch.id}`.execute(
      db,
    )
    await sql`update reminder_steps set active = false`.execute(db)
    await sql`update invoices set state = 'void', paid_minor = 0, voided_at = ${NOW}`.execute(db)
    const ladder = drawn.steps.map((days) => ({ id: newId(), days }))
    for (const { id, days } of ladder)
      await sql`insert into reminder_steps (organization_id, id, days, subject, message, created_at, updated_at)
        values (${organization.id}, ${id}, ${days}, 'A', 'B', ${NOW}, ${NOW})`.execute(db)

    const invoices = drawn.invoices.map((invoice) => {
      const dueDate = daysAfter('2026-05-04', invoice.days)
      const dueBefore = invoice.dueBefore === undefined ? dueDate : daysAfter('2026-05-04', invoice.dueBefore)
      const handled = invoice.handled.flatMap((at) => ladder[at] ?? [])
      return {
        ...invoice,
        id: newId(),
        dueBefore,
        dueDate: invoice.andBack ? dueBefore : dueDate,
        dueBetween: dueDate,
        sentAt: new Date(Date.parse(`${dueDate}T12:00:00Z`) - invoice.sentHoursBefore * 3_600_000),
        handledFor: handled.map(({ id }) => ({ id, dueDate: dueBefore })),
      }
    })
    const all = <T>(of: (invoice: (typeof invoices)[number]) => T) => invoices.map(of)
    const ids = all(({ id }) => id)
    await sql`insert into invoices (organization_id, id, customer_id, state, number, currency, issue_date, due_date,
        total_minor, paid_minor, revision, disputed_since, reminders_paused, sent_at, voided_at, created_at, updated_at)
      select ${organization.id}, id, customer_id, case when held = 'void' then 'void' else 'sent' end, id::text, 'EUR',
        '2026-01-01', due_date, 100, case when held = 'paid' then 100 else 0 end, 1,
        case when held = 'disputed' then ${NOW}::timestamptz end, held = 'paused', sent_at,
        case when held = 'void' then ${NOW}::timestamptz end, ${NOW}, ${NOW}
      from unnest(${ids}::uuid[], ${all(({ ofAcme }) => (ofAcme ? acme.id : birch.id))}::uuid[],
        ${all(({ held }) => held)}::text[], ${all(({ dueBefore }) => dueBefore)}::date[],
        ${all(({ sentAt }) => sentAt)}::timestamptz[]) one (id, customer_id, held, due_date, sent_at)`.execute(
      db,
    )
    const sendings = invoices.flatMap(({ id, handledFor }) =>
      handledFor.map((step) => ({ ...step, invoiceId: id })),
    )
    await sql`insert into reminder_sendings (organization_id, invoice_id, step_id, due_date, outcome, why, at)
      select ${organization.id}, invoice_id, step_id, due_date, 'sent', '', ${NOW}
      from unnest(${sendings.map(({ invoiceId }) => invoiceId)}::uuid[], ${sendings.map(({ id }) => id)}::uuid[],
        ${sendings.map(({ dueDate }) => dueDate)}::date[]) one (invoice_id, step_id, due_date)`.execute(db)
    for (const dates of [all(({ dueBetween }) => dueBetween), all(({ dueDate }) => dueDate)])
      await sql`update invoices i set due_date = one.due_date
        from unnest(${ids}::uuid[], ${dates}::date[]) one (id, due_date) where i.id = one.id`.execute(db)
    for (const [at, { step, days }] of drawn.moved.entries())
      if (ladder[step] && at === drawn.moved.findIndex((one) => one.days === days)) {
        await sql`update reminder_steps set days = ${days} where id = ${ladder[step].id}`.execute(db)
        ladder[step].days = days
      }
    const removed = drawn.removed === undefined ? undefined : ladder[drawn.removed]
    if (removed) await sql`update reminder_steps set active = false where id = ${removed.id}`.execute(db)

    if (drawn.coveredByCredit !== hasCredit) await changeCredit((hasCredit = drawn.coveredByCredit))

    const today = todayIn(drawn.zone, NOW)
    const span = { today, until: daysAfter(today, 30), onSince: drawn.onSince }
    const wanted = invoices
      .filter(({ held, ofAcme }) => held === '' && (ofAcme ? !drawn.coveredByCredit : !drawn.pausedCustomer))
      .flatMap(({ id, dueDate, sentAt, handledFor }) =>
        upcoming(
          ladder.filter((step) => step !== removed),
          {
            dueDate,
            sentOn: todayIn(drawn.zone, sentAt),
            handled: handledFor.flatMap((step) => (step.dueDate === dueDate ? [step.id] : [])),
          },
          span,
        ).map(({ date, step }) => `${date} ${id} ${step.id}`),
      )
      .toSorted()

    const scope = { db, organizationId: organization.id, now: NOW }
    const listed: string[] = []
    let cursor: string | undefined
    do {
      const page = await listUpcoming(scope, { limit: 15, cursor })
      listed.push(...page.data.map(({ date, invoiceId, stepId }) => `${date} ${invoiceId} ${stepId}`))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(listed).toEqual(wanted)
    const settings = await readReminderSettings(scope)
    const counted = await countUpcoming(scope, settings, drawn.zone, span)
    for (const [date, count] of counted)
      expect([date, count]).toEqual([date, wanted.filter((one) => one.startsWith(date)).length])
    expect([...counted.values()].reduce((sum, count) => sum + count, 0)).toBe(wanted.length)
    found += wanted.length
  }
  expect(found).toBeGreaterThan(0)
})

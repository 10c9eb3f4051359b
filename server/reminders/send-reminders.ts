import { sql } from 'kysely'
import { AS_USUAL } from '../documents/for-this-once.ts'
import { sendIfReceived } from '../documents/send-document.ts'
import { inTransaction, type Reading, type ReadingNow, type Scope } from '../scope/scope.ts'
import { todayIn } from '../time/day.ts'
import { hourIn, isWithinHours, nextBegin, type Hours } from '../time/wall-clock.ts'
import type { RegularWork, Round } from '../work/regular-work.ts'
import { dueToday, spansToday } from './ladder.ts'
import { causeOf, readForReminder, reminderOf, stepInWords, stepsHandled, takeStep } from './reminder.ts'
import { readSteps } from './reminder-settings.ts'
import type { ReminderStep } from './reminders.api.ts'
import { isReminded, unhandled } from './unhandled.ts'

const AT_ONCE = 200

/** Sends the reminders that are due where it is day. Steps are reached as a day begins: the next are due in its first hour. */
export const reminders: RegularWork = {
  name: 'reminders',
  isMissedByStaff: true,
  async doIn(scope, round) {
    const schedule = await readSchedule(scope)
    if (!schedule) return { tried: 'nothing', dueAt: null }
    const { hours, timeZone } = schedule
    const dueAt = nextBegin(hours, timeZone, scope.now)
    if (!isWithinHours(hourIn(timeZone, scope.now), hours)) return { tried: 'nothing', dueAt }
    await sendReminders(scope, round, schedule)
    return { tried: 'all', dueAt }
  },
}

interface Schedule {
  organizationName: string
  language: string
  timeZone: string
  onSince: string
  hours: Hours
  today: string
  ladder: ReminderStep[]
}

/** Null: reminders are off. */
async function readSchedule(scope: ReadingNow): Promise<Schedule | null> {
  const { db, organizationId, now } = scope
  const { rows } = await sql<Omit<Schedule, 'today' | 'ladder' | 'hours'> & Hours>`
    select o.name as "organizationName", o.language, o.time_zone as "timeZone", s.reminders_on_since as "onSince",
      s.send_from_hour as from, s.send_until_hour as until
    from invoicing_settings s join organizations o on o.id = s.organization_id
    where s.organization_id = ${organizationId} and s.reminders_on`.execute(db)
  if (!rows[0]) return null
  const { from, until, ...settings } = rows[0]
  return {
    ...settings,
    hours: { from, until },
    today: todayIn(settings.timeZone, now),
    ladder: await readSteps(scope),
  }
}

async function sendReminders(scope: Scope, round: Round, schedule: Schedule): Promise<void> {
  for (let after = NOTHING_BEFORE; ;) {
    const due = await findDue(scope, schedule, after)
    for (const { id } of due) await round.piece({ invoiceId: id }, (now) => remind(now, schedule, id))
    const last = due.at(-1)
    if (!last || due.length < AT_ONCE) return
    after = last
  }
}

interface Found {
  id: string
  dueDate: string
}
const NOTHING_BEFORE: Found = { id: '00000000-0000-0000-0000-000000000000', dueDate: '0001-01-01' }

/** Open invoices that have reached a step which was not handled yet: `dueToday` decides for each, under its lock. */
async function findDue(scope: Reading, schedule: Schedule, after: Found): Promise<Found[]> {
  const { ladder, today, onSince, timeZone } = schedule
  const due = unhandled(scope, {
    timeZone,
    spans: spansToday(ladder, today, onSince),
    which: sql`
      and ${isReminded(scope, sql`i.customer_id`, sql`i.currency`)}
      and (i.due_date, i.id) > (${after.dueDate}::date, ${after.id}::uuid)`,
    page: sql`order by i.due_date, i.id limit ${AT_ONCE}`,
  })
  const { rows } = await sql<Found>`
    select id, due_date as "dueDate" from (${due}) due order by due_date, id limit ${AT_ONCE}`.execute(
    scope.db,
  )
  return rows
}

/** In one transaction: the step is taken, and its mails wait in the outbox. A second process finds it taken. */
function remind(scope: Scope, schedule: Schedule, invoiceId: string): Promise<void> {
  return inTransaction(scope, async (tx) => {
    const invoice = await readForReminder(tx, invoiceId, sql`for update of i`)
    if (!invoice?.isOpen || invoice.held) return
    const { today, onSince, ladder, timeZone } = schedule
    const sentOn = todayIn(timeZone, new Date(invoice.sentAt))
    const handled = await stepsHandled(tx, invoiceId, invoice.dueDate)
    const { send, skip } = dueToday(ladder, { ...invoice, sentOn, handled }, today, onSince)
    if (!send) return
    const due = { id: invoiceId, dueDate: invoice.dueDate }
    for (const step of skip) await takeStep(tx, due, step, 'skipped', 'A later step was due already.')
    const step = ladder.find(({ id }) => id === send.id)!
    const { readers } = await sendIfReceived(tx, {
      ...reminderOf(schedule, invoiceId, invoice),
      words: step,
      choices: { ...AS_USUAL, audience: step.audience },
      cause: causeOf(due, step),
      journal: {
        action: 'invoice.reminded',
        ifNobody: 'invoice.nobody-to-remind',
        changes: { step: { new: stepInWords(step) } },
      },
    })
    const [outcome, why] =
      readers.length > 0
        ? (['sent', `Sent to ${readers.length}.`] as const)
        : (['nobody', 'Nobody receives reminders for this customer.'] as const)
    await takeStep(tx, due, step, outcome, why)
  })
}

import { sql } from 'kysely'
import { readCandidates } from '../contacts/read-candidates.ts'
import { receiving, recipients } from '../contacts/recipients.ts'
import { transaction, type Db } from '../database/database.ts'
import { postDocument } from '../documents/post-document.ts'
import { todayIn } from '../time/day.ts'
import { hourIn, isWithinHours } from '../time/wall-clock.ts'
import { record } from '../journal/record.ts'
import { bySystem } from '../scope/actor.ts'
import type { Services } from '../scope/services.ts'
import { forEachOrganization } from '../work/for-each-organization.ts'
import { isolate, type Workplace } from '../work/isolate.ts'
import { dueToday, spansToday } from './ladder.ts'
import { readForReminder, reminderOf, stepInWords, stepsHandled, takeStep } from './reminder.ts'
import { readSteps } from './reminder-settings.ts'
import type { ReminderStep } from './reminders.api.ts'
import { isReminded, unhandled } from './unhandled.ts'

type Tools = Workplace & Pick<Services, 'sealer'>

const AT_ONCE = 200

/**
 * Sends the reminders that are due, in every organization where it is day. One that cannot be made stops no other.
 * Returns how many invoices were reminded of.
 */
export async function sendDueReminders(tools: Tools, shallStop = () => false): Promise<number> {
  let count = 0
  await forEachOrganization(
    tools,
    'reminders',
    async (organizationId) => {
      const sent = await sendRemindersOf(tools, organizationId, shallStop)
      count += sent ?? 0
      return sent === null ? 'not now' : 'gone through'
    },
    shallStop,
  )
  return count
}

interface Reminding {
  organizationName: string
  language: string
  timeZone: string
  onSince: string
  today: string
  ladder: ReminderStep[]
}

/** The reminders of one organization. Null: not at this hour, or reminders are off. */
export async function sendRemindersOf(
  tools: Tools,
  organizationId: string,
  shallStop = () => false,
): Promise<number | null> {
  const db = tools.database.of(organizationId)
  const reminding = await whetherToRemind(db, organizationId, tools.clock())
  if (!reminding) return null
  let count = 0
  let after = NOTHING_BEFORE
  while (!shallStop()) {
    const due = await findDue(db, organizationId, reminding, after)
    for (const invoice of due) {
      if (shallStop()) break
      const piece = { organizationId, work: 'reminders' as const, invoiceId: invoice.id }
      if (await isolate(tools, piece, () => remind(tools, organizationId, reminding, invoice.id))) count += 1
    }
    const last = due.at(-1)
    if (!last || due.length < AT_ONCE) break
    after = last
  }
  return count
}

async function whetherToRemind(db: Db, organizationId: string, now: Date): Promise<Reminding | null> {
  const { rows } = await sql<Omit<Reminding, 'today' | 'ladder'> & { from: number; until: number }>`
    select o.name as "organizationName", o.language, o.time_zone as "timeZone", s.reminders_on_since as "onSince",
      s.send_from_hour as from, s.send_until_hour as until
    from invoicing_settings s join organizations o on o.id = s.organization_id
    where s.organization_id = ${organizationId} and s.reminders_on`.execute(db)
  const row = rows[0]
  if (!row || !isWithinHours(hourIn(row.timeZone, now), row)) return null
  return { ...row, today: todayIn(row.timeZone, now), ladder: await readSteps(db, organizationId) }
}

interface Found {
  id: string
  due_date: string
}
const NOTHING_BEFORE: Found = { id: '00000000-0000-0000-0000-000000000000', due_date: '0001-01-01' }

/** Open invoices that have reached a step which was not handled yet: `dueToday` decides for each, under its lock. */
async function findDue(db: Db, organizationId: string, reminding: Reminding, after: Found): Promise<Found[]> {
  const { ladder, today, onSince, timeZone } = reminding
  const due = unhandled({
    organizationId,
    timeZone,
    spans: spansToday(ladder, today, onSince),
    which: sql`
      and ${isReminded(organizationId, sql`i.customer_id`, sql`i.currency`)}
      and (i.due_date, i.id) > (${after.due_date}::date, ${after.id}::uuid)`,
    page: sql`order by i.due_date, i.id limit ${AT_ONCE}`,
  })
  const { rows } = await sql<Found>`
    select id, due_date from (${due}) due order by due_date, id limit ${AT_ONCE}`.execute(db)
  return rows
}

/** In one transaction: the step is taken, and its mails wait in the outbox. A second process finds it taken. */
async function remind(
  { database, sealer, clock }: Tools,
  organizationId: string,
  reminding: Reminding,
  invoiceId: string,
): Promise<boolean> {
  return transaction(database.of(organizationId), async (tx) => {
    const invoice = await readForReminder(tx, organizationId, invoiceId, sql`for update of i`)
    if (!invoice?.isOpen || invoice.held) return false
    const { today, onSince, ladder, timeZone } = reminding
    const sentOn = todayIn(timeZone, new Date(invoice.sent_at))
    const handled = await stepsHandled(tx, organizationId, invoiceId, invoice.dueDate)
    const { send, skip } = dueToday(ladder, { ...invoice, sentOn, handled }, today, onSince)
    if (!send) return false
    const now = clock()
    const due = { id: invoiceId, dueDate: invoice.dueDate }
    for (const step of skip)
      await takeStep(tx, organizationId, due, step, 'skipped', 'A later step was due already.', now)
    const step = ladder.find(({ id }) => id === send.id)!
    const candidates = await readCandidates({ db: tx, organizationId }, invoice.customer_id)
    const decisions = recipients(
      { kind: 'reminders', customerActive: invoice.customer_active, audience: step.audience, now, timeZone },
      candidates?.candidates ?? [],
    )
    const to = receiving(decisions)
    const why = to.length > 0 ? `Sent to ${to.length}.` : 'Nobody receives reminders for this customer.'
    await takeStep(tx, organizationId, due, step, to.length > 0 ? 'sent' : 'nobody', why, now)
    await postDocument(
      tx,
      { sealer },
      organizationId,
      now,
      {
        ...reminderOf(reminding, invoiceId, invoice, step),
        cause: `reminder:${invoiceId}:${step.id}:${invoice.dueDate}`,
      },
      to,
    )
    await record(tx, bySystem(organizationId), now, {
      action: to.length > 0 ? 'invoice.reminded' : 'invoice.nobody-to-remind',
      customerId: invoice.customer_id,
      invoiceId,
      changes: { step: { new: stepInWords(step) }, to: { new: to.map(({ email }) => email) } },
    })
    return to.length > 0
  })
}

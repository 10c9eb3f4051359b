import { sql } from 'kysely'
import { readCandidates } from '../contacts/read-candidates.ts'
import { receiving, recipients } from '../contacts/recipients.ts'
import { transaction, type Db } from '../database/database.ts'
import { postDocument } from '../documents/post-document.ts'
import { creditCovers } from '../invoices/credit-covers.ts'
import { inWords, type InvoiceFacts } from '../invoices/invoice-words.ts'
import { daysBetween, hourIn, todayIn } from '../invoices/today.ts'
import { bySystem, record } from '../journal/record.ts'
import type { Services } from '../http/serve.ts'
import { forEachOrganization } from '../work/for-each-organization.ts'
import { isolate, type Workplace } from '../work/isolate.ts'
import { dueToday, isWithinHours, spansToday, type Step } from './ladder.ts'
import { readSteps } from './reminder-settings.ts'
import type { ReminderStep } from './reminders.api.ts'
import { isReminded, unhandled } from './unhandled.ts'

type Tools = Workplace & Pick<Services, 'sealer'>

const AT_ONCE = 200

/**
 * Sends the reminders that are due in every organization where it is day. One that cannot be made stops no other. Returns how
 * many invoices were reminded of.
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

/** Those of one organization. Null: not at this hour, or reminders are off. */
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

interface Locked extends Omit<InvoiceFacts, 'language' | 'organizationName'> {
  number: string
  customer_id: string
  customer_name: string
  customer_active: boolean
  held: boolean
  sent_at: string
  revision: number
  attach_pdf: boolean
}

/** In one transaction: the step is taken, and its mails wait in the outbox. Whoever comes second finds it taken. */
async function remind(
  { database, sealer, clock }: Tools,
  organizationId: string,
  reminding: Reminding,
  invoiceId: string,
): Promise<boolean> {
  return transaction(database.of(organizationId), async (tx) => {
    const invoice = await lockForReminder(tx, organizationId, invoiceId)
    if (!invoice || invoice.held) return false
    const { today, onSince, ladder, timeZone } = reminding
    const sentOn = todayIn(timeZone, new Date(invoice.sent_at))
    const handled = await stepsHandled(tx, organizationId, invoiceId, invoice.dueDate)
    const { send, skip } = dueToday(ladder, { ...invoice, sentOn, handled }, today, onSince)
    if (!send) return false
    const now = clock()
    for (const step of skip)
      await handle(
        tx,
        organizationId,
        { id: invoiceId, ...invoice },
        step,
        'skipped',
        'A later step was due already.',
        now,
      )
    const step = ladder.find(({ id }) => id === send.id)!
    const candidates = await readCandidates(tx, organizationId, invoice.customer_id)
    const decisions = recipients(
      { kind: 'reminders', customerActive: invoice.customer_active, audience: step.audience, now, timeZone },
      candidates?.candidates ?? [],
    )
    const to = receiving(decisions)
    const why = to.length > 0 ? `Sent to ${to.length}.` : 'Nobody receives reminders for this customer.'
    await handle(
      tx,
      organizationId,
      { id: invoiceId, ...invoice },
      step,
      to.length > 0 ? 'sent' : 'nobody',
      why,
      now,
    )
    await postDocument(
      tx,
      { sealer },
      organizationId,
      now,
      {
        ...documentOf(reminding, invoiceId, invoice, step),
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

/** Read once the lock is held: whoever had it before us has written here. */
async function stepsHandled(
  tx: Db,
  organizationId: string,
  invoiceId: string,
  dueDate: string,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('reminder_sendings')
    .select('step_id')
    .where('organization_id', '=', organizationId)
    .where('invoice_id', '=', invoiceId)
    .where('due_date', '=', dueDate)
    .execute()
  return rows.map(({ step_id }) => step_id)
}

async function lockForReminder(
  tx: Db,
  organizationId: string,
  invoiceId: string,
): Promise<Locked | undefined> {
  const { rows } = await sql<Locked>`
    select i.number, i.currency, i.issue_date as "issueDate", i.due_date as "dueDate",
      i.purchase_order as "purchaseOrder", i.total_minor as "totalMinor", i.balance_minor as "balanceMinor",
      i.customer_id, u.name as customer_name, u.active as customer_active, i.sent_at, i.revision,
      i.disputed_since is not null or i.reminders_paused or u.reminders_paused or not u.active
        or ${creditCovers(organizationId, sql`i.customer_id`, sql`i.currency`)} as held,
      coalesce(s.attach_pdf, true) as attach_pdf
    from invoices i
    join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
    left join invoicing_settings s on s.organization_id = i.organization_id
    where i.organization_id = ${organizationId} and i.id = ${invoiceId} and i.state = 'sent'
      and i.paid_minor < i.total_minor
    for update of i`.execute(tx)
  return rows[0]
}

function documentOf(
  { organizationName, language, today }: Reminding,
  invoiceId: string,
  invoice: Locked,
  { subject, message }: ReminderStep,
) {
  const words = inWords({ ...invoice, organizationName, language })
  const daysOverdue = Math.max(0, daysBetween(invoice.dueDate, today))
  return {
    ...words,
    values: { ...words.values, 'days overdue': String(daysOverdue) },
    kind: 'reminder' as const,
    id: invoiceId,
    invoiceId,
    customer: { id: invoice.customer_id, name: invoice.customer_name },
    template: { subject, message },
    button: { label: 'View invoice', path: `invoices/${invoiceId}` },
    attachment: { source: 'invoice' as const, id: invoiceId, revision: invoice.revision },
    attachPdf: invoice.attach_pdf,
  }
}

async function handle(
  tx: Db,
  organizationId: string,
  invoice: { id: string; dueDate: string },
  step: Step,
  outcome: 'sent' | 'skipped' | 'nobody',
  why: string,
  now: Date,
) {
  await tx
    .insertInto('reminder_sendings')
    .values({
      organization_id: organizationId,
      invoice_id: invoice.id,
      step_id: step.id,
      due_date: invoice.dueDate,
      outcome,
      why,
      at: now,
    })
    .execute()
}

/** "3 days before", "on the day", "7 days after". */
export function stepInWords({ days }: Pick<Step, 'days'>): string {
  if (days === 0) return 'on the day'
  const count = Math.abs(days)
  return `${count} day${count === 1 ? '' : 's'} ${days < 0 ? 'before' : 'after'}`
}

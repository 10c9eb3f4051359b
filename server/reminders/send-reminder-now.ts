import { sql } from 'kysely'
import { receiving } from '../contacts/recipients.ts'
import { transaction, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { decideRecipients } from '../documents/decide-recipients.ts'
import { postDocument } from '../documents/post-document.ts'
import { previewDocument } from '../documents/preview-document.ts'
import { refuseUnknownPlaceholders } from '../documents/refuse-placeholders.ts'
import { defaultTemplates } from '../documents/templates.ts'
import { keepAsContacts, onceOnly } from '../documents/typed-addresses.ts'
import { InvalidRequest, NotFound } from '../http/problems.ts'
import type { StaffCaller } from '../http/serve.ts'
import type { Scope } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'
import { WrongInvoiceState } from '../invoices/invoice.ts'
import type { Invoice } from '../invoices/invoices.api.ts'
import { readInvoice } from '../invoices/read-invoice.ts'
import { NobodyReceives } from '../invoices/send-invoice.ts'
import { todayIn } from '../time/day.ts'
import { record } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import { nextStep } from './ladder.ts'
import { readForReminder, reminderOf, stepInWords, stepsHandled, takeStep } from './reminder.ts'
import { refuseUnwanted } from './refuse-unwanted.ts'
import { readSteps } from './reminder-settings.ts'
import type { ReminderNow, ReminderStep } from './reminders.api.ts'

type Call = Scope & Pick<Services, 'sealer'> & { staff: StaffCaller }

/** Which step a reminder sent now would be, who would get it, and what they would read. */
export async function previewReminder(
  { db, staff, now }: Pick<Call, 'db' | 'staff' | 'now'>,
  invoiceId: string,
  sending: ReminderNow,
) {
  const { invoice, customer, step, ladder, handled, audience, reminder } = await prepare(
    db,
    staff.organizationId,
    invoiceId,
    sending,
    now,
  )
  const decisions = await decideRecipients(
    db,
    staff.organizationId,
    customer.id,
    'reminders',
    { ...sending, audience },
    now,
  )
  const document = { ...reminder, pdf: `${invoice.number}.pdf` }
  return {
    stepId: step?.id ?? null,
    steps: ladder.map(({ id, days }) => ({ id, days, isTaken: handled.includes(id) })),
    ...(await previewDocument(db, staff.organizationId, document, decisions, sending.addresses)),
  }
}

/** Mails a reminder now, whatever the day and hour. The schedule does not send this step, or those before it, again. */
export async function sendReminderNow(call: Call, invoiceId: string, sending: ReminderNow): Promise<Invoice> {
  const { db, staff, now } = call
  const { organizationId } = staff
  refuseUnknownPlaceholders(sending, 'reminder')
  const { customer } = await prepare(db, organizationId, invoiceId, sending, now)
  const kept = await keepAsContacts(call, customer.id, 'reminders', sending)
  return transaction(db, async (tx) => {
    const prepared = await prepare(tx, organizationId, invoiceId, sending, now, sql`for update of i`)
    const { invoice, step, ladder, handled, audience, reminder } = prepared
    const forThisOnce = { ...sending, add: [...sending.add, ...kept], audience }
    const decisions = await decideRecipients(tx, organizationId, customer.id, 'reminders', forThisOnce, now)
    const typed = await onceOnly(tx, organizationId, decisions, sending.addresses)
    const to = [...receiving(decisions), ...typed]
    if (to.length === 0) throw new NobodyReceives(decisions)
    if (step) {
      const due = { id: invoiceId, dueDate: invoice.dueDate }
      for (const earlier of ladder)
        if (earlier.days < step.days && !handled.includes(earlier.id))
          await takeStep(tx, organizationId, due, earlier, 'skipped', `${staff.name} sent a later one.`, now)
      await takeStep(tx, organizationId, due, step, 'sent', `Sent to ${to.length} by ${staff.name}.`, now)
    }
    const cause = step
      ? `reminder:${invoiceId}:${step.id}:${invoice.dueDate}`
      : `reminder:${invoiceId}:${newId()}`
    await postDocument(tx, call, organizationId, now, { ...reminder, cause }, to)
    await record(tx, byStaff(staff), now, {
      action: 'invoice.reminded',
      customerId: customer.id,
      invoiceId,
      changes: {
        ...(step && { step: { new: stepInWords(step) } }),
        to: { new: to.map(({ email, role }) => (role === 'cc' ? `${email} (Cc)` : email)) },
      },
    })
    return readInvoice(tx, organizationId, invoiceId, now)
  })
}

async function prepare(
  db: Db,
  organizationId: string,
  invoiceId: string,
  sending: ReminderNow,
  now: Date,
  lock = sql``,
) {
  const invoice = await readForReminder(db, organizationId, invoiceId, lock)
  if (!invoice) throw new NotFound('invoice')
  await refuseUnwanted(db, organizationId, invoiceId)
  const organization = await db
    .selectFrom('organizations')
    .select(['name as organizationName', 'language', 'time_zone as timeZone'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  const today = todayIn(organization.timeZone, now)
  const ladder = await readSteps(db, organizationId)
  const handled = await stepsHandled(db, organizationId, invoiceId, invoice.dueDate)
  const step = chosenStep(ladder, { dueDate: invoice.dueDate, handled }, today, sending.stepId)
  const usual = step ?? defaultTemplates.reminder
  const template = {
    subject: sending.subject ?? usual.subject,
    message: sending.message ?? usual.message,
  }
  return {
    ...{ invoice, ladder, handled, step, template },
    audience: step?.audience ?? ('subscribers' as const),
    customer: { id: invoice.customer_id, name: invoice.customer_name },
    reminder: reminderOf({ ...organization, today }, invoiceId, invoice, template),
  }
}

/** Null: a reminder outside the schedule, which the schedule ignores. */
function chosenStep(
  ladder: readonly ReminderStep[],
  invoice: { dueDate: string; handled: readonly string[] },
  today: string,
  stepId: string | null | undefined,
): ReminderStep | null {
  if (stepId === undefined) return nextStep(ladder, invoice, today)
  if (stepId === null) return null
  const step = ladder.find(({ id }) => id === stepId)
  const refuse = (detail: string) => new InvalidRequest([{ pointer: '/stepId', detail }])
  if (!step) throw refuse('The schedule has no such step. Choose one of its steps.')
  if (invoice.handled.includes(stepId))
    throw new WrongInvoiceState(
      'This step of the schedule was already sent or passed over. Choose another, or send a reminder outside the schedule.',
    )
  return step
}

import { sql } from 'kysely'
import { previewDocument } from '../documents/preview-document.ts'
import { sendDocument, takeChoices, wordsOver } from '../documents/send-document.ts'
import { defaultTemplates } from '../documents/templates.ts'
import { InvalidRequest, NotFound } from '../http/problems.ts'
import { WrongInvoiceState } from '../invoices/invoice.ts'
import type { SentInvoice } from '../invoices/invoices.api.ts'
import { notPrintedOn } from '../invoices/not-printed.ts'
import { readInvoice } from '../invoices/read-invoice.ts'
import { inTransaction, type ReadingNow, type Scope } from '../scope/scope.ts'
import { todayIn } from '../time/day.ts'
import { nextStep } from './ladder.ts'
import { causeOf, readForReminder, reminderOf, stepInWords, stepsHandled, takeStep } from './reminder.ts'
import { refuseUnwanted } from './refuse-unwanted.ts'
import { readSteps } from './reminder-settings.ts'
import type { ReminderNow, ReminderStep } from './reminders.api.ts'

/** Which step a reminder sent now would be, who would get it, and what they would read. */
export async function previewReminder(scope: ReadingNow, invoiceId: string, sending: ReminderNow) {
  const prepared = await prepare(scope, invoiceId, sending)
  const { invoice, step, ladder, handled, audience, words, reminder } = prepared
  const { facts, ...document } = reminder
  const choices = { ...sending, audience }
  return {
    stepId: step?.id ?? null,
    steps: ladder.map(({ id, days }) => ({ id, days, isTaken: handled.includes(id) })),
    ...(await previewDocument(scope, {
      ...document,
      values: facts().values,
      pdf: `${invoice.number}.pdf`,
      notPrinted: await notPrintedOn(scope, invoiceId),
      words,
      choices,
    })),
  }
}

/** Mails a reminder now, whatever the day and hour. The schedule does not send this step, or those before it, again. */
export async function sendReminderNow(
  scope: Scope,
  invoiceId: string,
  sending: ReminderNow,
): Promise<SentInvoice> {
  const { by } = scope
  const { customerId } = await prepare(scope, invoiceId, sending)
  const choices = await takeChoices(scope, 'reminder', customerId, sending)
  return inTransaction(scope, async (tx) => {
    const prepared = await prepare(tx, invoiceId, sending, sql`for update of i`)
    const { invoice, step, ladder, handled, audience, words, reminder } = prepared
    const due = { id: invoiceId, dueDate: invoice.dueDate }
    const { readers } = await sendDocument(tx, {
      ...reminder,
      words,
      choices: { ...choices, audience },
      ...(step && { cause: causeOf(due, step) }),
      journal: {
        action: 'invoice.reminded',
        ...(step && { changes: { step: { new: stepInWords(step) } } }),
      },
    })
    if (step) {
      for (const earlier of ladder)
        if (earlier.days < step.days && !handled.includes(earlier.id))
          await takeStep(tx, due, earlier, 'skipped', `${by.name} sent a later one.`)
      const why = `Sent to ${readers.length} by ${by.name}.`
      await takeStep(tx, due, step, 'sent', why)
    }
    return { ...(await readInvoice(tx, invoiceId)), notPrinted: await notPrintedOn(tx, invoiceId) }
  })
}

async function prepare(scope: ReadingNow, invoiceId: string, sending: ReminderNow, lock = sql``) {
  const { db, organizationId, now } = scope
  const invoice = await readForReminder(scope, invoiceId, lock)
  if (!invoice) throw new NotFound('invoice')
  await refuseUnwanted(scope, invoiceId)
  const organization = await db
    .selectFrom('organizations')
    .select(['name as organizationName', 'language', 'time_zone as timeZone'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  const today = todayIn(organization.timeZone, now)
  const ladder = await readSteps(scope)
  const handled = await stepsHandled(scope, invoiceId, invoice.dueDate)
  const step = chosenStep(ladder, { dueDate: invoice.dueDate, handled }, today, sending.stepId)
  return {
    ...{ invoice, ladder, handled, step },
    words: wordsOver(step ?? defaultTemplates.reminder, sending),
    audience: step?.audience ?? ('subscribers' as const),
    customerId: invoice.customerId,
    reminder: reminderOf({ ...organization, today }, invoiceId, invoice),
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

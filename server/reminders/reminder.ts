import { sql } from 'kysely'
import { creditCovers } from '../invoices/credit-covers.ts'
import { inWords, type InvoiceFacts } from '../invoices/invoice-words.ts'
import type { InTransaction, Reading, ReadingNow } from '../scope/scope.ts'
import { daysBetween } from '../time/day.ts'
import type { Step } from './ladder.ts'

/** What a reminder of an invoice needs to know. */
export interface ToRemind extends Omit<InvoiceFacts, 'language' | 'organizationName'> {
  /** Sent, and not paid in full. */
  isOpen: boolean
  number: string
  customerId: string
  customerName: string
  held: boolean
  sentAt: string
  revision: number
}

/** Read once the lock is held: the one who had it before us has written here. */
export async function stepsHandled(
  { db, organizationId }: Reading,
  invoiceId: string,
  dueDate: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('reminder_sendings')
    .select('step_id as stepId')
    .where('organization_id', '=', organizationId)
    .where('invoice_id', '=', invoiceId)
    .where('due_date', '=', dueDate)
    .execute()
  return rows.map(({ stepId }) => stepId)
}

export async function readForReminder(
  scope: Reading,
  invoiceId: string,
  lock = sql``,
): Promise<ToRemind | undefined> {
  const { db, organizationId } = scope
  const { rows } = await sql<ToRemind>`
    select i.state = 'sent' and i.paid_minor < i.total_minor as "isOpen", i.number, i.currency, i.issue_date as "issueDate", i.due_date as "dueDate",
      i.purchase_order as "purchaseOrder", i.total_minor as "totalMinor", i.balance_minor as "balanceMinor",
      i.customer_id as "customerId", u.name as "customerName", i.sent_at as "sentAt", i.revision,
      i.disputed_since is not null or i.reminders_paused or u.reminders_paused or not u.active
        or ${creditCovers(scope, sql`i.customer_id`, sql`i.currency`)} as held
    from invoices i
    join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
    where i.organization_id = ${organizationId} and i.id = ${invoiceId} ${lock}`.execute(db)
  return rows[0]
}

/** A reminder as it is sent or shown: what it says, to whom it is, and where it leads. */
export function reminderOf(
  { organizationName, language, today }: { organizationName: string; language: string; today: string },
  invoiceId: string,
  invoice: ToRemind,
) {
  const words = inWords({ ...invoice, organizationName, language })
  const daysOverdue = Math.max(0, daysBetween(invoice.dueDate, today))
  const facts = { ...words, values: { ...words.values, 'days overdue': String(daysOverdue) } }
  return {
    kind: 'reminder' as const,
    id: invoiceId,
    invoiceId,
    customer: { id: invoice.customerId, name: invoice.customerName },
    facts: () => facts,
    button: { label: 'View invoice', path: `invoices/${invoiceId}` },
    revision: invoice.revision,
  }
}

/** One step of one due date mails nobody twice. */
export const causeOf = (invoice: { id: string; dueDate: string }, step: Step): string =>
  `reminder:${invoice.id}:${step.id}:${invoice.dueDate}`

/** The schedule never sends a step that was taken. */
export async function takeStep(
  { db, organizationId, now }: InTransaction<ReadingNow>,
  invoice: { id: string; dueDate: string },
  step: Step,
  outcome: 'sent' | 'skipped' | 'nobody',
  why: string,
): Promise<void> {
  await db
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

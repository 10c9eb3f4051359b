import { sql } from 'kysely'
import { creditCovers } from '../invoices/credit-covers.ts'
import { WrongInvoiceState } from '../invoices/invoice.ts'
import type { Reading } from '../scope/scope.ts'

/** Refuses, before it is queued, what the postman would not send. */
export async function refuseUnwanted(scope: Reading, invoiceId: string): Promise<void> {
  const unwanted = await whyUnwanted(scope, invoiceId)
  if (unwanted !== null) throw new WrongInvoiceState(unwanted)
}

async function whyUnwanted(scope: Reading, invoiceId: string): Promise<string | null> {
  const { db, organizationId } = scope
  const { rows } = await sql<{
    state: string
    paid: boolean
    disputed: boolean
    paused: boolean
    customerPaused: boolean
    covered: boolean
    customer: string
  }>`
    select i.state, i.balance_minor = 0 as paid, i.disputed_since is not null as disputed, i.reminders_paused as paused,
      u.reminders_paused as "customerPaused", u.name as customer,
      ${creditCovers(scope, sql`i.customer_id`, sql`i.currency`)} as covered
    from invoices i join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
    where i.organization_id = ${organizationId} and i.id = ${invoiceId}`.execute(db)
  const invoice = rows[0]!
  if (invoice.state === 'draft') return 'It is a draft. Send the invoice first.'
  if (invoice.state === 'void') return 'It was voided: there is nothing to send a reminder for.'
  if (invoice.paid) return 'It is paid: there is nothing to send a reminder for.'
  if (invoice.disputed) return 'It is disputed. Settle the dispute before you send a reminder.'
  if (invoice.paused) return 'Reminders of this invoice are paused. Resume them before you send one.'
  if (invoice.customerPaused)
    return `Reminders to ${invoice.customer} are paused. Resume them before you send one.`
  if (invoice.covered)
    return `The credit of ${invoice.customer} covers what it owes. Use the credit to pay this invoice.`
  return null
}

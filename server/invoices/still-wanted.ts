import { sql } from 'kysely'
import type { Reading } from '../scope/scope.ts'
import { creditCovers } from './credit-covers.ts'

interface AboutInvoice {
  kind: string
  id: string
  invoiceId: string | null
}

/** Whether a mail about an invoice or a payment is still true when its turn comes (R17). If not, returns why. */
export async function stillWanted(
  scope: Reading,
  { kind, id, invoiceId }: AboutInvoice,
): Promise<string | null> {
  const { db, organizationId } = scope
  if (kind === 'receipt') return receiptUnwanted(scope, id)
  if (invoiceId === null) return null
  const invoice = await db
    .selectFrom('invoices as i')
    .innerJoin('customers as u', (join) =>
      join.onRef('u.organization_id', '=', 'i.organization_id').onRef('u.id', '=', 'i.customer_id'),
    )
    .select(['i.state', 'i.balance_minor as balanceMinor', 'i.disputed_since as disputedSince'])
    .select(['i.reminders_paused as paused', 'u.reminders_paused as customerPaused'])
    .select(creditCovers(scope, sql`i.customer_id`, sql`i.currency`).as('covered'))
    .where('i.organization_id', '=', organizationId)
    .where('i.id', '=', invoiceId)
    .executeTakeFirst()
  if (!invoice) return 'the invoice is gone'
  if (invoice.state === 'void') return 'the invoice was voided'
  if (kind !== 'reminder') return null
  if (invoice.balanceMinor === 0) return 'the invoice was paid'
  if (invoice.covered) return 'the customer’s credit covers what is owed'
  if (invoice.disputedSince !== null) return 'the invoice is disputed'
  return invoice.paused || invoice.customerPaused ? 'reminders were paused' : null
}

async function receiptUnwanted({ db, organizationId }: Reading, paymentId: string) {
  const reversal = await db
    .selectFrom('payments')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('reverses', '=', paymentId)
    .executeTakeFirst()
  return reversal ? 'the payment was reversed' : null
}

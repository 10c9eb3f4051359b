import { sql } from 'kysely'
import type { QueryOf } from '../http/endpoint.ts'
import { pageOf, readCursor } from '../http/page.ts'
import type { Reading } from '../scope/scope.ts'
import { paymentReply, selectPayments, type PaymentRow } from './payment.ts'
import type { paymentsApi } from './payments.api.ts'

/** Payments, the latest received first: all, by a customer, or for an invoice. */
export async function listPayments({ db, organizationId }: Reading, query: QueryOf<typeof paymentsApi.list>) {
  const after = readCursor(query.cursor, 'day', 'id')
  const { rows } = await sql<PaymentRow>`
    ${selectPayments}
    where p.organization_id = ${organizationId}
      and ${query.customerId ? sql`p.customer_id = ${query.customerId}` : EVERY}
      and ${
        query.invoiceId
          ? sql`p.id = any (array(
        select payment_id from payment_allocations
        where organization_id = ${organizationId} and invoice_id = ${query.invoiceId}))`
          : EVERY
      }
      and ${after ? sql`(p.received_on, p.id) < (${after[0]}::date, ${after[1]}::uuid)` : EVERY}
    order by p.received_on desc, p.id desc
    limit ${query.limit + 1}`.execute(db)
  return pageOf(rows, query.limit, (row) => [row.receivedOn, row.id], paymentReply)
}

const EVERY = sql`true`

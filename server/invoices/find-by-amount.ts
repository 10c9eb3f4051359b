import { sql } from 'kysely'
import { minorDigits } from '../documents/money.ts'
import type { ReadingNow } from '../scope/scope.ts'
import { invoiceRowOf, joinCustomerAndOrganization, listedColumns, type ListedInvoice } from './invoice.ts'
import { OF_AMOUNT_MOST } from './invoices.api.ts'

/** How many decimals currencies have. */
const DIGITS = [0, 2, 3]

/**
 * Open invoices with this total, as read from a bank statement: 1200.50 is that in euros and in dollars, and never in
 * yen.
 */
export async function findByAmount({ db, organizationId, now }: ReadingNow, amount: string) {
  const totals = DIGITS.flatMap((digits) => minorOf(amount, digits) ?? [])
  const { rows } = await sql<ListedInvoice>`
    select ${listedColumns}
    from unnest(${totals}::bigint[]) wanted (total_minor)
    cross join lateral (
      select id from invoices
      where organization_id = ${organizationId} and total_minor = wanted.total_minor and state = 'sent' and paid_minor < total_minor
      order by due_date, id limit ${LOOKED_AT_MOST}) found
    join invoices i on i.organization_id = ${organizationId} and i.id = found.id ${joinCustomerAndOrganization}
    order by i.due_date, i.id`.execute(db)
  return {
    data: rows
      .map((row) => invoiceRowOf(row, now))
      .filter(({ totalMinor, currency }) => totalMinor === minorOf(amount, minorDigits(currency)))
      .slice(0, OF_AMOUNT_MOST),
  }
}

/** For each number of decimals: 1200 yen and 12 euros are the same number of minor units. */
const LOOKED_AT_MOST = 50

/** Undefined where a currency has fewer decimals. */
export function minorOf(amount: string, digits: number): number | undefined {
  const [whole = '', decimals = ''] = amount.split('.')
  return /[1-9]/.test(decimals.slice(digits))
    ? undefined
    : Number(whole + decimals.slice(0, digits).padEnd(digits, '0'))
}

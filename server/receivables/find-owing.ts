import { sql } from 'kysely'
import { CURRENCIES, minorDigits } from '../documents/money.ts'
import { minorOf } from '../invoices/find-by-amount.ts'
import type { Reading } from '../scope/scope.ts'
import { OWING_MOST } from './home.api.ts'

interface Owing {
  customerId: string
  customerName: string
  currency: string
  openMinor: number
}

/** Customers whose open invoices come to this amount: somebody who pays them all at once. */
export async function findOwing({ db, organizationId }: Reading, amount: string): Promise<{ data: Owing[] }> {
  const wanted = CURRENCIES.flatMap((currency) => {
    const minor = minorOf(amount, minorDigits(currency))
    return minor ? [{ currency, minor }] : []
  })
  const { rows } = await sql<Owing>`
    select u.id as "customerId", u.name as "customerName", o.currency, o.amount_minor as "openMinor"
    from unnest(${wanted.map(({ currency }) => currency)}::text[], ${wanted.map(({ minor }) => minor)}::bigint[])
      wanted (currency, amount_minor)
    cross join lateral (
      select customer_id, currency, amount_minor from owed_by_customer
      where organization_id = ${organizationId} and currency = wanted.currency and amount_minor = wanted.amount_minor
        and amount_minor > 0
      order by customer_id limit ${OWING_MOST}) o
    join customers u on u.organization_id = ${organizationId} and u.id = o.customer_id
    order by u.name_key, u.id, o.currency limit ${OWING_MOST}`.execute(db)
  return { data: rows }
}

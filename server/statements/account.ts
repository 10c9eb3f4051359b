import { sql, type RawBuilder } from 'kysely'
import { NotFound } from '../http/problems.ts'
import type { Reading, ReadingNow, Within } from '../scope/scope.ts'
import { notPrintedFor } from '../invoices/not-printed.ts'
import { todayIn } from '../time/day.ts'
import { nothingOwed, overdueOf, totalOf, type Ageing } from './ageing.ts'
import type { AccountInCurrency, CustomerAccount, OpenItem } from './statements.api.ts'

export const ITEMS_MOST = 500

/** What a customer owes now. */
export async function readAccount(scope: ReadingNow, customerId: string): Promise<CustomerAccount> {
  const { db, organizationId, now } = scope
  const { rows } = await sql<{ timeZone: string }>`
    select o.time_zone as "timeZone" from customers u join organizations o on o.id = u.organization_id
    where u.organization_id = ${organizationId} and u.id = ${customerId}`.execute(db)
  if (!rows[0]) throw new NotFound('customer')
  const account = await accountOn(scope, customerId, todayIn(rows[0].timeZone, now), null)
  return { ...account, notPrinted: await notPrintedFor(scope, customerId) }
}

/**
 * What was open on a day: what is open now, with what was received after the day taken back. `before` is the day for
 * one that has passed; null: as things are. Sums come from the database, so that the limit of the list does not limit
 * them.
 */
export async function accountOn(
  scope: Reading,
  customerId: string,
  today: string,
  before: string | null,
): Promise<Omit<CustomerAccount, 'notPrinted'>> {
  const { db } = scope
  const open = openOn(scope, customerId, before)
  const { rows: items } = await sql<OpenItem>`
    with open as (${open})
    select id as "invoiceId", number, currency, issue_date as "issueDate", due_date as "dueDate",
      total_minor as "totalMinor", balance_minor as "balanceMinor", disputed
    from open order by due_date, id limit ${ITEMS_MOST}`.execute(db)
  const { rows: sums } = await sql<Ageing & { currency: string; openCount: number }>`
    with open as (${open}), aged as (select *, ${today}::date - due_date as late from open)
    select currency, count(*) as "openCount",
      ${sumWhere(sql`late <= 0`)} as "currentMinor",
      ${sumWhere(sql`late between 1 and 30`)} as "days1To30Minor",
      ${sumWhere(sql`late between 31 and 60`)} as "days31To60Minor",
      ${sumWhere(sql`late between 61 and 90`)} as "days61To90Minor",
      ${sumWhere(sql`late > 90`)} as "daysOver90Minor"
    from aged group by currency order by currency`.execute(db)
  const credit = await readCredit(scope, customerId, before)
  const currencies = [...new Set([...sums.map(({ currency }) => currency), ...credit.keys()])].toSorted()
  return {
    asOf: today,
    currencies: currencies.map((currency): AccountInCurrency => {
      const {
        currency: _,
        openCount,
        ...ageing
      } = sums.find((one) => one.currency === currency) ?? {
        currency,
        openCount: 0,
        ...nothingOwed(),
      }
      return {
        currency,
        openCount,
        totalMinor: totalOf(ageing),
        overdueMinor: overdueOf(ageing),
        ageing,
        creditMinor: credit.get(currency) ?? 0,
      }
    }),
    items,
    itemCount: sums.reduce((count, { openCount }) => count + openCount, 0),
  }
}

const sumWhere = (which: RawBuilder<unknown>) =>
  sql`coalesce(sum(balance_minor) filter (where ${which}), 0)::bigint`

function openOn({ organizationId }: Within, customerId: string, before: string | null): RawBuilder<unknown> {
  const columns = sql`i.id, i.number, i.currency, i.issue_date, i.due_date, i.total_minor, i.disputed_since is not null as disputed`
  if (before === null)
    return sql`
      select ${columns}, i.balance_minor from invoices i
      where i.organization_id = ${organizationId} and i.customer_id = ${customerId} and i.state = 'sent'
        and i.paid_minor < i.total_minor`
  // A reversal has the day of what it reverses, so both count or neither.
  return sql`
    select ${columns}, i.balance_minor + coalesce(since.amount_minor, 0)::bigint as balance_minor
    from (
      select id from invoices
      where organization_id = ${organizationId} and customer_id = ${customerId} and state = 'sent'
        and paid_minor < total_minor
      union
      select a.invoice_id from payments p
      join payment_allocations a on a.organization_id = p.organization_id and a.payment_id = p.id
      where p.organization_id = ${organizationId} and p.customer_id = ${customerId} and p.received_on > ${before}::date
    ) wanted
    join invoices i on i.organization_id = ${organizationId} and i.id = wanted.id and i.state = 'sent'
      and i.issue_date <= ${before}::date
    left join lateral (
      select sum(a.amount_minor) as amount_minor from payment_allocations a
      join payments p on p.organization_id = a.organization_id and p.id = a.payment_id
      where a.organization_id = ${organizationId} and a.invoice_id = i.id and p.received_on > ${before}::date
    ) since on true
    where i.balance_minor + coalesce(since.amount_minor, 0) > 0`
}

/** What was received and pays nothing: all payments less all that they pay. */
async function readCredit({ db, organizationId }: Reading, customerId: string, before: string | null) {
  const { rows } = await sql<{ currency: string; creditMinor: number }>`
    select p.currency, sum(p.amount_minor - coalesce(a.amount_minor, 0))::bigint as "creditMinor"
    from payments p
    left join lateral (
      select sum(amount_minor) as amount_minor from payment_allocations
      where organization_id = ${organizationId} and payment_id = p.id) a on true
    where p.organization_id = ${organizationId} and p.customer_id = ${customerId}
      ${before === null ? sql`` : sql`and p.received_on <= ${before}::date`}
    group by p.currency
    having sum(p.amount_minor - coalesce(a.amount_minor, 0)) <> 0`.execute(db)
  return new Map(rows.map(({ currency, creditMinor }) => [currency, creditMinor]))
}

import { sql } from 'kysely'
import { ages, type Age } from '../invoices/invoices.api.ts'
import type { Reading, ReadingNow } from '../scope/scope.ts'
import { todayIn } from '../time/day.ts'
import type { OwedInCurrency } from './home.api.ts'

const OWE_MOST = 8

interface AgeRow {
  currency: string
  age: Age
  count: number
  amountMinor: number
}
export type MostRow = OwedInCurrency['owesMost'][number] & { currency: string }

/** What is owed, by age, and who owes most: counted each time, from sums that the database keeps as invoices change. */
export async function whatIsOwed(scope: ReadingNow) {
  const of = await readOrganization(scope)
  const today = todayIn(of.timeZone, scope.now)
  const [aged, most] = of.hasInvoices
    ? [await sumByAge(scope, today), await whoOwesMost(scope, today)]
    : [[], []]
  const count = (currency: string) =>
    aged.reduce((sum, row) => sum + (row.currency === currency ? row.count : 0), 0)
  const currencies = [...new Set(aged.map(({ currency }) => currency))].toSorted(
    (one, other) =>
      Number(other === of.currency) - Number(one === of.currency) ||
      count(other) - count(one) ||
      (one < other ? -1 : 1),
  )
  return {
    today,
    hasCustomers: of.hasCustomers,
    hasInvoices: of.hasInvoices,
    currencies: currencies.map((currency) =>
      inCurrency(
        currency,
        aged.filter((row) => row.currency === currency),
        most.filter((row) => row.currency === currency),
      ),
    ),
  }
}

function inCurrency(currency: string, aged: AgeRow[], most: MostRow[]): OwedInCurrency {
  const all = ages.map((age) => {
    const { amountMinor = 0, count = 0 } = aged.find((row) => row.age === age) ?? {}
    return { age, amountMinor, count }
  })
  const sum = (of: 'amountMinor' | 'count', which: typeof all) =>
    which.reduce((total, row) => total + row[of], 0)
  const late = all.filter(({ age }) => age !== 'current')
  return {
    currency,
    openMinor: sum('amountMinor', all),
    openCount: sum('count', all),
    overdueMinor: sum('amountMinor', late),
    overdueCount: sum('count', late),
    ages: all,
    owesMost: most.map(({ currency: _, ...customer }) => customer),
  }
}

async function sumByAge({ db, organizationId }: Reading, today: string): Promise<AgeRow[]> {
  const { rows } = await sql<AgeRow>`
    select currency, sum(count)::bigint as count, sum(amount_minor)::bigint as "amountMinor",
      case when due_date >= ${today}::date then 'current' when due_date >= ${today}::date - 30 then 'days1To30'
        when due_date >= ${today}::date - 60 then 'days31To60' when due_date >= ${today}::date - 90 then 'days61To90'
        else 'over90' end as age
    from owed_by_day where organization_id = ${organizationId} and count > 0
    group by currency, age`.execute(db)
  return rows
}

/**
 * Customers with most open, due or not, and how much of it is overdue. What they paid in advance is shown beside it.
 */
export async function whoOwesMost({ db, organizationId }: Reading, today: string): Promise<MostRow[]> {
  const { rows } = await sql<MostRow>`
    select most.currency, u.id as "customerId", u.name as "customerName", most.amount_minor as "openMinor",
      theirs.count, theirs.overdue as "overdueMinor", theirs.oldest as "oldestDueDate",
      greatest(coalesce(credit.amount_minor, 0), 0)::bigint as "creditMinor"
    from (
      select distinct currency from owed_by_day where organization_id = ${organizationId} and count > 0) open
    cross join lateral (
      select currency, customer_id, amount_minor from owed_by_customer
      where organization_id = ${organizationId} and currency = open.currency and amount_minor > 0
      order by amount_minor desc, customer_id limit ${OWE_MOST}) most
    cross join lateral (
      select count(*) as count, min(due_date) as oldest,
        coalesce(sum(balance_minor) filter (where due_date < ${today}::date), 0)::bigint as overdue
      from invoices
      where organization_id = ${organizationId} and customer_id = most.customer_id and currency = most.currency
        and state = 'sent' and paid_minor < total_minor) theirs
    join customers u on u.organization_id = ${organizationId} and u.id = most.customer_id
    left join credit_by_customer credit on credit.organization_id = ${organizationId}
      and credit.customer_id = most.customer_id and credit.currency = most.currency
    order by most.currency, most.amount_minor desc, most.customer_id`.execute(db)
  return rows
}

async function readOrganization({ db, organizationId }: Reading) {
  const { rows } = await sql<{
    timeZone: string
    currency: string
    hasCustomers: boolean
    hasInvoices: boolean
  }>`
    select time_zone as "timeZone", currency,
      exists (select from customers where organization_id = ${organizationId}) as "hasCustomers",
      exists (select from invoices where organization_id = ${organizationId}) as "hasInvoices"
    from organizations where id = ${organizationId}`.execute(db)
  return rows[0]!
}

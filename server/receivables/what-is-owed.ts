import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { ages, type Age } from '../invoices/invoices.api.ts'
import { todayIn } from '../invoices/today.ts'
import type { OwedInCurrency } from './home.api.ts'

const OWE_MOST = 8

interface AgeRow {
  currency: string
  age: Age
  count: number
  amountMinor: number
}
type MostRow = OwedInCurrency['owesMost'][number] & { currency: string }

/**
 * What is owed, by age, and who owes most. Both read the index of open invoices alone, whatever was paid before: 200,000
 * open ones took half a second on two busy cores, which is why so many are counted once a minute (`rememberLarge`). A
 * table of sums would be quicker, but each payment would wait in it for the others of the same day.
 */
export async function whatIsOwed(db: Db, organizationId: string, now: Date) {
  const of = await readOrganization(db, organizationId)
  const today = todayIn(of.timeZone, now)
  const [aged, most] = of.hasInvoices
    ? [await sumByAge(db, organizationId, today), await whoOwesMost(db, organizationId, today)]
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
    asOf: now.toISOString(),
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

const OPEN = sql`state = 'sent' and paid_minor < total_minor`

async function sumByAge(db: Db, organizationId: string, today: string): Promise<AgeRow[]> {
  const { rows } = await sql<AgeRow>`
    select currency, count(*) as count, sum(balance_minor)::bigint as "amountMinor",
      case when due_date >= ${today}::date then 'current' when due_date >= ${today}::date - 30 then 'days1To30'
        when due_date >= ${today}::date - 60 then 'days31To60' when due_date >= ${today}::date - 90 then 'days61To90'
        else 'over90' end as age
    from invoices where organization_id = ${organizationId} and ${OPEN}
    group by currency, age`.execute(db)
  return rows
}

async function whoOwesMost(db: Db, organizationId: string, today: string): Promise<MostRow[]> {
  const { rows } = await sql<MostRow>`
    select most.currency, most.customer_id as "customerId", u.name as "customerName", most.overdue as "overdueMinor",
      most.count, most.oldest as "oldestDueDate"
    from (
      select currency, customer_id, sum(balance_minor)::bigint as overdue, count(*) as count, min(due_date) as oldest,
        row_number() over (partition by currency order by sum(balance_minor) desc, customer_id) as place
      from invoices where organization_id = ${organizationId} and ${OPEN} and due_date < ${today}::date
      group by currency, customer_id) most
    join customers u on u.organization_id = ${organizationId} and u.id = most.customer_id
    where most.place <= ${OWE_MOST}
    order by most.currency, most.place`.execute(db)
  return rows
}

async function readOrganization(db: Db, organizationId: string) {
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

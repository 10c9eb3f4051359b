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

/** What is owed, by age, and who owes most: counted anew each time, from what the database keeps of it as it changes. */
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

async function sumByAge(db: Db, organizationId: string, today: string): Promise<AgeRow[]> {
  const { rows } = await sql<AgeRow>`
    select currency, sum(count)::bigint as count, sum(amount_minor)::bigint as "amountMinor",
      case when due_date >= ${today}::date then 'current' when due_date >= ${today}::date - 30 then 'days1To30'
        when due_date >= ${today}::date - 60 then 'days31To60' when due_date >= ${today}::date - 90 then 'days61To90'
        else 'over90' end as age
    from owed_by_day where organization_id = ${organizationId} and count > 0
    group by currency, age`.execute(db)
  return rows
}

const LOOKED_AT = 300

/**
 * Nobody has more overdue than it owes. So those who owe most are looked at, and when eight of them have more overdue than
 * the last of them owes, these are the eight. Where that is not so, as where hardly anything is due yet, all that is overdue
 * is added up.
 */
export async function whoOwesMost(
  db: Db,
  organizationId: string,
  today: string,
  lookedAt = LOOKED_AT,
): Promise<MostRow[]> {
  const { rows } = await sql<MostRow & { certain: boolean; customerId: string | null }>`
    with looked_at as materialized (
      select c.* from (
        select distinct currency from owed_by_day
        where organization_id = ${organizationId} and due_date < ${today}::date and count > 0) late
      cross join lateral (
        select currency, customer_id, amount_minor from owed_by_customer
        where organization_id = ${organizationId} and currency = late.currency and amount_minor > 0
        order by amount_minor desc, customer_id limit ${lookedAt}) c
    ), overdue as materialized (
      select *, row_number() over (partition by currency order by amount desc, customer_id) as place
      from looked_at cross join lateral (
        select sum(balance_minor)::bigint as amount, count(*) as count, min(due_date) as oldest from invoices
        where organization_id = ${organizationId} and ${overdueOn(today)} and customer_id = looked_at.customer_id
          and currency = looked_at.currency) theirs
      where count > 0
    ), judged as (
      select currency, count(*) < ${lookedAt} or coalesce(min(amount_minor) < (
        select amount from overdue where overdue.currency = looked_at.currency and place = ${OWE_MOST}), false) as certain
      from looked_at group by currency)
    select judged.certain, judged.currency, u.id as "customerId", u.name as "customerName", o.amount as "overdueMinor",
      o.count, o.oldest as "oldestDueDate"
    from judged
    left join overdue o on o.currency = judged.currency and o.place <= ${OWE_MOST}
    left join customers u on u.organization_id = ${organizationId} and u.id = o.customer_id
    order by judged.currency, o.place`.execute(db)
  const uncertain = new Set(rows.flatMap(({ certain, currency }) => (certain ? [] : [currency])))
  return [
    ...rows.flatMap(({ certain, ...row }) => (certain && row.customerId !== null ? [row] : [])),
    ...(uncertain.size > 0 ? await addUpOverdue(db, organizationId, today, [...uncertain]) : []),
  ]
}

async function addUpOverdue(
  db: Db,
  organizationId: string,
  today: string,
  currencies: string[],
): Promise<MostRow[]> {
  const { rows } = await sql<MostRow>`
    select most.currency, most.customer_id as "customerId", u.name as "customerName", most.overdue as "overdueMinor",
      most.count, most.oldest as "oldestDueDate"
    from (
      select currency, customer_id, sum(balance_minor)::bigint as overdue, count(*) as count, min(due_date) as oldest,
        row_number() over (partition by currency order by sum(balance_minor) desc, customer_id) as place
      from invoices where organization_id = ${organizationId} and ${overdueOn(today)} and currency = any(${currencies})
      group by currency, customer_id) most
    join customers u on u.organization_id = ${organizationId} and u.id = most.customer_id
    where most.place <= ${OWE_MOST}
    order by most.currency, most.place`.execute(db)
  return rows
}

const overdueOn = (today: string) =>
  sql`state = 'sent' and paid_minor < total_minor and due_date < ${today}::date`

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

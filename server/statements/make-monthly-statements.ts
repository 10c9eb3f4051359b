import { sql } from 'kysely'
import { AS_USUAL } from '../documents/for-this-once.ts'
import { sendIfReceived } from '../documents/send-document.ts'
import { inTransaction, type Reading, type ReadingNow, type Scope } from '../scope/scope.ts'
import { todayIn } from '../time/day.ts'
import { beginOn, hourIn, isWithinHours, nextBegin, type Hours } from '../time/wall-clock.ts'
import type { RegularWork, Round } from '../work/regular-work.ts'
import { monthDue, nextDay } from './month-due.ts'
import { lockCustomer, statementToSend } from './send-statement.ts'
import { makeStatement } from './statement.ts'

const AT_ONCE = 200

/**
 * Makes the statements of the month in every organization where it is their day, and an hour in which mail goes out.
 * Each customer's is made in one transaction, once a month (R35), so that a process that was killed is continued.
 */
export const monthlyStatements: RegularWork = {
  name: 'statements',
  isMissedByStaff: true,
  async doIn(scope, round) {
    const schedule = await readSchedule(scope)
    if (!schedule) return { tried: 'nothing', dueAt: null }
    const { day, onSince, hours, timeZone } = schedule
    const today = todayIn(timeZone, scope.now)
    const nextMonth = beginOn(nextDay(day, today), hours, timeZone)
    const month = monthDue(day, today, onSince)
    if (month === null || (await isDone(scope, month))) return { tried: 'nothing', dueAt: nextMonth }
    if (!isWithinHours(hourIn(timeZone, scope.now), hours))
      return { tried: 'nothing', dueAt: nextBegin(hours, timeZone, scope.now) }
    await makeStatements(scope, round, month)
    if (!round.hasFailed) await markDone(scope, month)
    return { tried: 'all', dueAt: nextMonth }
  },
}

interface Schedule {
  timeZone: string
  day: number
  onSince: string
  hours: Hours
}

/** Null: statements are not made by themselves. */
async function readSchedule({ db, organizationId }: Reading): Promise<Schedule | null> {
  const { rows } = await sql<Omit<Schedule, 'hours'> & Hours>`
    select o.time_zone as "timeZone", s.statements_day as day, s.statements_on_since as "onSince",
      s.send_from_hour as from, s.send_until_hour as until
    from invoicing_settings s join organizations o on o.id = s.organization_id
    where s.organization_id = ${organizationId} and s.statements_on and s.statements_on_since is not null`.execute(
    db,
  )
  if (!rows[0]) return null
  const { from, until, ...settings } = rows[0]
  return { ...settings, hours: { from, until } }
}

async function makeStatements(scope: Scope, round: Round, month: string): Promise<void> {
  for (let after = BEFORE_EVERY_ID; ;) {
    const customerIds = await findOwing(scope, after)
    for (const customerId of customerIds)
      await round.piece({ customerId }, (now) => makeOne(now, customerId, month))
    const last = customerIds.at(-1)
    if (last === undefined) return
    after = last
  }
}

const BEFORE_EVERY_ID = '00000000-0000-0000-0000-000000000000'

/** The next customers who owe something: from one to the next along the index, however many invoices each has. */
async function findOwing({ db, organizationId }: Reading, after: string): Promise<string[]> {
  const next = (than: ReturnType<typeof sql>) => sql`(
    select customer_id from invoices
    where organization_id = ${organizationId} and state = 'sent' and paid_minor < total_minor
      and customer_id > ${than}
    order by customer_id limit 1)`
  const { rows } = await sql<{ id: string }>`
    with recursive owing as (
      ${next(sql`${after}::uuid`)}
      union all
      select ${next(sql`owing.customer_id`)} from owing where owing.customer_id is not null)
    select customer_id as id from owing where customer_id is not null limit ${AT_ONCE}`.execute(db)
  return rows.map(({ id }) => id)
}

function makeOne(scope: Scope, customerId: string, month: string): Promise<void> {
  return inTransaction(scope, async (tx) => {
    const { active, today } = await lockCustomer(tx, customerId)
    if (!active) return
    const cause = () => `monthly:${month}`
    if (await wasMade(tx, customerId, cause())) return
    const statementId = await makeStatement(tx, customerId, { asOf: today, today, cause })
    if (statementId === null) return
    await sendIfReceived(tx, await statementToSend(tx, statementId, AS_USUAL))
  })
}

async function wasMade({ db, organizationId }: Reading, customerId: string, cause: string): Promise<boolean> {
  const row = await db
    .selectFrom('statements')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('customer_id', '=', customerId)
    .where('cause', '=', cause)
    .executeTakeFirst()
  return row !== undefined
}

async function isDone({ db, organizationId }: Reading, month: string): Promise<boolean> {
  const row = await db
    .selectFrom('statement_runs')
    .select('month')
    .where('organization_id', '=', organizationId)
    .where('month', '=', month)
    .executeTakeFirst()
  return row !== undefined
}

async function markDone({ db, organizationId, now }: ReadingNow, month: string): Promise<void> {
  await db
    .insertInto('statement_runs')
    .values({ organization_id: organizationId, month, done_at: now })
    .onConflict((conflict) => conflict.columns(['organization_id', 'month']).doNothing())
    .execute()
}

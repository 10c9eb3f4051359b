import { sql } from 'kysely'
import { receiving } from '../contacts/recipients.ts'
import { transaction, type Db } from '../database/database.ts'
import { AS_USUAL } from '../documents/decide-recipients.ts'
import type { Services } from '../scope/services.ts'
import { todayIn } from '../time/day.ts'
import { hourIn } from '../time/wall-clock.ts'
import { record } from '../journal/record.ts'
import { bySystem } from '../scope/actor.ts'
import { forEachOrganization } from '../work/for-each-organization.ts'
import { isolate, type Workplace } from '../work/isolate.ts'
import { monthDue } from './month-due.ts'
import { lockCustomer, mailStatement, sentEntry } from './send-statement.ts'
import { makeStatement } from './statement.ts'

type Tools = Workplace & Pick<Services, 'sealer'>

const AT_ONCE = 200

/**
 * Makes the statements of the month, in every organization where it is their day and an hour in which mail goes out
 * (R35). Several processes may work at it at once, and one that was killed is continued: each customer's is made in
 * one transaction, once a month. One that cannot be made stops no other, and is tried again. Returns how many were
 * made.
 */
export async function makeMonthlyStatements(tools: Tools, shallStop = () => false): Promise<number> {
  let count = 0
  await forEachOrganization(
    tools,
    'statements',
    async (organizationId) => {
      const month = await monthToMake(tools.database.of(organizationId), organizationId, tools.clock())
      if (month === null) return 'not now'
      count += await makeFor(tools, organizationId, month, shallStop)
      return 'gone through'
    },
    shallStop,
  )
  return count
}

async function makeFor(tools: Tools, organizationId: string, month: string, shallStop: () => boolean) {
  const db = tools.database.of(organizationId)
  let [count, after, areAllMade] = [0, BEFORE_EVERY_ID, true]
  while (!shallStop()) {
    const customerIds = await findOwing(db, organizationId, after)
    for (const customerId of customerIds) {
      if (shallStop()) return count
      const piece = { organizationId, work: 'statements' as const, customerId }
      const isMade = await isolate(tools, piece, () => makeOne(tools, organizationId, customerId, month))
      count += Number(isMade ?? false)
      areAllMade &&= isMade !== undefined
    }
    const last = customerIds.at(-1)
    if (last === undefined) {
      if (areAllMade) await markDone(db, organizationId, month, tools.clock())
      return count
    }
    after = last
  }
  return count
}

async function monthToMake(db: Db, organizationId: string, now: Date): Promise<string | null> {
  const { rows } = await sql<{
    timeZone: string
    day: number
    onSince: string | null
    from: number
    until: number
  }>`
    select o.time_zone as "timeZone", s.statements_day as day, s.statements_on_since as "onSince",
      s.send_from_hour as from, s.send_until_hour as until
    from invoicing_settings s join organizations o on o.id = s.organization_id
    where s.organization_id = ${organizationId} and s.statements_on`.execute(db)
  const row = rows[0]
  if (!row || row.onSince === null) return null
  const hour = hourIn(row.timeZone, now)
  if (hour < row.from || hour >= row.until) return null
  const month = monthDue(row.day, todayIn(row.timeZone, now), row.onSince)
  if (month === null) return null
  const done = await db
    .selectFrom('statement_runs')
    .select('month')
    .where('organization_id', '=', organizationId)
    .where('month', '=', month)
    .executeTakeFirst()
  return done ? null : month
}

const BEFORE_EVERY_ID = '00000000-0000-0000-0000-000000000000'

/** The next customers who owe something: from one to the next along the index, however many invoices each has. */
async function findOwing(db: Db, organizationId: string, after: string): Promise<string[]> {
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

async function makeOne(
  { database, sealer, clock }: Tools,
  organizationId: string,
  customerId: string,
  month: string,
): Promise<boolean> {
  return transaction(database.of(organizationId), async (tx) => {
    const now = clock()
    const { active, today } = await lockCustomer(tx, organizationId, customerId, now)
    if (!active) return false
    const cause = () => `monthly:${month}`
    if (await wasMade(tx, organizationId, customerId, cause())) return false
    const statementId = await makeStatement(
      tx,
      organizationId,
      customerId,
      { asOf: today, today, cause },
      now,
    )
    if (statementId === null) return false
    const decisions = await mailStatement(tx, { sealer }, organizationId, statementId, AS_USUAL, now)
    const entry = sentEntry(customerId, today, decisions)
    const isSent = receiving(decisions).length > 0
    await record(tx, bySystem(organizationId), now, isSent ? entry : { ...entry, action: 'statement.made' })
    return true
  })
}

async function wasMade(tx: Db, organizationId: string, customerId: string, cause: string): Promise<boolean> {
  const row = await tx
    .selectFrom('statements')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('customer_id', '=', customerId)
    .where('cause', '=', cause)
    .executeTakeFirst()
  return row !== undefined
}

async function markDone(db: Db, organizationId: string, month: string, now: Date) {
  await db
    .insertInto('statement_runs')
    .values({ organization_id: organizationId, month, done_at: now })
    .onConflict((conflict) => conflict.columns(['organization_id', 'month']).doNothing())
    .execute()
}

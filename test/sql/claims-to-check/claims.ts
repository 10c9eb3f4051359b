import { sql } from 'kysely'
import type { Db } from '../../../server/database/database.ts'

/** Statements for the checker's own test: some claim what is so, and most do not. */

export const asItIs = sql<{
  id: string
  name: string
  email: string | null
  version: number
  active: boolean
}>`
  select id, name, email, version, active from customers`

export const wrongRowType = sql<{ version: string }>`select version from customers`

export const columnThatWasRenamed = sql<{ company: string }>`select company from customers`

export const rowThatWasNotRenamed = sql<{ company: string }>`select name from customers`

export const numberThatIsAString = sql<{
  rate: number
}>`select default_tax_rate as rate from invoicing_settings`

export const missingNull = sql<{ email: string }>`select email from customers where active`

export const presentByItsCondition = sql<{
  email: string
}>`select email from customers where email like '%@%'`

export const missingNullOfOuterJoin = sql<{ parentName: string }>`
  select p.name as "parentName" from customers c left join customers p on p.id = c.parent_id`

export const outerJoinThatMustMatch = sql<{ parentName: string }>`
  select p.name as "parentName" from customers c left join customers p on p.id = c.parent_id where p.active`

export const missingNullOfSum = sql<{ sum: number }>`select sum(total_minor)::bigint as sum from invoices`

export const sumOfEachGroup = sql<{ currency: string; sum: number }>`
  select currency, sum(total_minor)::bigint as sum from invoices group by currency`

export const tooFewValues = sql<{ state: 'sent' | 'void' }>`select state from invoices`

export const valuesOfItsCondition = sql<{ state: 'sent' | 'void'; number: string }>`
  select state, number from invoices where state <> 'draft'`

const columns = sql`c.id, c.email`
export const composed = (active: boolean) => sql<{ id: string; email: string }>`
  select ${columns} from customers c where ${active ? sql`c.active` : sql`not c.active`}`

export const insideJson = sql<{ contacts: { id: string; jobTitle: string }[] }>`
  select coalesce(jsonb_agg(jsonb_build_object('id', id, 'jobTitle', job_title)), '[]') as contacts from contacts`

export const written = sql<{ id: string; reason: string; seen: string }>`
  with late as (update deliveries set reason = 'late', state = 'failed' where id is not null returning id, reason, due_at)
  select id, reason, due_at as seen from late`

export const ofOwnFunction = sql<{ done: string }>`select is_set_up() as done`

export const ofWhatAFunctionIsGiven = sql<{ name: string; phone: string }>`
  select person_name(first_name, last_name, email) as name, person_name(first_name, last_name, phone) as phone from people`

export const wrongParameter = (count: number) => sql<{ id: string }>`
  select id from customers where id = ${count}`

export const takesAnything = (given: string | null) => sql<{ given: string; id: string }>`
  select ${given}::text as given, id from customers`

export const columnOfBuilt = (db: Db) =>
  db.selectFrom('customers').select(sql<string>`version + 1`.as('next'))

export const notRun = sql<{ id: string }>`select id from people`

import { sql, type RawBuilder } from 'kysely'
import type { QueryOf } from '../http/endpoint.ts'
import { pageOf, readCursor } from '../http/page.ts'
import { InvalidRequest } from '../http/problems.ts'
import { personName } from '../people/person.ts'
import type { ReadingNow, Within } from '../scope/scope.ts'
import { CONTACTS_COUNTED_MOST, type CustomerLine, type customersApi } from './customers.api.ts'

type Row = Line & (PrimaryContact | { [K in keyof PrimaryContact]: null })

interface PrimaryContact {
  contactId: string
  firstName: string
  lastName: string
  email: string
  contactPhone: string | null
}

interface Line extends Omit<CustomerLine, 'primaryContact' | 'open'> {
  nameKey: string
  open: CustomerLine['open'] | null
}

type ListQuery = QueryOf<typeof customersApi.list>

/**
 * Customers with who to call and what is open: by name all of them, or those that match every word of a search; or by when
 * they changed.
 */
export async function listCustomers(scope: ReadingNow, query: ListQuery) {
  const { db, organizationId } = scope
  const search = query.search?.replaceAll('\0', '').trim()
  if (search) refuseFilters(query)
  const order = query.updatedSince === undefined ? BY_NAME : BY_CHANGE
  const after = order.readKey(query)
  const { rows } = await sql<Row>`
    select c.id, c.name, c.name_key as "nameKey", c.account_number as "accountNumber", c.external_id as "externalId", c.active, c.phone,
      k.id as "contactId", k.first_name as "firstName", k.last_name as "lastName", k.email, k.phone as "contactPhone",
      (select count(*) from (
        select from contacts k where k.organization_id = ${organizationId} and k.customer_id = c.id and k.active
        limit ${CONTACTS_COUNTED_MOST}) counted) as "contactCount",
      ${openByCurrency(scope)} as open, c.updated_at as "updatedAt"
    from (${search ? found(scope, search, query, after) : all(scope, query, order, after)}) c
    left join lateral (
      select k.id, p.first_name, p.last_name, p.email, p.phone
      from contacts k join people p on p.organization_id = ${organizationId} and p.id = k.person_id
      where k.organization_id = ${organizationId} and k.customer_id = c.id and k.is_primary and k.active
      limit 1) k on true
    order by c.${order.column}, c.id`.execute(db)
  return pageOf(rows, query.limit, order.key, line)
}

/** The rows of a search are found by their names: to look among them for one address might take all of them. */
function refuseFilters({ updatedSince, email, accountNumber, externalId }: ListQuery) {
  const sent = Object.entries({ updatedSince, email, accountNumber, externalId }).filter(([, said]) => said)
  if (sent.length > 0)
    throw new InvalidRequest(
      sent.map(([name]) => ({ pointer: `/${name}`, detail: `Leave out either search or ${name}.` })),
    )
}

interface Order {
  column: RawBuilder<unknown>
  type: RawBuilder<unknown>
  /** After which row the page begins. */
  readKey(query: ListQuery): Key | null
  key(row: Row): string[]
}

const BY_NAME: Order = {
  column: sql`name_key`,
  type: sql`text`,
  readKey: ({ cursor }) => readCursor(cursor, 'text', 'id'),
  key: ({ nameKey, id }) => [nameKey, id],
}

const BY_CHANGE: Order = {
  column: sql`updated_at`,
  type: sql`timestamptz`,
  readKey: ({ cursor, updatedSince }) => readCursor(cursor, 'time', 'id') ?? [updatedSince!, BEFORE_EVERY_ID],
  key: ({ updatedAt, id }) => [updatedAt, id],
}

/**
 * What is open, and the credit that would pay some of it, from the sums that are kept as invoices and payments change; what
 * is overdue is worked out only where something is open.
 */
const openByCurrency = ({ organizationId, now }: ReadingNow) => sql`(
  select json_agg(json_build_object('currency', o.currency, 'openMinor', o.amount_minor,
      'overdueMinor', (
        select coalesce(sum(i.balance_minor), 0) from invoices i
        where i.organization_id = ${organizationId} and i.customer_id = c.id and i.currency = o.currency
          and i.state = 'sent' and i.paid_minor < i.total_minor and i.due_date < (
            select (${now}::timestamptz at time zone time_zone)::date from organizations where id = ${organizationId})),
      'creditMinor', coalesce((
        select greatest(t.amount_minor, 0) from credit_by_customer t
        where t.organization_id = ${organizationId} and t.customer_id = c.id and t.currency = o.currency), 0))
    order by o.amount_minor desc, o.currency)
  from owed_by_customer o
  where o.organization_id = ${organizationId} and o.customer_id = c.id and o.amount_minor > 0)`

type Key = readonly [at: string, id: string]

// Each status is a statement of its own: a value passed with the call could not choose the index of the inactive.
const HAVING_STATUS = { active: sql`and active`, inactive: sql`and not active`, all: sql`` }

const all = (
  { organizationId }: Within,
  { status, limit, email, accountNumber, externalId }: ListQuery,
  { column, type }: Order,
  after: Key | null,
) => sql`
  select id, name, name_key, account_number, external_id, active, phone, updated_at from customers
  where organization_id = ${organizationId} ${HAVING_STATUS[status]}
    ${email === undefined ? sql`` : sql`and email_lower = lower(${email})`}
    ${accountNumber === undefined ? sql`` : sql`and account_number_lower = lower(${accountNumber})`}
    ${externalId === undefined ? sql`` : sql`and external_id = ${externalId}`}
    ${after ? sql`and (${column}, id) > (${after[0]}::${type}, ${after[1]}::uuid)` : sql``}
  order by ${column}, id
  limit ${limit + 1}`

// Each row is looked up by itself (here and above: the limit ensures it). Left to choose, PostgreSQL plans for an
// organization of average size, and where most are small it reads everything that a big one has.
const found = (
  { organizationId }: Within,
  search: string,
  { status, limit }: ListQuery,
  after: Key | null,
) => sql`
  select c.id, c.name, c.name_key, c.account_number, c.external_id, c.active, c.phone, c.updated_at
  from search_customers(${organizationId}, ${search}, 'anything', ${status}, ${after?.[0] ?? ''},
    ${after?.[1] ?? BEFORE_EVERY_ID}, ${limit + 1}) s
  cross join lateral (
    select id, name, name_key, account_number, external_id, active, phone, updated_at from customers
    where organization_id = ${organizationId} and id = s.customer_id limit 1) c`

const BEFORE_EVERY_ID = '00000000-0000-0000-0000-000000000000'

// Field by field: to take what is left of each row (`...rest`) costs some fifty times as much, on a page of fifty.
const line = (row: Row): CustomerLine => ({
  id: row.id,
  name: row.name,
  accountNumber: row.accountNumber,
  externalId: row.externalId,
  active: row.active,
  phone: row.phone,
  primaryContact:
    row.contactId === null
      ? null
      : { id: row.contactId, name: personName(row), email: row.email, phone: row.contactPhone },
  contactCount: row.contactCount,
  open: row.open ?? [],
  updatedAt: row.updatedAt,
})

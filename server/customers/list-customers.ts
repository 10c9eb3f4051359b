import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { pageOf, readCursor } from '../http/page.ts'
import { id } from '../http/fields.api.ts'
import { InvalidRequest } from '../http/problems.ts'
import type { CustomerLine } from './customers.api.ts'

interface Row {
  id: string
  name: string
  name_key: string
  account_number: string | null
  active: boolean
  contact_id: string | null
  first_name: string
  last_name: string
  email: string
}

interface ListQuery {
  limit: number
  cursor?: string | undefined
  search?: string | undefined
  status: 'active' | 'inactive' | 'all'
}

/** Customers by name, with whom to write to: all of them, or those that match every word of a search. */
export async function listCustomers(db: Db, organizationId: string, query: ListQuery) {
  const after = readKey(query.cursor)
  const search = query.search?.replaceAll('\0', '').trim()
  const { rows } = await sql<Row>`
    select c.id, c.name, c.name_key, c.account_number, c.active, k.id as contact_id, k.first_name, k.last_name, k.email
    from (${search ? found(organizationId, search, query, after) : all(organizationId, query, after)}) c
    left join lateral (
      select k.id, p.first_name, p.last_name, p.email
      from contacts k join people p on p.organization_id = ${organizationId} and p.id = k.person_id
      where k.organization_id = ${organizationId} and k.customer_id = c.id and k.is_primary and k.active
      limit 1) k on true
    order by c.name_key, c.id`.execute(db)
  return pageOf(rows, query.limit, (row) => [row.name_key, row.id], line)
}

type Key = readonly [name: string, id: string]

// Each status is a statement of its own: a value that comes with the call could not choose the index of the inactive.
const HAVING_STATUS = { active: sql`and active`, inactive: sql`and not active`, all: sql`` }

const all = (organizationId: string, { status, limit }: ListQuery, after: Key | null) => sql`
  select id, name, name_key, account_number, active from customers
  where organization_id = ${organizationId} ${HAVING_STATUS[status]}
    ${after ? sql`and (name_key, id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
  order by name_key, id
  limit ${limit + 1}`

// Each row is looked up by itself (here and above: the limit says so). Left to choose, PostgreSQL plans for an organization
// of average size, and where most are small it reads everything that a big one has.
const found = (
  organizationId: string,
  search: string,
  { status, limit }: ListQuery,
  after: Key | null,
) => sql`
  select c.id, c.name, c.name_key, c.account_number, c.active
  from search_customers(${organizationId}, ${search}, 'anything', ${status}, ${after?.[0] ?? ''},
    ${after?.[1] ?? BEFORE_EVERY_ID}, ${limit + 1}) s
  cross join lateral (
    select id, name, name_key, account_number, active from customers
    where organization_id = ${organizationId} and id = s.customer_id limit 1) c`

const BEFORE_EVERY_ID = '00000000-0000-0000-0000-000000000000'

function readKey(cursor: string | undefined): Key | null {
  const key = readCursor(cursor, 'string', 'string')
  if (key && !id.safeParse(key[1]).success)
    throw new InvalidRequest([
      { pointer: '/cursor', detail: 'Use the nextCursor of the page before, unchanged.' },
    ])
  return key
}

const line = (row: Row): CustomerLine => ({
  id: row.id,
  name: row.name,
  accountNumber: row.account_number,
  active: row.active,
  primaryContact:
    row.contact_id === null
      ? null
      : {
          id: row.contact_id,
          name: `${row.first_name} ${row.last_name}`.trim() || row.email,
          email: row.email,
        },
})

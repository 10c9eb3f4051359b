import { sql } from 'kysely'
import type { QueryOf } from '../http/endpoint.ts'
import { pageOf, readCursor } from '../http/page.ts'
import { NotFound } from '../http/problems.ts'
import type { Reading, ReadingNow } from '../scope/scope.ts'
import { contactColumns, contactLine, lineColumns, type ContactLineRow } from './contact.ts'
import type { contactsApi } from './contacts.api.ts'
import { listByChange, named } from './list-by-change.ts'

type ListQuery = QueryOf<typeof contactsApi.list>

interface Row extends ContactLineRow {
  first: boolean
  nameKey: string
}

/**
 * A customer's contacts, the primary one first, then by name: all of them, or those that match every word of a
 * search.
 */
export async function listContacts(scope: ReadingNow, customerId: string, query: ListQuery) {
  const { db, organizationId, now } = scope
  if (query.updatedSince !== undefined) return listChanged(scope, customerId, query)
  const after = readCursor(query.cursor, 'flag', 'text', 'id')
  const active = query.status === 'all' ? null : query.status === 'active'
  const search = query.search?.replaceAll('\0', '').trim()
  const { rows } = await sql<Row>`
    select * from (
      select ${lineColumns}, not (c.is_primary and c.active) as first, p.search_text as "nameKey"
      from contacts c
      join people p on p.organization_id = c.organization_id and p.id = c.person_id
      left join portal_access a on a.organization_id = c.organization_id and a.person_id = c.person_id
      where c.organization_id = ${organizationId} and c.customer_id = ${customerId}
        and (${active}::boolean is null or c.active = ${active}::boolean)
        ${named(query)} ${search ? matching(search) : sql``}
    ) line
    where ${after === null ? sql`true` : sql`(first, "nameKey", id) > (${after[0]}, ${after[1]}, ${after[2]}::uuid)`}
    order by first, "nameKey", id
    limit ${query.limit + 1}`.execute(db)
  if (rows.length === 0 && after === null) await refuseUnknownCustomer(scope, customerId)
  return pageOf(
    rows,
    query.limit,
    (row) => [row.first, row.nameKey, row.id],
    (row) => contactLine(row, now),
  )
}

async function listChanged(scope: ReadingNow, customerId: string, { search, ...query }: ListQuery) {
  const words = search?.replaceAll('\0', '').trim()
  const page = await listByChange(scope, { ...query, customerId }, words ? matching(words) : sql``)
  if (page.data.length === 0 && query.cursor === undefined) await refuseUnknownCustomer(scope, customerId)
  return page
}

const matching = (search: string) => sql`
  and (' ' || p.search_text || ' ' || search_form(concat_ws(' ', ${contactColumns.searched('c')})) like all (search_patterns(${search}))
    or phone_digits(p.phone, p.second_phone) like phone_pattern(${search}))`

async function refuseUnknownCustomer({ db, organizationId }: Reading, customerId: string) {
  const known = await db
    .selectFrom('customers')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', customerId)
    .executeTakeFirst()
  if (!known) throw new NotFound('customer')
}

import { sql, type RawBuilder } from 'kysely'
import type { QueryOf } from '../http/endpoint.ts'
import { pageOf, readCursor, writeCursor } from '../http/page.ts'
import { emailIdentity } from '../people/email-address.ts'
import { personColumns } from '../people/person.ts'
import type { ReadingNow, Within } from '../scope/scope.ts'
import { CHANGED_AT, contactLine, DETAILS, lineColumns, WITH_PERSON, type ContactLineRow } from './contact.ts'
import type { ContactAnywhere, contactsApi } from './contacts.api.ts'

type ListQuery = QueryOf<typeof contactsApi.listAll>

interface Row extends ContactLineRow, Omit<ContactAnywhere, 'emailBounce' | 'portalAccess'> {}

/** Of contacts that changed at the same moment, those of one person follow one another. */
type Key = readonly [at: string, personId: string, id: string]

/** Contacts of all customers, in the order in which they or their people changed. */
export function listByChange(scope: ReadingNow, query: ListQuery, matching = sql``) {
  const after = readCursor(query.cursor, 'time', 'id', 'id') ?? [
    query.updatedSince ?? '1970-01-01T00:00:00.000Z',
    BEFORE_EVERY_ID,
    BEFORE_EVERY_ID,
  ]
  const { email, externalId, customerId, accountNumber } = query
  const namesFew = [email, externalId, customerId, accountNumber].some((said) => said !== undefined)
  return namesFew ? readNamed(scope, query, after, matching) : walk(scope, query, after)
}

const BEFORE_EVERY_ID = '00000000-0000-0000-0000-000000000000'

/** The contacts that have these ids. */
export async function readAnywhere(scope: ReadingNow, ids: string[]): Promise<Map<string, ContactAnywhere>> {
  const { db, organizationId, now } = scope
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Row>`
    select ${anywhere} from unnest(${ids}::uuid[]) wanted
    cross join lateral (select * from contacts where organization_id = ${organizationId} and id = wanted limit 1) c
    ${besideEach(scope)}`.execute(db)
  return new Map(rows.map((row) => [row.id, contactAnywhere(row, now)]))
}

/** A contact anywhere, from `contacts c` and those around it. */
const anywhere = sql`${lineColumns}, ${personColumns.of('p', DETAILS)}, c.person_id as "personId",
  json_build_object('id', u.id, 'name', u.name, 'accountNumber', u.account_number, 'externalId', u.external_id) as customer,
  greatest(c.created_at, p.created_at) as "createdAt", c.version + p.version as version`

/** The person, the customer and the portal access of `contacts c`. */
const WITH_ALL = sql`${WITH_PERSON}
  join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
  left join portal_access a on a.organization_id = c.organization_id and a.person_id = c.person_id`

/** The same where each is looked up by itself, for the reason given in `listCustomers`. */
const besideEach = ({ organizationId }: Within) => sql`
  cross join lateral (
    select * from people where organization_id = ${organizationId} and id = c.person_id limit 1) p
  cross join lateral (
    select * from customers where organization_id = ${organizationId} and id = c.customer_id limit 1) u
  left join portal_access a on a.organization_id = ${organizationId} and a.person_id = c.person_id`

const HAVING_STATUS = { active: sql`and c.active`, inactive: sql`and not c.active`, all: sql`` }

/** The condition that an address or an external id names the contact. */
export const named = ({ email, externalId }: Pick<ListQuery, 'email' | 'externalId'>) => sql`
  ${email === undefined ? sql`` : sql`and p.email_identity = ${emailIdentity(email)}`}
  ${externalId === undefined ? sql`` : sql`and c.external_id = ${externalId}`}`

/** Those of one person or one customer: all of them are read. */
async function readNamed(
  { db, organizationId, now }: ReadingNow,
  query: ListQuery,
  [at, personId, id]: Key,
  matching: RawBuilder<unknown>,
) {
  const { customerId, accountNumber, status, limit } = query
  const { rows } = await sql<Row>`
    select ${anywhere} from contacts c ${WITH_ALL}
    where c.organization_id = ${organizationId} ${HAVING_STATUS[status]} ${named(query)} ${matching}
      ${customerId === undefined ? sql`` : sql`and c.customer_id = ${customerId}`}
      ${accountNumber === undefined ? sql`` : sql`and u.account_number_lower = lower(${accountNumber})`}
      and (${CHANGED_AT}, c.person_id, c.id) > (${at}::timestamptz, ${personId}::uuid, ${id}::uuid)
    order by ${CHANGED_AT}, c.person_id, c.id
    limit ${limit + 1}`.execute(db)
  return pageOf(rows, limit, keyOf, (row) => contactAnywhere(row, now))
}

const keyOf = ({ updatedAt, personId, id }: Row) => [updatedAt, personId, id]

const contactAnywhere = (row: Row, now: Date): ContactAnywhere => Object.assign(row, contactLine(row, now))

/** How many changes one step looks at, and how many steps one page takes: however few of them are wanted. */
const STEP = sql.lit(400)
const STEPS_MOST = 20

/** Walks along the changes until the page is full. After so many steps it ends as it is, and its cursor leads on. */
async function walk(scope: ReadingNow, query: ListQuery, from: Key) {
  const { limit } = query
  const rows: Row[] = []
  let after: Key | null = from
  for (let steps = 0; after !== null && rows.length <= limit && steps < STEPS_MOST; steps++) {
    const step = await takeStep(scope, query, after)
    rows.push(...step.rows)
    after = step.after
  }
  const page = pageOf(rows, limit, keyOf, (row) => contactAnywhere(row, scope.now))
  return { ...page, nextCursor: page.nextCursor ?? (after && writeCursor([...after])) }
}

interface Step {
  rows: Row[]
  /** Where the next one begins. Null: nothing is left. */
  after: Key | null
}

/** What comes of a step: how far it got, with each contact that is wanted. */
type StepRow = {
  isLast: boolean
  lastAt: string | null
  lastPersonId: string | null
  lastId: string | null
} & (Row | { [K in keyof Row]: null })

/**
 * A contact changes with itself and with its person: of the two, the later counts. So two walks are made, each along its
 * index, and what has changed once more since is left out.
 */
async function takeStep(
  scope: ReadingNow,
  { status, limit }: ListQuery,
  [at, personId, id]: Key,
): Promise<Step> {
  const { db, organizationId } = scope
  const { rows } = await sql<StepRow>`
    with walked as materialized (
      (select c.updated_at as at, c.person_id, c.id from contacts c
        where c.organization_id = ${organizationId}
          and (c.updated_at, c.person_id, c.id) > (${at}::timestamptz, ${personId}::uuid, ${id}::uuid)
        order by c.updated_at, c.person_id, c.id limit ${STEP})
      union
      (select p.updated_at, p.id, c.id from people p
        cross join lateral (
          select c.id from contacts c where c.organization_id = ${organizationId} and c.person_id = p.id offset 0) c
        where p.organization_id = ${organizationId} and (p.updated_at, p.id) >= (${at}::timestamptz, ${personId}::uuid)
          and (p.updated_at, p.id, c.id) > (${at}::timestamptz, ${personId}::uuid, ${id}::uuid)
        order by p.updated_at, p.id, c.id limit ${STEP})
      order by at, person_id, id limit ${STEP}),
    last as (select * from walked order by at desc, person_id desc, id desc limit 1)
    select (select count(*) from walked) < ${STEP} as "isLast",
      (select at from last) as "lastAt", (select person_id from last) as "lastPersonId", (select id from last) as "lastId", wanted.*
    from (values (1)) once
    left join (
      select ${anywhere} from walked w
      cross join lateral (
        select * from contacts where organization_id = ${organizationId} and id = w.id limit 1) c
      ${besideEach(scope)}
      where w.at = ${CHANGED_AT} ${HAVING_STATUS[status]}
      order by w.at, w.person_id, w.id limit ${limit + 1}) wanted on true
    order by "updatedAt", "personId", id`.execute(db)
  const { isLast, lastAt, lastPersonId, lastId } = rows[0]!
  return {
    rows: rows.filter((row) => row.id !== null),
    after: isLast || lastAt === null ? null : [lastAt, lastPersonId!, lastId!],
  }
}

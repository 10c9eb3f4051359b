// What Portico is compared with: node:http and pg by hand, with the same prepared statements, on the same database
// and in the same role. No session, no permission, no validation: the least that gives the same replies. Customers without a
// journal; contacts on tables of its own, with all that their promise needs (by-hand-contacts.ts).
import { verify } from '@node-rs/argon2'
import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import pg from 'pg'
import { createPasswordHasher } from '../server/credentials/password-hash.ts'
import { contactsByHand } from './by-hand-contacts.ts'
import { answerOrchestrator } from './child.ts'

const organizationId = process.env['BENCH_ORGANIZATION']!
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (value) => new Date(value).toISOString())
const pool = new pg.Pool({
  connectionString: process.env['BENCH_APP_URL']!,
  max: 10,
  options: `-c app.organization_id=${organizationId}`,
})

const rowsOf = async (name: string, text: string, values: unknown[]) =>
  (await pool.query<Record<string, unknown>>({ name, text, values })).rows

const NO_ID = '00000000-0000-0000-0000-000000000000'

const LINE = `select c.id, c.name, c.name_key, c.account_number, c.active, c.phone, k.id as contact_id, k.first_name, k.last_name,
  k.email, k.phone as contact_phone, contacts.count as contact_count, owed.open`
const LINE_JOINS = `
  left join lateral (
    select k.id, p.first_name, p.last_name, p.email, p.phone
    from contacts k join people p on p.organization_id = $1 and p.id = k.person_id
    where k.organization_id = $1 and k.customer_id = c.id and k.is_primary and k.active limit 1) k on true
  cross join lateral (
    select count(*)::int from (
      select from contacts k where k.organization_id = $1 and k.customer_id = c.id and k.active limit 100) counted) contacts
  cross join lateral (
    select json_agg(json_build_object('currency', o.currency, 'openMinor', o.amount_minor, 'overdueMinor', overdue.sum,
        'creditMinor', greatest(coalesce(credit.amount_minor, 0), 0))
      order by o.amount_minor desc, o.currency) as open
    from owed_by_customer o
    cross join lateral (
      select coalesce(sum(i.balance_minor), 0) as sum from invoices i
      where i.organization_id = $1 and i.customer_id = c.id and i.currency = o.currency
        and i.state = 'sent' and i.paid_minor < i.total_minor and i.due_date < (
          select (now() at time zone time_zone)::date from organizations where id = $1)) overdue
    left join credit_by_customer credit on credit.organization_id = $1 and credit.customer_id = c.id and credit.currency = o.currency
    where o.organization_id = $1 and o.customer_id = c.id and o.amount_minor > 0) owed
  order by c.name_key, c.id`

const LIST_FIRST = `${LINE} from (
  select id, name, name_key, account_number, active, phone from customers
  where organization_id = $1 and active order by name_key, id limit $2) c ${LINE_JOINS}`
const LIST_NEXT = `${LINE} from (
  select id, name, name_key, account_number, active, phone from customers
  where organization_id = $1 and active and (name_key, id) > ($3, $4::uuid) order by name_key, id limit $2) c ${LINE_JOINS}`
const SEARCH = `${LINE} from (
  select c.id, c.name, c.name_key, c.account_number, c.active, c.phone
  from search_customers($1, $2, 'anything', 'active', $3, $4, $5) s
  cross join lateral (
    select id, name, name_key, account_number, active, phone from customers where organization_id = $1 and id = s.customer_id limit 1) c) c ${LINE_JOINS}`

async function list(query: URLSearchParams) {
  const limit = Number(query.get('limit') ?? 50)
  const cursor = query.get('cursor')
  const [name, id] = cursor
    ? (JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[])
    : ['', NO_ID]
  const search = query.get('search')
  const rows = search
    ? await rowsOf('search', SEARCH, [organizationId, search, name, id, limit + 1])
    : cursor
      ? await rowsOf('next', LIST_NEXT, [organizationId, limit + 1, name, id])
      : await rowsOf('first', LIST_FIRST, [organizationId, limit + 1])
  const last = rows[limit - 1]
  return {
    data: rows.slice(0, limit).map((row) => ({
      id: row['id'],
      name: row['name'],
      accountNumber: row['account_number'],
      active: row['active'],
      primaryContact: row['contact_id'] && {
        id: row['contact_id'],
        name: `${row['first_name'] as string} ${row['last_name'] as string}`.trim() || row['email'],
        email: row['email'],
        phone: row['contact_phone'],
      },
      phone: row['phone'],
      contactCount: row['contact_count'],
      open: row['open'] ?? [],
    })),
    nextCursor:
      rows.length > limit && last
        ? Buffer.from(JSON.stringify([last['name_key'], last['id']])).toString('base64url')
        : null,
  }
}

const RECEIVES =
  '{"invoices": "to", "reminders": "to", "receipts": "to", "statements": "to", "notices": "to"}'
const CUSTOMER = `c.id, c.name, c.account_number, c.parent_id, parent.name as parent_name, c.email, c.phone, c.second_phone,
  c.billing_address, c.shipping_address, c.currency, c.payment_terms_days, c.notes, c.default_receives, coalesce(c.default_receives,
  (select o.new_contacts_receive from organizations o where o.id = c.organization_id)) as new_contacts_receive,
  c.active, c.version, c.created_at, c.updated_at`
const PARENT = `left join customers parent on parent.organization_id = c.organization_id and parent.id = c.parent_id`
const READ = `select ${CUSTOMER} from customers c ${PARENT} where c.organization_id = $1 and c.id = $2`

const customerReply = (row: Record<string, unknown>) => ({
  id: row['id'],
  name: row['name'],
  accountNumber: row['account_number'],
  parent: row['parent_id'] && { id: row['parent_id'], name: row['parent_name'] },
  email: row['email'],
  phone: row['phone'],
  secondPhone: row['second_phone'],
  billingAddress: row['billing_address'],
  shippingAddress: row['shipping_address'],
  currency: row['currency'],
  paymentTermsDays: row['payment_terms_days'],
  notes: row['notes'],
  defaultReceives: row['default_receives'],
  newContactsReceive: row['new_contacts_receive'],
  active: row['active'],
  createdAt: row['created_at'],
  updatedAt: row['updated_at'],
  version: row['version'],
})

const CONTACTS = `
  select * from (
    select c.id, c.customer_id, p.first_name, p.last_name, p.email, p.phone, c.job_title, c.receives, c.unsubscribed, c.is_primary, c.active,
      c.inactive_since, p.email_bounced_at, p.email_bounce_reason, a.kind, a.issued_at, a.expires_at, a.chosen_at, a.locked_at, a.last_sign_in_at,
      not (c.is_primary and c.active) as first, p.search_text as name_key
    from contacts c
    join people p on p.organization_id = c.organization_id and p.id = c.person_id
    left join portal_access a on a.organization_id = c.organization_id and a.person_id = c.person_id
    where c.organization_id = $1 and c.customer_id = $2 and c.active
  ) line
  order by first, name_key, id limit $3`

async function contacts(customerId: string) {
  const rows = await rowsOf('contacts', CONTACTS, [organizationId, customerId, 51])
  return {
    data: rows.slice(0, 50).map((row) => ({
      id: row['id'],
      customerId: row['customer_id'],
      firstName: row['first_name'],
      lastName: row['last_name'],
      email: row['email'],
      phone: row['phone'],
      jobTitle: row['job_title'],
      receives: row['receives'],
      unsubscribed: row['unsubscribed'],
      emailBounce: row['email_bounced_at'] && {
        at: row['email_bounced_at'],
        reason: row['email_bounce_reason'],
      },
      primary: row['is_primary'],
      active: row['active'],
      inactiveSince: row['inactive_since'],
      portalAccess: row['kind'] ?? 'none',
    })),
    nextCursor: null,
  }
}

const ADD = `
  with c as (
    insert into customers (organization_id, id, name, account_number, email, phone, currency, created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning *
  ), person as (
    insert into people (organization_id, id, email, email_identity, created_at, updated_at)
    values ($1, $9, $5, lower($5), $8, $8)
    on conflict (organization_id, email_identity) do update set email_identity = excluded.email_identity
    returning id
  ), contact as (
    insert into contacts (organization_id, id, customer_id, person_id, receives, is_primary, created_at, updated_at)
    select $1, $10, $2, id, '${RECEIVES}', true, $8, $8 from person
  )
  select ${CUSTOMER} from c ${PARENT}`

async function add(body: Record<string, unknown>) {
  const [row] = await rowsOf('add', ADD, [
    organizationId,
    randomUUID(),
    body['name'],
    body['accountNumber'],
    body['email'],
    body['phone'],
    body['currency'],
    new Date(),
    randomUUID(),
    randomUUID(),
  ])
  return customerReply(row!)
}

const CHANGE = `
  with c as (
    update customers c set phone = $4, version = version + 1, updated_at = $5
    where organization_id = $1 and id = $2 and version = $3 returning *
  )
  select ${CUSTOMER} from c ${PARENT}`

async function change(customerId: string, version: number, body: Record<string, unknown>) {
  const [row] = await rowsOf('change', CHANGE, [
    organizationId,
    customerId,
    version,
    body['phone'],
    new Date(),
  ])
  if (!row) throw new Error('stale')
  return customerReply(row)
}

// One hash at a time on two cores, as in Portico: the bound is a rule of the design, not a cost of the framework.
let hashing: Promise<unknown> = Promise.resolve()
const PERSON = `
  select p.id, p.first_name, p.last_name, p.email, p.phone, p.second_phone, p.version, a.password_hash
  from people p join portal_access a on a.organization_id = p.organization_id and a.person_id = p.id
  where p.organization_id = $1 and p.email_identity = $2`
const SESSION = `
  insert into portal_sessions (organization_id, id, person_id, token_hash, choosing, created_at, last_seen_at, expires_at)
  values ($1, $2, $3, $4, false, $5, $5, $6)`

async function signIn(response: ServerResponse, body: Record<string, string>) {
  const [row] = await rowsOf('person', PERSON, [organizationId, body['email']!.toLowerCase()])
  const verified = hashing.then(() => verify(row!['password_hash'] as string, body['password']!))
  hashing = verified.catch(() => {})
  if (!(await verified)) throw new Error('wrong password')
  const token = randomBytes(32)
  const now = Date.now()
  await rowsOf('session', SESSION, [
    organizationId,
    randomUUID(),
    row!['id'],
    token,
    new Date(now),
    new Date(now + 86_400_000),
  ])
  response.setHeader('set-cookie', `session=${token.toString('base64url')}; HttpOnly; SameSite=Lax; Path=/`)
  return {
    mustChoosePassword: false,
    person: {
      firstName: row!['first_name'],
      lastName: row!['last_name'],
      email: row!['email'],
      phone: row!['phone'],
      secondPhone: row!['second_phone'],
      version: row!['version'],
    },
  }
}

async function bodyOf(request: IncomingMessage) {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string
  return JSON.parse(text) as Record<string, string>
}

const hasher = createPasswordHasher()
const byHand = contactsByHand(rowsOf, organizationId, (password) => hasher.hash(password))

async function routeContact(request: IncomingMessage, path: string) {
  const [, , , contactId, verb] = path.split('/') as [string, string, string, string, string?]
  if (request.method === 'PATCH') return byHand.change(contactId, versionIn(request), await bodyOf(request))
  if (verb === 'password') return byHand.reset(contactId)
  return byHand.setActive(contactId, verb === 'undelete')
}

const IN_STEP = '/v1/contacts/by-external-id/'

const readEvents = (query: URLSearchParams) => byHand.events(query.get('cursor'), Number(query.get('limit')))

const versionIn = (request: IncomingMessage) => Number(request.headers['if-match']?.replaceAll('"', ''))

async function route(request: IncomingMessage, response: ServerResponse) {
  const [path = '', query = ''] = request.url!.split('?')
  if (path.startsWith(IN_STEP)) return byHand.keep(path.slice(IN_STEP.length), await bodyOf(request))
  if (path === '/v1/events') return readEvents(new URLSearchParams(query))
  if (path.startsWith('/v1/contacts/')) return routeContact(request, path)
  const customerId = path.slice('/v1/customers/'.length, '/v1/customers/'.length + 36)
  if (request.method === 'POST' && path.endsWith('/contacts'))
    return byHand.add(customerId, await bodyOf(request))
  if (request.method === 'POST')
    return path === '/v1/customers' ? add(await bodyOf(request)) : signIn(response, await bodyOf(request))
  if (request.method === 'PATCH') return change(customerId, versionIn(request), await bodyOf(request))
  if (path === '/v1/customers') return list(new URLSearchParams(query))
  if (path.endsWith('/contacts')) return contacts(customerId)
  return customerReply((await rowsOf('read', READ, [organizationId, customerId]))[0]!)
}

const server = createServer((request, response) => {
  route(request, response).then(
    (reply) => {
      const body = JSON.stringify(reply)
      response.setHeader('content-type', 'application/json; charset=utf-8')
      response.setHeader('content-length', Buffer.byteLength(body))
      response.end(body)
    },
    (error: Error) => {
      response.statusCode = 500
      response.setHeader('content-length', Buffer.byteLength(error.message))
      response.end(error.message)
    },
  )
})
server.keepAliveTimeout = 60_000
server.listen(Number(process.env['BENCH_PORT']), '127.0.0.1', () => answerOrchestrator())

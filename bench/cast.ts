import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { createPasswordHasher } from '../server/credentials/password-hash.ts'
import { newToken } from '../server/credentials/token.ts'
import { BIG } from './database.ts'

/** Who and what the requests are about. */
export interface Cast {
  staffToken: string
  portalSlug: string
  signIns: { email: string; password: string }[]
  /** Customers from all over the table. */
  customers: { id: string; version: number }[]
  /** Of active customers, each of a person who is nobody else's contact. */
  contacts: { id: string; version: number }[]
  /** Others, who have a password once one was issued. */
  contactsToReset: { id: string; version: number }[]
  names: string[]
  /** Letters that people would type: from customers' and contacts' names, in equal parts. */
  typed: Record<1 | 3 | 8, string[]>
  accountNumbers: string[]
}

const SIGN_INS = 64
const CUSTOMERS = 2000
const PASSWORD = 'violet tractors hum softly'

/** `signIn`: of the build that is measured, whose sessions may be others. */
export async function makeCast(client: pg.Client, signIn = makeStaffSession): Promise<Cast> {
  const customers = await sample<{ id: string; version: number; name_key: string; account_number: string }>(
    client,
    'select id, version, name_key, account_number from customers',
    'active',
  )
  const people = await sample<{ search_text: string }>(client, 'select search_text from people', 'true')
  const contacts = await sampleContacts(client)
  const words = [
    ...customers.flatMap(({ name_key }) => name_key.split(' ').slice(0, 2)),
    ...people.flatMap(({ search_text }) => search_text.split(' ').slice(0, 2)),
  ].filter((_, at) => at % 2 === 0)
  return {
    staffToken: await signIn(client),
    portalSlug: 'organization-0',
    signIns: await makeSignIns(client),
    customers: customers.map(({ id, version }) => ({ id, version })),
    contacts: contacts.filter((_, at) => at % 2 === 0),
    contactsToReset: contacts.filter((_, at) => at % 2 === 1),
    names: customers.map(({ name_key }) => name_key),
    typed: { 1: beginnings(words, 1), 3: beginnings(words, 3), 8: beginnings(words, 8) },
    accountNumbers: customers.map(({ account_number }) => account_number),
  }
}

const beginnings = (words: string[], letters: number) =>
  words.filter((word) => word.length >= letters).map((word) => word.slice(0, letters))

/** The same rows in every run, spread over the whole table. */
async function sample<Row extends pg.QueryResultRow>(client: pg.Client, select: string, where: string) {
  const { rows } = await client.query<Row>(
    `${select} where organization_id = $1 and ${where} order by md5(id::text) limit $2`,
    [BIG, CUSTOMERS],
  )
  return rows
}

async function sampleContacts(client: pg.Client) {
  const { rows } = await client.query<{ id: string; version: number }>(
    `select c.id, c.version + p.version as version from (
       select * from contacts where organization_id = $1 and active and not is_primary order by md5(id::text) limit $2) c
     join people p on p.organization_id = c.organization_id and p.id = c.person_id
     join customers u on u.organization_id = c.organization_id and u.id = c.customer_id and u.active
     where not exists (
       select from contacts o where o.organization_id = c.organization_id and o.person_id = c.person_id and o.id <> c.id)
     order by md5(c.id::text)`,
    [BIG, CUSTOMERS * 2],
  )
  return rows
}

export async function makeStaffSession(client: pg.Client, organizationId = BIG): Promise<string> {
  const [account, member] = [randomUUID(), randomUUID()]
  const email = `bench-${account}@portico.example`
  const { token, hash } = newToken(organizationId)
  await client.query(
    `insert into staff_accounts (id, email, email_identity, password_hash, created_at, devices_known_from)
     values ($1, $2, $2, 'none', now(), now())`,
    [account, email],
  )
  await client.query(
    `insert into staff_members (organization_id, id, account_id, name, email, email_identity, role, invited_at, joined_at)
     values ($1, $2, $3, 'Bench', $4, $4, 'owner', now(), now())`,
    [organizationId, member, account, email],
  )
  await client.query(
    `insert into staff_sessions (organization_id, id, member_id, token_hash, created_at, last_seen_at, expires_at, password_shown_at)
     values ($1, $2, $3, $4, now(), now(), now() + interval '1 day', now())`,
    [organizationId, randomUUID(), member, hash],
  )
  return token
}

async function makeSignIns(client: pg.Client) {
  const hash = await createPasswordHasher().hash(PASSWORD)
  const { rows } = await client.query<{ email: string }>(
    `with chosen as (
       select k.person_id from contacts k join customers c on c.organization_id = k.organization_id and c.id = k.customer_id
       where k.organization_id = $1 and k.active and c.active order by md5(k.id::text) limit $2
     ), given as (
       insert into portal_access (organization_id, person_id, kind, password_hash, issued_at, chosen_at)
       select distinct $1::uuid, person_id, 'chosen', $3, now(), now() from chosen returning person_id
     )
     select p.email from given join people p on p.organization_id = $1 and p.id = given.person_id`,
    [BIG, SIGN_INS, hash],
  )
  return rows.map(({ email }) => ({ email, password: PASSWORD }))
}

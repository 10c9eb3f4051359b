import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { newId } from './id.ts'

/** The rules of tenancy (R21), asked of PostgreSQL itself, so that a new table is held to them by existing. */

/** The tenant itself, and the sign-in of staff, who may work for several. */
const ABOVE_TENANTS = ['organizations', 'staff_accounts']

let database: TestDatabase
let owner: pg.Client
let app: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  owner = new pg.Client({ connectionString: database.ownerUrl })
  app = new pg.Client({ connectionString: database.appUrl })
  await Promise.all([owner.connect(), app.connect()])
})
afterAll(async () => {
  await Promise.all([owner.end(), app.end()])
  await database.drop()
})

const names = async (query: string) =>
  (await owner.query<{ name: string }>(query)).rows.map(({ name }) => name)

test('every table but two names its organization first in its primary key', async () => {
  const others = await names(`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not exists (
      select from pg_constraint k
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
      where k.conrelid = c.oid and k.contype = 'p' and a.attname = 'organization_id')`)
  expect(others.toSorted()).toEqual(ABOVE_TENANTS)
})

test('a foreign key between tenants’ tables carries the organization', async () => {
  const bare = await names(`
    select k.conname as name from pg_constraint k
    join pg_class target on target.oid = k.confrelid
    where k.contype = 'f' and target.relname <> all ('{${ABOVE_TENANTS.join()}}') and not exists (
      select from unnest(k.conkey) key
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = key where a.attname = 'organization_id')`)
  expect(bare).toEqual([])
})

test('row-level security is on and forced for every table', async () => {
  const open = await names(`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)`)
  expect(open).toEqual([])
})

test('without an organization the application sees no row, and cannot write one', async () => {
  const organizationId = newId()
  await owner.query(
    `insert into organizations (id, name, slug, created_at, updated_at) values ($1, 'One', 'one', now(), now())`,
    [organizationId],
  )
  const seen = async () => (await app.query('select id from organizations')).rowCount
  expect(await seen()).toBe(0)
  await app.query(`select set_config('app.organization_id', $1, false)`, [newId()])
  expect(await seen()).toBe(0)
  await expect(
    app.query(
      `insert into customers (organization_id, id, name, created_at, updated_at) values ($1, $2, 'A', now(), now())`,
      [organizationId, newId()],
    ),
  ).rejects.toThrow(/row-level security/)
  await app.query(`select set_config('app.organization_id', $1, false)`, [organizationId])
  expect(await seen()).toBe(1)
})

test('functions of the owner fix their search path and are closed to everybody else', async () => {
  const loose = await names(`
    select p.proname as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and (p.proconfig is null or not exists (select from unnest(p.proconfig) setting where setting like 'search_path=%')
        or (p.prorettype <> 'trigger'::regtype and has_function_privilege('public', p.oid, 'execute')))`)
  expect(loose).toEqual([])
})

test('the application cannot delete what was written to the journal, or sent, in the last thirty days', async () => {
  const organizationId = newId()
  await owner.query(
    `insert into organizations (id, name, slug, created_at, updated_at) values ($1, 'Two', 'two', now(), now())`,
    [organizationId],
  )
  await app.query(`select set_config('app.organization_id', $1, false)`, [organizationId])
  for (const days of [29, 31])
    await app.query(
      `insert into journal (organization_id, id, at, actor_kind, actor_name, action)
       values ($1, $2, now() - $3 * interval '1 day', 'system', 'Portico', 'organization.changed')`,
      [organizationId, newId(), days],
    )
  expect((await app.query('delete from journal')).rowCount).toBe(1)
  await expect(app.query('delete from delivery_attempts')).rejects.toThrow('permission denied')
  const { rows } = await app.query<{ qual: string }>(
    `select qual from pg_policies where tablename = 'deliveries' and permissive = 'RESTRICTIVE' and cmd = 'DELETE'`,
  )
  expect(rows).toEqual([{ qual: "(finished_at <= (now() - '30 days'::interval))" }])
})

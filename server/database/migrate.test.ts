import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { CannotStart } from '../cannot-start.ts'
import { migrate, readMigrations } from './migrate.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase({ migrated: false })
})
afterEach(() => database.drop())

const FIRST = {
  name: '001-first.sql',
  sql: 'create table first (id integer);\ncreate table also_first (id integer);',
}
const SECOND = { name: '002-second.sql', sql: 'alter table first add column name text;' }

test('migrations are applied once, in the order of their numbers', async () => {
  expect(await migrate(database.ownerUrl, [FIRST])).toEqual(['001-first.sql'])
  expect(await migrate(database.ownerUrl, [FIRST, SECOND])).toEqual(['002-second.sql'])
  expect(await migrate(database.ownerUrl, [FIRST, SECOND])).toEqual([])
})

test('of several servers that start at once, one migrates', async () => {
  const applied = await Promise.all(
    Array.from({ length: 4 }, () => migrate(database.ownerUrl, [FIRST, SECOND])),
  )
  expect(applied.flat().sort()).toEqual(['001-first.sql', '002-second.sql'])
})

test('a migration that fails leaves nothing of itself, and says where it failed', async () => {
  const broken = {
    name: '002-broken.sql',
    sql: 'create table half (id integer);\n\nselect nothing_like_it();',
  }
  const failure = await migrate(database.ownerUrl, [FIRST, broken]).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(CannotStart)
  expect((failure as Error).message).toMatch(/002-broken\.sql failed at line 3.*nothing_like_it/)
  expect(await tables()).toEqual(['also_first', 'first'])
  expect(await migrate(database.ownerUrl, [FIRST, SECOND])).toEqual(['002-second.sql'])
})

test('a migration changed after it was applied is refused', async () => {
  await migrate(database.ownerUrl, [FIRST])
  await expect(migrate(database.ownerUrl, [{ ...FIRST, sql: `${FIRST.sql} -- more` }])).rejects.toThrow(
    '001-first.sql was changed after it had been applied',
  )
})

test('line ends of another system are no change', async () => {
  await migrate(database.ownerUrl, [FIRST])
  expect(await migrate(database.ownerUrl, [{ ...FIRST, sql: FIRST.sql.replaceAll('\n', '\r\n') }])).toEqual(
    [],
  )
})

test('a database of a newer version is refused', async () => {
  await migrate(database.ownerUrl, [FIRST, SECOND])
  await expect(migrate(database.ownerUrl, [FIRST])).rejects.toThrow(
    'newer than this Portico: it has 002-second.sql',
  )
})

test('the record of what was applied is closed to the application', async () => {
  await migrate(database.ownerUrl, [FIRST])
  const client = new pg.Client({ connectionString: database.appUrl })
  await client.connect()
  await expect(client.query('select from migrations.applied')).rejects.toThrow(
    'permission denied for schema migrations',
  )
  await client.end()
})

test('a database that does not answer is one sentence', async () => {
  const elsewhere = database.ownerUrl.replace(/host=.*/, 'host=/nowhere')
  await expect(migrate(elsewhere, [])).rejects.toThrow(/^The database does not answer: .*ENOENT/)
})

test('the real ones are numbered without a gap', () => {
  const numbers = readMigrations().map(({ name }) => Number(name.slice(0, 3)))
  expect(numbers.length).toBeGreaterThan(0)
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
})

async function tables(): Promise<string[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  )
  await client.end()
  return rows.map(({ name }) => name)
}

import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { bringUpDatabase, externalUrls } from './bring-up.ts'
import { checkPooler } from './check-pooler.ts'
import { checkTenancy } from './self-check.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase({ throwaway: true })
})
afterEach(() => database.drop())

test('the database as it is migrated passes', async () => {
  await expect(checkTenancy(database.appUrl)).resolves.toBeUndefined()
})

test('so do the connections of its owner, once they have taken the role on', async () => {
  const { appUrl } = externalUrls(database.ownerUrl, null)
  await expect(checkTenancy(appUrl)).resolves.toBeUndefined()
})

test('connections of our own pass where organizations are set on them', async () => {
  await expect(checkPooler(database.appUrl)).resolves.toBeUndefined()
})

test('a replica is refused in a sentence', async () => {
  await asOwner(
    `do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$`,
  )
  const settings = {
    dataDir: '/nowhere',
    databaseUrl: database.ownerUrl,
    databaseAppUrl: database.appUrl,
    tenantScope: 'connection' as const,
    secretKeys: { current: Buffer.alloc(32), old: [] },
    acceptNewSecretKey: false,
  }
  await expect(bringUpDatabase(settings)).rejects.toThrow(
    'The database is a replica, or read-only: let DATABASE_URL name the primary server.',
  )
})

test('a superuser is refused', async () => {
  await expect(checkTenancy(database.ownerUrl)).rejects.toThrow(
    'The role postgres is a superuser or has BYPASSRLS.',
  )
})

test.for([
  ['alter table customers no force row level security', 'not enabled and forced on customers.'],
  ['alter table customers disable row level security', 'not enabled and forced on customers.'],
  ['create table forgotten (id integer)', 'not enabled and forced on forgotten.'],
  ['alter table customers owner to portico_app', 'portico_app owns customers.'],
  ['create view everybody as select * from people', 'everybody reads with its owner'],
  ['create materialized view everybody as select * from people', 'everybody reads with its owner'],
  ['grant create on schema public to public', 'may create objects'],
  ['drop schema public cascade; create schema public', 'sees no tables'],
])('after `%s` Portico does not start', async ([statement, complaint]) => {
  await asOwner(statement!)
  await expect(checkTenancy(database.appUrl)).rejects.toThrow(complaint)
})

test('a view that reads with the rights of the role that asks is fine', async () => {
  await asOwner('create view mine with (security_invoker = true) as select * from people')
  await expect(checkTenancy(database.appUrl)).resolves.toBeUndefined()
})

async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  await client.query(statement)
  await client.end()
}

import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** Set by `one-postgres.ts`, which vitest runs before the tests. */
export const SERVER_URL_VARIABLE = 'PORTICO_TEST_SERVER_URL'
export const TEMPLATE = 'portico_template'

export interface TestDatabase {
  ownerUrl: string
  appUrl: string
  drop(): Promise<void>
}

interface TestDatabaseOptions {
  migrated?: boolean
  /** For a test that alters tables: nobody gets the database after it. */
  throwaway?: boolean
}

/** Databases of earlier tests, emptied again, which is fifty times as fast as another copy. */
const emptied: string[] = []

/** What connections call themselves that stay open from one test on a database to the next. */
export const STAYS_OPEN = 'stays open'

/** To empty a database again: a new connection would read the catalogue of all its tables first. */
const emptying = new Map<string, pg.Pool>()

/** A database for one test, migrated and empty. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { migrated = true, throwaway = !migrated } = options
  const serverUrl = process.env[SERVER_URL_VARIABLE]
  if (!serverUrl) throw new Error('run the tests with vitest, whose setup starts PostgreSQL')
  const name = (!throwaway && emptied.pop()) || (await copyOf(migrated ? TEMPLATE : 'template1', serverUrl))
  const ownerUrl = urlOf(serverUrl, name)
  return {
    ownerUrl,
    appUrl: urlOf(serverUrl, name, 'portico_app'),
    async drop() {
      if (throwaway) return onServer(serverUrl, `drop database ${name} with (force)`)
      await empty(ownerUrl)
      emptied.push(name)
    },
  }
}

async function copyOf(template: string, serverUrl: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(serverUrl, `create database ${name} template ${template} strategy file_copy`)
  return name
}

async function empty(ownerUrl: string): Promise<void> {
  let pool = emptying.get(ownerUrl)
  if (!pool) {
    pool = new pg.Pool({ connectionString: ownerUrl, application_name: STAYS_OPEN, max: 1 })
    // A test may have ended every connection.
    pool.on('error', () => {})
    emptying.set(ownerUrl, pool)
  }
  await pool.query(EMPTY)
}

/**
 * Ends the remaining connections but those that stay open, which may finish what they are at. Then deletes every row,
 * without the triggers and keys that depend on the order.
 */
const EMPTY = `
  select pg_terminate_backend(pid, 5000) from pg_stat_activity
   where datname = current_database() and pid <> pg_backend_pid() and application_name <> '${STAYS_OPEN}';
  set session_replication_role = replica;
  do $$
  declare one regclass;
  begin
    while exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle') loop
      perform pg_sleep(0.005), pg_stat_clear_snapshot();
    end loop;
    for one in select oid from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') loop
      execute 'delete from ' || one;
    end loop;
    -- A server that was started on it left the fingerprint of its key.
    if to_regclass('migrations.secret_key') is not null then delete from migrations.secret_key; end if;
  end $$`

/** Time passes on the clock of the database, which no test can set: the process that holds a lease has died. */
export async function letLeasesRunOut({ ownerUrl }: Pick<TestDatabase, 'ownerUrl'>): Promise<void> {
  await ask(
    ownerUrl,
    ['outbox', 'regular_work', 'invoice_batches', 'imports', 'webhook_messages']
      .map((table) => `update ${table} set leased_until = now() where leased_until > now()`)
      .join(';'),
  )
}

/** The same server, with another database or role. */
export function urlOf(serverUrl: string, database: string, role = 'postgres'): string {
  return serverUrl.replace(/^postgresql:\/\/[^@]*@\/[^?]*/, `postgresql://${role}@/${database}`)
}

/** A statement about databases. */
export async function onServer(serverUrl: string, statement: string): Promise<void> {
  await ask(urlOf(serverUrl, 'postgres'), statement)
}

/** Past the application and row-level security, where the url is the owner's. */
export async function ask<Row extends object>(
  url: string,
  statement: string,
  values?: unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query<Row>(statement, values)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

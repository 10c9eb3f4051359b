import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'

export interface Migration {
  name: string
  sql: string
}

/** Any number will do, as long as all versions of Portico use the same: "portico" in ASCII. */
const ADVISORY_LOCK = '31647734761612143'
const MIGRATIONS_FOLDER = new URL('./migrations/', import.meta.url)
const NEITHER_CREATED_NOR_GRANTED = '42501'
const MADE_BY_ANOTHER_AT_THE_SAME_TIME = ['42710', '23505']

/** The SQL files beside this one, in the order of their numbers. */
export function readMigrations(folder: URL = MIGRATIONS_FOLDER): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{3}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
    .map((name) => ({ name, sql: readFileSync(new URL(name, folder), 'utf8') }))
}

/** Brings the tables up to date, as the role that owns them. Returns the names of the migrations it applied. */
export async function migrate(
  ownerUrl: string,
  migrations: Migration[] = readMigrations(),
): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  await client.connect().catch((error: Error) => {
    throw new CannotStart(`The database does not answer: ${error.message}.`)
  })
  try {
    await client.query('set client_min_messages = warning')
    // Of several servers that start at once, one migrates and the others wait here.
    await client.query(`select pg_advisory_lock(${ADVISORY_LOCK})`)
    await makeAppRole(client)
    const applied = await readApplied(client)
    refuseWhatDiffers(applied, migrations)
    const pending = migrations.filter(({ name }) => !applied.has(name))
    for (const migration of pending) await apply(client, migration)
    return pending.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/** On the embedded PostgreSQL it exists already, and may sign in. On a server the owner's connections take it on. */
async function makeAppRole(client: pg.Client): Promise<void> {
  try {
    const { rowCount } = await client.query(`select from pg_roles where rolname = 'portico_app'`)
    if (!rowCount) await client.query('create role portico_app nologin').catch(ignoreWhenMadeMeanwhile)
    const member = await client.query<{ can: boolean }>(
      `select pg_has_role(current_user, 'portico_app', 'member') as can`,
    )
    if (!member.rows[0]?.can) await client.query('grant portico_app to current_user')
  } catch (error) {
    if ((error as pg.DatabaseError).code !== NEITHER_CREATED_NOR_GRANTED) throw error
    throw new CannotStart(
      'The role of DATABASE_URL may not create the role portico_app: let an administrator run ' +
        '`create role portico_app nologin; grant portico_app to <that role>`.',
    )
  }
}

function ignoreWhenMadeMeanwhile(error: pg.DatabaseError): void {
  if (!MADE_BY_ANOTHER_AT_THE_SAME_TIME.includes(error.code ?? '')) throw error
}

/** In a schema of its own, which the application's role may not even look into. */
async function readApplied(client: pg.Client): Promise<Map<string, string>> {
  await client.query(`
    create schema if not exists migrations;
    create table if not exists migrations.applied (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`)
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from migrations.applied',
  )
  return new Map(rows.map(({ name, checksum }) => [name, checksum]))
}

function refuseWhatDiffers(applied: Map<string, string>, migrations: Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, checksum(migration)]))
  for (const [name, sum] of applied) {
    if (!known.has(name)) {
      throw new CannotStart(
        `The database is newer than this Portico: it has ${name}, which this version does not know.`,
      )
    }
    if (known.get(name) !== sum) {
      throw new CannotStart(
        `The migration ${name} was changed after it had been applied to this database: restore it, and write a new one.`,
      )
    }
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.sql)
    await client.query('insert into migrations.applied (name, checksum) values ($1, $2)', [
      migration.name,
      checksum(migration),
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    const { message, position } = error as pg.DatabaseError
    const line = position && ` at line ${migration.sql.slice(0, Number(position)).split('\n').length}`
    throw new CannotStart(`The migration ${migration.name} failed${line ?? ''} and was undone: ${message}.`, {
      cause: error,
    })
  }
}

function checksum({ sql }: Migration): string {
  // Git may check the file out with other line endings.
  return createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')
}

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { oneAtATime } from './one-at-a-time.ts'

export interface Migration {
  name: string
  sql: string
}

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
    await makeAppRole(client)
    await oneAtATime(client, () => prepare(client))
    const names: string[] = []
    for (;;) {
      const name = await oneAtATime(client, () => applyNext(client, migrations))
      if (name === null) return names
      names.push(name)
    }
  } finally {
    await client.end()
  }
}

/** On the embedded PostgreSQL it exists already, and may sign in. Roles are the whole server's, and so is this. */
async function makeAppRole(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(`select from pg_roles where rolname = 'portico_app'`)
  if (!rowCount)
    await client
      .query('create role portico_app nologin')
      .catch(ignoreWhenMadeMeanwhile)
      .catch(refuseWithoutRights)
}

/** On a server the owner's connections take the role on. What was applied is kept in a schema that it may not even look into. */
async function prepare(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ can: boolean }>(
    `select pg_has_role(current_user, 'portico_app', 'member') as can`,
  )
  if (!rows[0]?.can) await client.query('grant portico_app to current_user').catch(refuseWithoutRights)
  await client.query(`
    create schema if not exists migrations;
    create table if not exists migrations.applied (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`)
}

function refuseWithoutRights(error: pg.DatabaseError): never {
  if (error.code !== NEITHER_CREATED_NOR_GRANTED) throw error
  throw new CannotStart(
    'The role of DATABASE_URL may not create the role portico_app: let an administrator run ' +
      '`create role portico_app nologin; grant portico_app to <that role>`.',
  )
}

function ignoreWhenMadeMeanwhile(error: pg.DatabaseError): void {
  if (!MADE_BY_ANOTHER_AT_THE_SAME_TIME.includes(error.code ?? '')) throw error
}

/** Returns the name of the migration that it applied, or null: all of them are. */
async function applyNext(client: pg.Client, migrations: Migration[]): Promise<string | null> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from migrations.applied',
  )
  const applied = new Map(rows.map((row) => [row.name, row.checksum]))
  refuseWhatDiffers(applied, migrations)
  const next = migrations.find(({ name }) => !applied.has(name))
  if (!next) return null
  await client.query(next.sql).catch((error: pg.DatabaseError) => {
    throw hasFailed(next, error)
  })
  await client.query('insert into migrations.applied (name, checksum) values ($1, $2)', [
    next.name,
    checksum(next),
  ])
  return next.name
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

function hasFailed({ name, sql }: Migration, cause: pg.DatabaseError): CannotStart {
  const { message, position } = cause
  const line = position && ` at line ${sql.slice(0, Number(position)).split('\n').length}`
  return new CannotStart(`The migration ${name} failed${line ?? ''} and was undone: ${message}.`, { cause })
}

function checksum({ sql }: Migration): string {
  // Git may check the file out with other line endings.
  return createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')
}

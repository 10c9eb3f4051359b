import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { CannotStart } from '../server/cannot-start.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../server/database/embedded.ts'
import { migrate } from '../server/database/migrate.ts'

/** The organizations of the data are numbered. */
export const organizationAt = (number: number) =>
  `00000001-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
/** The one that has all the customers, beside many small ones. */
export const BIG = organizationAt(0)

/** Data made by files of statements, with the values it asks for by `current_setting('bench.…')`. */
export interface Data {
  name: string
  /** Where it is kept. */
  folder: string
  statements: string[]
  settings: Record<string, string | number>
  /** Of the build that works on it. */
  migrate?: typeof migrate
}

/**
 * An embedded PostgreSQL with such data, kept in a folder for the next run. It is made again when the data have
 * changed, or a migration that was applied to them.
 */
export async function openBenchDatabase(data: Data): Promise<EmbeddedPostgres> {
  const folder = resolve(data.folder)
  const statements = data.statements.map((file) => readFileSync(file, 'utf8')).join('\n')
  const { migrate: bringUpToDate = migrate } = data
  const wanted = createHash('sha256').update(statements).digest('hex')
  const keyFile = join(folder, 'made-from')
  if (readIfThere(keyFile) === wanted) {
    const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data') })
    try {
      await bringUpToDate(postgres.ownerUrl)
      await withOwner(postgres.ownerUrl, removeTraces)
      return postgres
    } catch (error) {
      await postgres.stop()
      if (!(error instanceof CannotStart)) throw error
    }
  }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data') })
  try {
    await bringUpToDate(postgres.ownerUrl)
    await makeData(postgres.ownerUrl, data, statements)
    writeFileSync(keyFile, wanted)
    return postgres
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

/** Removes what an earlier run has added, so that each run finds the same. The data itself are from the year 2000. */
async function removeTraces(client: pg.Client): Promise<void> {
  await client.query(
    `truncate portal_sessions, portal_devices, portal_access, throttles, journal, events_pending, events, deliveries, outbox, staff_members, staff_accounts cascade`,
  )
  for (const table of ['contacts', 'people', 'customers'])
    await client.query(`delete from ${table} where created_at > '2000-01-02'`)
  await removeTracesByHand(client)
  await client.query('vacuum analyze')
}

/** The tables of the other side, where there are any. */
async function removeTracesByHand(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regnamespace('by_hand') is not null as there`,
  )
  if (!rows[0]!.there) return
  await client.query('truncate by_hand.access, by_hand.letters, by_hand.journal, by_hand.events')
  await client.query(
    'delete from by_hand.contact_search s using by_hand.contacts c where (c.organization_id, c.id) = (s.organization_id, s.contact_id) and c.created_at > $1',
    ['2000-01-02'],
  )
  for (const table of ['contacts', 'people']) {
    await client.query(`delete from by_hand.${table} where created_at > '2000-01-02'`)
    // Both sides are told the same versions.
    await client.query(
      `update by_hand.${table} b set version = o.version from ${table} o
       where o.organization_id = b.organization_id and o.id = b.id and o.version <> b.version`,
    )
  }
}

export async function withOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function makeData(ownerUrl: string, { name, settings }: Data, statements: string) {
  const began = Date.now()
  process.stderr.write(`Making ${name}: once, a few minutes …\n`)
  await withOwner(ownerUrl, async (client) => {
    for (const [setting, value] of Object.entries(settings))
      await client.query(`select set_config($1, $2, false)`, [`bench.${setting}`, String(value)])
    await client.query(statements)
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  })
  process.stderr.write(`Made in ${Math.round((Date.now() - began) / 1000)} s.\n`)
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

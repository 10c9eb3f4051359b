import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { BACKUP } from './backup.ts'
import { migrate, readMigrations } from './migrate.ts'
import { withoutTriggers, insertRows, readTables } from './rows.ts'
import {
  readSealed,
  refuseDamage,
  type FileHeader,
  type FileKeys,
  type RowCounts,
  type SealedFile,
} from './sealed-file.ts'

/**
 * Puts the rows of a backup into a database that has none, all or nothing, and brings the tables of an older one up
 * to date.
 */
export async function restore(ownerUrl: string, file: string, keys: FileKeys): Promise<RowCounts> {
  const { header, batches } = await readSealed(file, BACKUP, keys)
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await refuseWhatIsNotEmpty(client)
    await migrate(ownerUrl, migrationsOf(header))
    await client.query('begin')
    const counts = await load(client, batches).catch((error: unknown) => refuseDamage(error, file))
    await client.query('commit')
    await client.query('analyze')
    await migrate(ownerUrl)
    return counts
  } finally {
    await client.end()
  }
}

async function refuseWhatIsNotEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.organizations') is not null as there`,
  )
  if (!rows[0]?.there) return
  const { rowCount } = await client.query('select from organizations limit 1')
  if (rowCount)
    throw new CannotStart(
      'The database has an organization in it: set DATA_DIR to an empty folder, or DATABASE_URL to an empty database, so that nothing is overwritten.',
    )
}

function migrationsOf({ migrations }: FileHeader) {
  const known = readMigrations()
  const unknown = migrations.find((name) => !known.some((one) => one.name === name))
  if (unknown)
    throw new CannotStart(
      `The backup was made by a newer Portico: it has ${unknown}, which this version does not know. Update Portico first.`,
    )
  return known.filter(({ name }) => migrations.includes(name))
}

async function load(client: pg.Client, batches: SealedFile['batches']): Promise<RowCounts> {
  await withoutTriggers(client)
  await client.query(`truncate ${(await readTables(client)).map(({ name }) => name).join(', ')}`)
  return insertRows(client, batches)
}

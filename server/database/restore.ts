import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { readTables, type BackupHeader, type RowCounts } from './backup.ts'
import { migrate, readMigrations } from './migrate.ts'

const ROWS_AT_ONCE = 500

/** Puts the rows of a backup into a database that has none, all or nothing, and brings an older one's tables up to date. */
export async function restore(ownerUrl: string, file: string): Promise<RowCounts> {
  const lines = linesOf(file)
  const header = readHeader((await lines.next()).value, file)
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await refuseWhatIsNotEmpty(client)
    await migrate(ownerUrl, migrationsOf(header))
    await client.query('begin')
    const counts = await load(client, lines, file)
    await client.query('commit')
    await client.query('analyze')
    await migrate(ownerUrl)
    return counts
  } finally {
    await client.end()
  }
}

async function* linesOf(file: string): AsyncGenerator<string, undefined> {
  const source = createReadStream(file)
  const unpacked = source.pipe(createGunzip())
  source.on('error', (error) => unpacked.destroy(error))
  // Reading begins at the first line that is asked for, and an error would otherwise go unheard before.
  const lines = createInterface({ input: unpacked, crlfDelay: Infinity })
  try {
    for await (const line of lines) yield line
    if (unpacked.errored) throw unpacked.errored
  } catch (error) {
    throw new CannotStart(`${file} cannot be read: ${(error as Error).message}.`)
  }
}

function readHeader(line: string | undefined, file: string): BackupHeader {
  try {
    const header = JSON.parse(line ?? '') as BackupHeader
    if (header.portico === 'backup' && header.format === 1) return header
  } catch {
    // It is no JSON, and the sentence below says all there is to say.
  }
  throw new CannotStart(`${file} is no backup that this Portico can read.`)
}

async function refuseWhatIsNotEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.organizations') is not null as there`,
  )
  if (!rows[0]?.there) return
  const { rowCount } = await client.query('select from organizations limit 1')
  if (rowCount)
    throw new CannotStart(
      'The data folder has a database with an organization in it: set DATA_DIR to an empty folder, so that nothing is overwritten.',
    )
}

function migrationsOf({ migrations }: BackupHeader) {
  const known = readMigrations()
  const unknown = migrations.find((name) => !known.some((one) => one.name === name))
  if (unknown)
    throw new CannotStart(
      `The backup is of a newer Portico: it has ${unknown}, which this version does not know.`,
    )
  return known.filter(({ name }) => migrations.includes(name))
}

async function load(client: pg.Client, lines: AsyncIterable<string>, file: string): Promise<RowCounts> {
  const columns = new Map((await readTables(client)).map((table) => [table.name, table.columns]))
  // The rows are whole as they are: no trigger has to add to them, and the order of tables does not matter.
  await client.query('set local session_replication_role = replica')
  await client.query(`truncate ${[...columns.keys()].join(', ')}`)
  const counts: RowCounts = Object.fromEntries([...columns.keys()].map((name) => [name, 0]))
  let table = ''
  let rows: string[] = []
  const insert = async () => {
    if (rows.length === 0) return
    await client.query(
      `insert into ${table} (${columns.get(table)!})
       select ${columns.get(table)!} from json_populate_recordset(null::${table}, $1::json)`,
      [`[${rows.join(',')}]`],
    )
    counts[table]! += rows.length
    rows = []
  }

  for await (const line of lines) {
    const [, name, row] = /^\["(\w+)",(.*)\]$/s.exec(line) ?? []
    if (name === undefined || row === undefined) {
      await insert()
      if (line === JSON.stringify({ end: counts })) return counts
      break
    }
    if (!columns.has(name)) throw new CannotStart(`${file} has rows of ${name}, which is no table.`)
    if (name !== table || rows.length === ROWS_AT_ONCE) await insert()
    table = name
    rows.push(row)
  }
  throw new CannotStart(`${file} is not whole: it was cut off or changed. Nothing was restored.`)
}

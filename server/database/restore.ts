import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { fingerprint, type SecretKeys } from '../secret-keys.ts'
import { backupSeal, readTables, type BackupHeader, type BackupSeal, type RowCounts } from './backup.ts'
import { migrate, readMigrations } from './migrate.ts'

const ROWS_AT_ONCE = 500

interface Keys {
  secretKeys: SecretKeys
  /** The key of the backup is lost: only accidents can be detected then. */
  acceptNewSecretKey: boolean
}

/**
 * Puts the rows of a backup into a database that has none, all or nothing, and brings the tables of an older one up
 * to date.
 */
export async function restore(ownerUrl: string, file: string, keys: Keys): Promise<RowCounts> {
  const lines = linesOf(file)
  const first = (await lines.next()).value ?? ''
  const header = readHeader(first, file)
  const check = checkOf(header, keys)
  check.add(first)
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await refuseWhatIsNotEmpty(client)
    await migrate(ownerUrl, migrationsOf(header))
    await client.query('begin')
    const counts = await load(client, lines, file, check)
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
  // Reading begins when the first line is asked for, and an earlier error would go unheard.
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
    if (header.portico === 'backup' && header.format === 2) return header
  } catch {
    // It is not JSON, and the sentence below says all there is to say.
  }
  throw new CannotStart(`${file} is not a backup that this Portico can read.`)
}

interface Check {
  add(line: string): void
  /** Whether the last line of the file says this about all the lines before it. */
  isSealedBy(line: string): boolean
}

function checkOf(header: BackupHeader, { secretKeys: { current, old }, acceptNewSecretKey }: Keys): Check {
  const key = [current, ...old].find((one) => fingerprint(one) === header.key)
  if (!key && !acceptNewSecretKey)
    throw new CannotStart(
      'The backup was made with another secret key, and only that key shows whether the file was changed. Put that key into ' +
        'the file secret-key in DATA_DIR, or set SECRET_KEY. If it is lost and you trust the file, set ACCEPT_NEW_SECRET_KEY=yes.',
    )
  const seal = backupSeal(key ?? current)
  return {
    add: (line) => seal.update(`${line}\n`),
    isSealedBy(line) {
      const { digest, proof } = seal.digest()
      const said = parsed(line)
      return said?.digest === digest && (!key || said.proof === proof)
    },
  }
}

function parsed(line: string): Partial<BackupSeal> | null {
  try {
    return JSON.parse(line) as Partial<BackupSeal> | null
  } catch {
    return null
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
      'The data folder has a database with an organization in it: set DATA_DIR to an empty folder, so that nothing is overwritten.',
    )
}

function migrationsOf({ migrations }: BackupHeader) {
  const known = readMigrations()
  const unknown = migrations.find((name) => !known.some((one) => one.name === name))
  if (unknown)
    throw new CannotStart(
      `The backup was made by a newer Portico: it has ${unknown}, which this version does not know. Update Portico first.`,
    )
  return known.filter(({ name }) => migrations.includes(name))
}

async function load(
  client: pg.Client,
  lines: AsyncGenerator<string, undefined>,
  file: string,
  check: Check,
): Promise<RowCounts> {
  const columns = new Map((await readTables(client)).map((table) => [table.name, table.columns]))
  // The rows are complete as they are: no trigger has to add to them, and the order of tables does not matter.
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

  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const line = next.value
    check.add(line)
    const [, name, row] = /^\["(\w+)",(.*)\]$/s.exec(line) ?? []
    if (name === undefined || row === undefined) {
      await insert()
      if (line !== JSON.stringify({ end: counts })) break
      const last = await lines.next()
      if (last.done || !check.isSealedBy(last.value)) break
      // To the very end, where gzip has its own checksum, and nothing else may follow.
      if ((await lines.next()).done) return counts
      break
    }
    if (!columns.has(name))
      throw new CannotStart(`${file} has rows of ${name}, which is not a table. Nothing was restored.`)
    if (name !== table || rows.length === ROWS_AT_ONCE) await insert()
    table = name
    rows.push(row)
  }
  throw new CannotStart(`${file} is incomplete or was changed. Nothing was restored.`)
}

import { createHash, createHmac } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { derivedKey, fingerprint } from '../secret-keys.ts'
import { readMigrations } from './migrate.ts'

/**
 * The beginning of a backup. It is followed by a line `["table",row]` for every row, the number of rows of each
 * table, and a seal over everything before it, which shows whether the file was cut off or changed. All of it is
 * compressed with gzip.
 */
export interface BackupHeader {
  portico: 'backup'
  format: 2
  at: string
  /** The fingerprint of the secret key that the seal was made with. */
  key: string
  /** The migrations that made the tables these rows fit. */
  migrations: string[]
}

export type RowCounts = Record<string, number>

const ROWS_AT_ONCE = 1000

/**
 * Writes every row of every table, as of one moment, into a file that only this user may read. Nobody has to stop
 * working.
 */
export async function backUp(
  ownerUrl: string,
  file: string,
  { now, secretKey }: { now: Date; secretKey: Buffer },
): Promise<RowCounts> {
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  await client.connect()
  // Written aside: a backup that breaks off leaves the last good one as it is.
  const draft = `${file}.${process.pid}`
  const counts: RowCounts = {}
  try {
    await client.query('begin isolation level repeatable read read only')
    // Makes it an error if row-level security would leave rows out.
    await client.query('set local row_security = off')
    await pipeline(
      Readable.from(sealed(lines(client, now, fingerprint(secretKey), counts), secretKey)),
      createGzip(),
      createWriteStream(draft, { mode: 0o600, flags: 'wx', flush: true }),
    )
    await rename(draft, file)
    return counts
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

async function* sealed(lines: AsyncIterable<string>, secretKey: Buffer): AsyncGenerator<string> {
  const seal = backupSeal(secretKey)
  for await (const line of lines) {
    seal.update(line)
    yield line
  }
  yield `${JSON.stringify(seal.digest())}\n`
}

/** `digest` shows an accident, but anybody can make one; `proof` can only be made with the key. */
export interface BackupSeal {
  digest: string
  proof: string
}

export function backupSeal(secretKey: Buffer) {
  const hash = createHash('sha256')
  const hmac = createHmac('sha256', derivedKey(secretKey, 'portico backup'))
  return {
    update(text: string) {
      hash.update(text)
      hmac.update(text)
    },
    digest: (): BackupSeal => ({ digest: hash.digest('hex'), proof: hmac.digest('hex') }),
  }
}

async function* lines(client: pg.Client, now: Date, key: string, counts: RowCounts): AsyncGenerator<string> {
  const header: BackupHeader = {
    portico: 'backup',
    format: 2,
    at: now.toISOString(),
    key,
    migrations: readMigrations().map(({ name }) => name),
  }
  yield `${JSON.stringify(header)}\n`
  for (const { name, columns } of await readTables(client)) {
    counts[name] = 0
    await client.query(
      `declare every cursor for select row_to_json(one)::text as row from (select ${columns} from ${name}) one`,
    )
    for (;;) {
      const { rows } = await client.query<{ row: string }>(`fetch ${ROWS_AT_ONCE} from every`)
      if (rows.length === 0) break
      counts[name] += rows.length
      yield rows.map(({ row }) => `["${name}",${row}]\n`).join('')
    }
    await client.query('close every')
  }
  yield `${JSON.stringify({ end: counts })}\n`
}

interface Table {
  name: string
  /** Columns that hold something of their own: generated ones are made again. */
  columns: string
}

export async function readTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname::text as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`)
  return rows
}

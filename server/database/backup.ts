import { rename, rm } from 'node:fs/promises'
import pg from 'pg'
import { readMigrations } from './migrate.ts'
import { readRows, readTables, type RowsOf } from './rows.ts'
import { writeSealed, type FileHeader, type FileKind, type RowCounts } from './sealed-file.ts'

export const BACKUP: FileKind = {
  portico: 'backup',
  format: 2,
  called: 'a backup',
  ofAnotherKey:
    'The backup was made with another secret key, and only that key shows whether the file was changed. Put that key into ' +
    'the file secret-key in DATA_DIR, or set SECRET_KEY. If it is lost and you trust the file, set ACCEPT_NEW_SECRET_KEY=yes.',
}

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
  try {
    await client.query('begin isolation level repeatable read read only')
    // Makes it an error if row-level security would leave rows out.
    await client.query('set local row_security = off')
    const counts = await writeSealed(draft, headerOf(BACKUP, now), everyRow(client), secretKey)
    await rename(draft, file)
    return counts
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

/** What a file of rows that is made now begins with. */
export function headerOf({ portico, format }: FileKind, now: Date): Omit<FileHeader, 'key'> {
  return { portico, format, at: now.toISOString(), migrations: readMigrations().map(({ name }) => name) }
}

async function* everyRow(client: pg.Client): AsyncGenerator<RowsOf> {
  for (const table of await readTables(client)) yield* readRows(client, table)
}

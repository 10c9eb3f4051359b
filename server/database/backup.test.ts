import { mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { openCast, type Cast } from '../../test/cast.ts'
import { createTestDatabase } from '../../test/database.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { backUp, readTables } from './backup.ts'
import { restore } from './restore.ts'

const NOW = new Date('2026-05-04T09:00:00.000Z')
let folder: string
let file: string
let cast: Cast

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-test-'))
  file = join(folder, 'portico.backup')
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(async () => {
  cast = await openCast()
  await cast.settle(cast.anna.atAcme)
  await cast.owner.call(contactsApi.issuePassword, {
    params: { contactId: cast.anna.atAcme.id },
    body: { generate: true },
  })
})

async function emptyDatabase(migrated = false): Promise<string> {
  const database = await createTestDatabase({ migrated, throwaway: true })
  onTestFinished(() => database.drop())
  return database.ownerUrl
}

/** Every row of every table as PostgreSQL writes it. */
async function everything(url: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const all: Record<string, string[]> = {}
    for (const { name } of await readTables(client)) {
      const { rows } = await client.query<{ row: string }>(
        `select one::text as row from ${name} one order by 1`,
      )
      all[name] = rows.map(({ row }) => row)
    }
    return all
  } finally {
    await client.end()
  }
}

test('a backup of a database in use comes back to the last row, generated columns and secrets that wait included', async () => {
  const counts = await backUp(cast.ownerUrl, file, NOW)
  const before = await everything(cast.ownerUrl)
  expect(before['contacts']!.length).toBeGreaterThan(1)
  expect(before['deliveries']!.some((row) => row.includes('\\x01'))).toBe(true)
  expect(counts).toEqual(
    Object.fromEntries(Object.entries(before).map(([name, rows]) => [name, rows.length])),
  )

  const url = await emptyDatabase()
  expect(await restore(url, file)).toEqual(counts)
  expect(await everything(url)).toEqual(before)
})

test('it is for its owner alone, and a failed one leaves no trace', async () => {
  await backUp(cast.ownerUrl, file, NOW)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await expect(backUp(cast.ownerUrl, join(folder, 'missing/file'), NOW)).rejects.toThrow('ENOENT')
  expect(await readdir(folder)).toEqual(['portico.backup'])
})

test('names with quotes, line ends and letters of four bytes survive', async () => {
  const name = 'O\'Hara "& Søns"\\ 𝔘 \u2028 ]'
  const { id } = await cast.addCustomer(name)
  await backUp(cast.ownerUrl, file, NOW)
  const url = await emptyDatabase()
  await restore(url, file)
  expect((await everything(url))['customers']!.find((row) => row.includes(id))).toEqual(
    (await everything(cast.ownerUrl))['customers']!.find((row) => row.includes(id)),
  )
})

test('a database with an organization in it is not overwritten', async () => {
  await backUp(cast.ownerUrl, file, NOW)
  const before = await everything(cast.ownerUrl)
  await expect(restore(cast.ownerUrl, file)).rejects.toThrow('set DATA_DIR to an empty folder')
  expect(await everything(cast.ownerUrl)).toEqual(before)
})

test('half a backup is refused, leaves nothing, and the whole one can follow', async () => {
  await backUp(cast.ownerUrl, file, NOW)
  const url = await emptyDatabase()
  const half = join(folder, 'half.backup')
  const whole = await readFile(file)

  await writeFile(half, whole)
  await truncate(half, whole.length >> 1)
  await expect(restore(url, half)).rejects.toThrow('cannot be read: unexpected end of file.')
  const lines = gunzipSync(whole).toString().split('\n')
  await writeFile(half, gzipSync([...lines.slice(0, 30), ...lines.slice(31)].join('\n')))
  await expect(restore(url, half)).rejects.toThrow('is not whole: it was cut off or changed.')
  expect(Object.values(await everything(url)).flat()).toEqual([])

  await restore(url, file)
  expect(await everything(url)).toEqual(await everything(cast.ownerUrl))
  await rm(half)
})

test('what is no backup, or one of a newer Portico, is refused in a sentence', async () => {
  const url = await emptyDatabase()
  await writeFile(file, gzipSync('{"hello":"world"}\n'))
  await expect(restore(url, file)).rejects.toThrow('is no backup that this Portico can read.')
  const header = { portico: 'backup', format: 1, at: '', migrations: ['999-later.sql'] }
  await writeFile(file, gzipSync(`${JSON.stringify(header)}\n`))
  await expect(restore(url, file)).rejects.toThrow('The backup is of a newer Portico: it has 999-later.sql')
})

import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { openCast, type Cast } from '../../test/cast.ts'
import { createTestDatabase } from '../../test/database.ts'
import { CannotStart } from '../cannot-start.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { fingerprint } from '../secret-keys.ts'
import { backUp } from './backup.ts'
import { restore } from './restore.ts'
import { readTables } from './rows.ts'
import { sealOf } from './sealed-file.ts'

const NOW = new Date('2026-05-04T09:00:00.000Z')
const KEY = randomBytes(32)
const KEYS = { secretKeys: { current: KEY, old: [] }, acceptNewSecretKey: false }
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

/** Every row of every table, as PostgreSQL writes it. */
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
  const counts = await backUp(cast.ownerUrl, file, { now: NOW, secretKey: KEY })
  const before = await everything(cast.ownerUrl)
  expect(before['contacts']!.length).toBeGreaterThan(1)
  expect(before['deliveries']!.some((row) => row.includes('\\x01'))).toBe(true)
  expect(counts).toEqual(
    Object.fromEntries(
      Object.entries(before).flatMap(([name, rows]) => (rows.length > 0 ? [[name, rows.length]] : [])),
    ),
  )

  const url = await emptyDatabase()
  expect(await restore(url, file, KEYS)).toEqual(counts)
  expect(await everything(url)).toEqual(before)
})

test('it is for its owner alone, and a failed one leaves no trace', async () => {
  await backUp(cast.ownerUrl, file, { now: NOW, secretKey: KEY })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await expect(
    backUp(cast.ownerUrl, join(folder, 'missing/file'), { now: NOW, secretKey: KEY }),
  ).rejects.toThrow('ENOENT')
  expect(await readdir(folder)).toEqual(['portico.backup'])
})

test('names with quotes, line ends and letters of four bytes survive', async () => {
  const name = 'O\'Hara "& Søns"\\ 𝔘 \u2028 ]'
  const { id } = await cast.addCustomer(name)
  await backUp(cast.ownerUrl, file, { now: NOW, secretKey: KEY })
  const url = await emptyDatabase()
  await restore(url, file, KEYS)
  expect((await everything(url))['customers']!.find((row) => row.includes(id))).toEqual(
    (await everything(cast.ownerUrl))['customers']!.find((row) => row.includes(id)),
  )
})

test('a database with an organization in it is not overwritten', async () => {
  await backUp(cast.ownerUrl, file, { now: NOW, secretKey: KEY })
  const before = await everything(cast.ownerUrl)
  await expect(restore(cast.ownerUrl, file, KEYS)).rejects.toThrow('set DATA_DIR to an empty folder')
  expect(await everything(cast.ownerUrl)).toEqual(before)
})

test('half a backup is refused, leaves nothing, and the whole one can follow', async () => {
  await backUp(cast.ownerUrl, file, { now: NOW, secretKey: KEY })
  const url = await emptyDatabase()
  const half = join(folder, 'half.backup')
  const whole = await readFile(file)

  await writeFile(half, whole)
  await truncate(half, whole.length >> 1)
  await expect(restore(url, half, KEYS)).rejects.toThrow('cannot be read: unexpected end of file.')
  const lines = gunzipSync(whole).toString().split('\n')
  await writeFile(half, gzipSync([...lines.slice(0, 30), ...lines.slice(31)].join('\n')))
  await expect(restore(url, half, KEYS)).rejects.toThrow('is incomplete or was changed.')
  expect(Object.values(await everything(url)).flat()).toEqual([])

  await restore(url, file, KEYS)
  expect(await everything(url)).toEqual(await everything(cast.ownerUrl))
  await rm(half)
})

/**
 * A file whose lines were changed and its digest made to fit: what somebody can do who has the file but not the key.
 */
function changed(whole: Buffer, change: (text: string) => string): Buffer {
  const lines = change(gunzipSync(whole).toString()).split('\n').slice(0, -2)
  const seal = sealOf(randomBytes(32))
  for (const line of lines) seal.update(`${line}\n`)
  return gzipSync([...lines, JSON.stringify(seal.digest()), ''].join('\n'))
}

test('a backup in which somebody replaced a password is refused, with its digest made to fit', async () => {
  await backUp(cast.ownerUrl, file, { now: NOW, secretKey: KEY })
  const url = await emptyDatabase()
  const forged = join(folder, 'forged.backup')
  const replace = (text: string) =>
    text.replace(/\$argon2id[^"]+/, '$argon2id$v=19$m=19456,t=2,p=1$AAAA$BBBB')
  await writeFile(forged, changed(await readFile(file), replace))
  await expect(restore(url, forged, KEYS)).rejects.toThrow('is incomplete or was changed.')
  expect(Object.values(await everything(url)).flat()).toEqual([])
  await rm(forged)
})

test('a bit that flipped on the disk is noticed wherever it is', async () => {
  await backUp(cast.ownerUrl, file, { now: NOW, secretKey: KEY })
  const whole = await readFile(file)
  const url = await emptyDatabase()
  const flipped = join(folder, 'flipped.backup')
  for (const at of [
    whole.length >> 2,
    whole.length >> 1,
    whole.length - 12,
    whole.length - 6,
    whole.length - 2,
  ]) {
    const bytes = Buffer.from(whole)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 4, at)
    await writeFile(flipped, bytes)
    await expect(restore(url, flipped, KEYS), `byte ${at} of ${whole.length}`).rejects.toThrow(CannotStart)
  }
  expect(Object.values(await everything(url)).flat()).toEqual([])
  await rm(flipped)
})

test('without its key a backup is taken only where the operator says that the key is lost', async () => {
  await backUp(cast.ownerUrl, file, { now: NOW, secretKey: KEY })
  const url = await emptyDatabase()
  const others = { secretKeys: { current: randomBytes(32), old: [] }, acceptNewSecretKey: false }
  await expect(restore(url, file, others)).rejects.toThrow('The backup was made with another secret key')
  await restore(url, file, { ...others, acceptNewSecretKey: true })
  expect(await everything(url)).toEqual(await everything(cast.ownerUrl))
})

test('what is no backup, or one of a newer Portico, is refused in a sentence', async () => {
  const url = await emptyDatabase()
  await writeFile(file, gzipSync('{"hello":"world"}\n'))
  await expect(restore(url, file, KEYS)).rejects.toThrow('is not a backup that this Portico can read.')
  const header = {
    portico: 'backup',
    format: 2,
    at: '',
    key: fingerprint(KEY),
    migrations: ['999-later.sql'],
  }
  await writeFile(file, gzipSync(`${JSON.stringify(header)}\n`))
  await expect(restore(url, file, KEYS)).rejects.toThrow(
    'The backup was made by a newer Portico: it has 999-later.sql',
  )
})

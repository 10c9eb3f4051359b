import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { PATIENT } from '../../test/patience.ts'
import { removeDataFolder } from '../../test/remove-data-folder.ts'
import { CannotStart } from '../cannot-start.ts'
import { AlreadyRunning } from '../data-folder.ts'
import { joinOrBringUpDatabase } from './bring-up.ts'
import {
  startEmbeddedPostgres,
  urlsOfRunning,
  type EmbeddedOptions,
  type EmbeddedPostgres,
} from './embedded.ts'
import { stopOrphan } from './orphan.ts'

let folder: string
let dataDir: string
const running: EmbeddedPostgres[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-test-'))
  // Longer than the path of a socket may be.
  dataDir = join(folder, 'long-'.repeat(30), 'data')
})
afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop()
})
afterAll(() => {
  for (const one of [dataDir, join(folder, 'half')]) removeDataFolder(one)
  rmSync(folder, { recursive: true, force: true })
})

async function start(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, ...options })
  running.push(postgres)
  return postgres
}

async function query<T extends object>(url: string, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(statement)).rows
  } finally {
    await client.end()
  }
}

test('a command in another container reaches it through the data folder, or says what to do', async () => {
  const { ownerUrl } = await start()
  const sockets = new URL(ownerUrl.replace('@/', '@localhost/')).searchParams.get('host')!
  // There it has another folder for what is temporary.
  renameSync(sockets, `${sockets}-elsewhere`)
  try {
    const one = await query<{ one: number }>(urlsOfRunning(dataDir).ownerUrl, 'select 1 as one')
    expect(one).toEqual([{ one: 1 }])
    const socket = join(dataDir, 'postgresql/.s.PGSQL.5432')
    renameSync(socket, `${socket}-elsewhere`)
    const secretKeys = { current: randomBytes(32), old: [] }
    const settings = {
      dataDir,
      databaseUrl: null,
      databaseAppUrl: null,
      secretKeys,
      acceptNewSecretKey: false,
      tenantScope: 'connection' as const,
    }
    const joining = joinOrBringUpDatabase(settings)
    await expect(joining).rejects.toThrow(CannotStart)
    await expect(joining).rejects.toThrow(
      /cannot be reached from here .* in the same container and as the same user/,
    )
    renameSync(`${socket}-elsewhere`, socket)
  } finally {
    renameSync(`${sockets}-elsewhere`, sockets)
  }
})

test('what was written is there after a stop and a start', async () => {
  const first = await start()
  await query(first.ownerUrl, 'create table kept as select 42 as answer')
  await first.stop()
  const second = await start()
  expect(await query(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('the application signs in as a role that may nothing by itself', async () => {
  const { appUrl } = await start()
  const [role] = await query(
    appUrl,
    `select current_user::text as name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb
       from pg_roles where rolname = current_user`,
  )
  expect(role).toEqual({
    name: 'portico_app',
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
  })
})

test.skipIf(process.getuid?.() !== 0)(
  'started as root, PostgreSQL runs as a user that nothing else runs as, even where it once ran as nobody',
  async () => {
    await (await start()).stop()
    const cluster = realpathSync(join(dataDir, 'postgresql'))
    const accounts = readFileSync('/etc/passwd', 'utf8')
    const own = statSync(cluster).uid
    if (!/^portico:/m.test(accounts)) expect(accounts).not.toMatch(new RegExp(`^\\w+:x:${own}:`, 'm'))
    const nobody = Number(/^nobody:[^:]*:(\d+)/m.exec(accounts)![1])
    execFileSync('chown', ['-R', String(nobody), cluster])
    const { appUrl, pid } = await start()
    expect(await query(appUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(statSync(`/proc/${pid}`).uid).toBe(own)
    expect(statSync(join(cluster, 'PG_VERSION')).uid).toBe(own)
  },
)

test('it listens on no network', async () => {
  const { ownerUrl } = await start()
  expect(await query(ownerUrl, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
})

test('a second start on the same data folder is refused, and leaves the first alone', async () => {
  const first = await start()
  await expect(start()).rejects.toThrow(AlreadyRunning)
  expect(await query(first.appUrl, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a command beside the server finds its database', async () => {
  const server = await start()
  const { ownerUrl, appUrl } = urlsOfRunning(dataDir)
  expect({ ownerUrl, appUrl }).toEqual({ ownerUrl: server.ownerUrl, appUrl: server.appUrl })
})

test('killed, PostgreSQL is started again under the same addresses', async () => {
  const troubles: string[] = []
  const postgres = await start({ onTrouble: (sentence) => troubles.push(sentence) })
  const killed = postgres.pid
  process.kill(killed, 'SIGKILL')
  await vi.waitFor(async () => {
    expect(await query(postgres.appUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(postgres.pid).not.toBe(killed)
  }, PATIENT)
  expect(troubles[0]).toBe('PostgreSQL ended (SIGKILL) and is being restarted.')
})

test('as long as something keeps it down, such as a full disk, it is tried again, and the cause is named', async () => {
  const troubles: string[] = []
  const postgres = await start({ onTrouble: (sentence) => troubles.push(sentence) })
  const file = join(dataDir, 'postgresql/global')
  renameSync(file, `${file}.away`)
  process.kill(postgres.pid, 'SIGKILL')
  await vi.waitFor(
    () =>
      expect(troubles.at(-1)).toMatch(/^PostgreSQL does not start. Portico keeps trying: .+postgresql\.log/),
    PATIENT,
  )
  renameSync(`${file}.away`, file)
  await vi.waitFor(
    async () => expect(await query(postgres.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]),
    PATIENT,
  )
})

test('a pid file that now names somebody else does not keep it from starting', async () => {
  await (await start()).stop()
  const file = join(dataDir, 'postgresql/postmaster.pid')
  writeFileSync(file, `${process.ppid}\n${dataDir}/postgresql\n1\n5432\n/tmp\n\n`)
  const postgres = await start()
  expect(Number(readFileSync(file, 'utf8').split('\n')[0])).toBe(postgres.pid)
})

test.skipIf(process.platform !== 'linux')(
  'a PostgreSQL that still runs where its pid means nothing here, in another container, is not doubled',
  async () => {
    const first = await start()
    const cluster = realpathSync(join(dataDir, 'postgresql'))
    const file = join(cluster, 'postmaster.pid')
    const lines = readFileSync(file, 'utf8')
    writeFileSync(file, lines.replace(/^\d+/, '4999999'))
    await expect(stopOrphan(cluster)).rejects.toThrow('still runs on')
    writeFileSync(file, lines)
    expect(await query(first.appUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  },
)

test('a half-made database of a start that was killed is made again', async () => {
  const other = join(folder, 'half')
  mkdirSync(join(other, 'postgresql.new'), { recursive: true })
  writeFileSync(join(other, 'postgresql.new/PG_VERSION'), '18\n')
  const postgres = await start({ dataDir: other })
  expect(await query(postgres.appUrl, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a database of another PostgreSQL is left alone, in one sentence', async () => {
  await (await start()).stop()
  const file = join(dataDir, 'postgresql/PG_VERSION')
  writeFileSync(file, '17\n')
  await expect(start()).rejects.toThrow(
    'was made by PostgreSQL 17, but this Portico brings PostgreSQL 18: make a backup',
  )
  writeFileSync(file, '18\n')
})

test('a database that cannot be read is reported at once, with where to read more', async () => {
  await (await start()).stop()
  const file = join(dataDir, 'postgresql/global')
  renameSync(file, `${file}.away`)
  await expect(start()).rejects.toThrow(/^PostgreSQL does not start: .*postgresql\.log/)
  renameSync(`${file}.away`, file)
})

import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { ask, SERVER_URL_VARIABLE } from './database.ts'
import { closedPort } from './faulty-smtp.ts'
import { PATIENT } from './patience.ts'

/** Null where it is not installed. Tests that need it are skipped then. */
export const PGBOUNCER =
  process.env['PGBOUNCER_PATH'] ??
  [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']
    .map((folder) => join(folder, 'pgbouncer'))
    .find(existsSync) ??
  null

if (PGBOUNCER === null)
  process.stderr.write(
    'PgBouncer is not installed, so what is told of it is skipped (on Debian: apt-get install pgbouncer).\n',
  )

/** So few that all processes share them, of each database and role. */
export const SERVER_CONNECTIONS = 3

type PoolMode = 'session' | 'transaction' | 'statement'

/** A real PgBouncer in front of the PostgreSQL of the tests. It lets everybody in as who they say they are. */
export interface PgBouncer {
  /** The same database and role, through it. */
  through(url: string): string
  /** With `kill -9`, as when its machine goes away. */
  kill(): Promise<void>
  /** Starts it again where it was, and returns once it lets people in. */
  start(): Promise<void>
}

/** It ends with the test. */
export async function openPgBouncer(
  poolMode: PoolMode,
  more: Record<string, string> = {},
): Promise<PgBouncer> {
  const [folder, port] = await Promise.all([mkdtemp(join(tmpdir(), 'portico-pgbouncer-')), closedPort()])
  const serverUrl = process.env[SERVER_URL_VARIABLE]!
  const sockets = new URL(serverUrl.replace('@/', '@localhost/')).searchParams.get('host')!
  const users = join(folder, 'users')
  const file = join(folder, 'pgbouncer.ini')
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'trust',
    auth_file: users,
    pool_mode: poolMode,
    default_pool_size: SERVER_CONNECTIONS,
    ...more,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  await writeFile(users, '"postgres" ""\n"portico_app" ""\n')
  await writeFile(
    file,
    ['[databases]', `* = host=${sockets} port=5432`, '[pgbouncer]', ...lines, ''].join('\n'),
  )
  // It refuses to be root, and PostgreSQL's socket is for PostgreSQL's user alone.
  const { uid, gid } = statSync(sockets)
  const user = process.getuid?.() === 0 ? { uid, gid } : {}
  if (process.getuid?.() === 0) {
    await chmod(folder, 0o700)
    for (const path of [folder, users, file]) await chown(path, uid, gid)
  }

  let child: ChildProcess | undefined
  let ended: Promise<unknown> = Promise.resolve()
  const through = (url: string) => url.replace(/@\/([^?]*)\?.*/, `@127.0.0.1:${port}/$1`)
  const pooler: PgBouncer = {
    through,
    async kill() {
      child?.kill('SIGKILL')
      await ended
    },
    async start() {
      const started = spawn(PGBOUNCER!, ['--quiet', file], { stdio: 'ignore', cwd: '/', ...user })
      child = started
      ended = new Promise((resolve) => started.once('close', resolve))
      await vi.waitFor(() => ask(through(serverUrl), 'select'), PATIENT)
    },
  }
  onTestFinished(async () => {
    await pooler.kill()
    await rm(folder, { recursive: true, force: true })
  })
  await pooler.start()
  return pooler
}

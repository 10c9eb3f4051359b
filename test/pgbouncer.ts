import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { ask } from './database.ts'
import { closedPort } from './faulty-smtp.ts'
import { PATIENT } from './patience.ts'

/** Null where it is not installed, as it is on Debian by `apt-get install pgbouncer`. */
export const PGBOUNCER =
  process.env['PGBOUNCER_PATH'] ??
  [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']
    .map((folder) => join(folder, 'pgbouncer'))
    .find(existsSync) ??
  null

type PoolMode = 'session' | 'transaction' | 'statement'

/** A real PgBouncer in front of the server of these connections, which it lets in as who they say they are. It ends with the test. */
export async function openPgBouncer(poolMode: PoolMode): Promise<(url: string) => string> {
  const [folder, port] = await Promise.all([mkdtemp(join(tmpdir(), 'portico-pgbouncer-')), closedPort()])
  const sockets = new URL(
    process.env['PORTICO_TEST_SERVER_URL']!.replace('@/', '@localhost/'),
  ).searchParams.get('host')!
  const users = join(folder, 'users')
  const settings = join(folder, 'pgbouncer.ini')
  await writeFile(users, '"postgres" ""\n"portico_app" ""\n')
  await writeFile(
    settings,
    `[databases]\n* = host=${sockets} port=5432\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\n` +
      `unix_socket_dir =\nauth_type = trust\nauth_file = ${users}\npool_mode = ${poolMode}\ndefault_pool_size = 4\n`,
  )
  // It refuses to be root, and PostgreSQL's socket is for PostgreSQL's user alone.
  const { uid, gid } = statSync(sockets)
  if (process.getuid?.() === 0) {
    await chmod(folder, 0o700)
    for (const path of [folder, users, settings]) await chown(path, uid, gid)
  }
  const child = spawn(PGBOUNCER!, ['--quiet', settings], { stdio: 'ignore', cwd: '/', uid, gid })
  const ended = new Promise((resolve) => child.once('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
  })
  const through = (url: string) => url.replace(/@\/([^?]*)\?.*/, `@127.0.0.1:${port}/$1`)
  await vi.waitFor(() => ask(through(process.env['PORTICO_TEST_SERVER_URL']!), 'select'), PATIENT)
  return through
}

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart } from '../cannot-start.ts'
import { isListening, openFolder } from '../folder-socket.ts'

/** The beginning of the name of a folder with our socket. */
export const SOCKET_FOLDER_PREFIX = 'portico-'

/**
 * Where PostgreSQL listens besides the folder that it is reached through: in its own, so that other containers find
 * it.
 */
const OWN_SOCKET = '.s.PGSQL.5432'

/**
 * Stops the PostgreSQL that an earlier, killed Portico left running on this cluster. The caller holds the lock of the
 * data folder, so a PostgreSQL that still runs there has no master. What it acknowledged is in its log on the disk.
 */
export async function stopOrphan(clusterFolder: string): Promise<void> {
  const file = join(clusterFolder, 'postmaster.pid')
  const lines = readLines(file)
  if (!lines) return
  const pid = Number(lines[0])
  const socketFolder = lines[4] ?? ''
  const isOrphan = () => isPostgresOf(clusterFolder, pid)
  if (isOrphan()) await stopPostgres(pid, isOrphan)
  await refuseHidden(clusterFolder)
  // The pid of a PostgreSQL that was killed may now be another process's, and would keep the next one from starting.
  // Its parent's does not; and the other lines show whether processes of the killed one still hold the memory that
  // they shared.
  if (existsSync(file)) writeFileSync(file, [process.pid, ...lines.slice(1)].join('\n'))
  for (const name of [OWN_SOCKET, `${OWN_SOCKET}.lock`]) rmSync(join(clusterFolder, name), { force: true })
  if (basename(socketFolder).startsWith(SOCKET_FOLDER_PREFIX)) {
    rmSync(socketFolder, { recursive: true, force: true })
  }
}

/** The process number of a PostgreSQL in another container means nothing here. Two on one folder would destroy it. */
async function refuseHidden(clusterFolder: string): Promise<void> {
  if (process.platform !== 'linux') return
  const folder = openFolder(clusterFolder)
  try {
    if (!(await isListening(folder.pathOf(OWN_SOCKET)))) return
  } finally {
    folder.close()
  }
  throw new CannotStart(
    `A PostgreSQL that an earlier Portico started still runs on ${clusterFolder}, in another container: stop that container first.`,
  )
}

/** Asks for a fast shutdown, then for an immediate one, which loses nothing either, then does not ask. */
export async function stopPostgres(pid: number, isAlive: () => boolean): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 5000],
    ['SIGQUIT', 2000],
    ['SIGKILL', 1000],
  ] as const) {
    send(pid, signal)
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(10)) {
      if (!isAlive()) return
    }
  }
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** Pids are reused, at once after a machine or a container has restarted. */
function isPostgresOf(clusterFolder: string, pid: number): boolean {
  if (!(pid > 1)) return false
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === clusterFolder
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return command.includes('postgres') && command.includes(clusterFolder)
  } catch {
    return false
  }
}

function readLines(file: string): string[] | null {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return null
  }
}

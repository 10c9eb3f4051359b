import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the name of a folder with our socket starts with. */
export const SOCKET_FOLDER_PREFIX = 'portico-'

/**
 * Stops the PostgreSQL that an earlier, killed Portico left running on this cluster. The caller holds the lock of
 * the data folder, so whoever still runs there has no master. What it acknowledged is in its log on the disk.
 */
export async function stopOrphan(clusterFolder: string): Promise<void> {
  const file = join(clusterFolder, 'postmaster.pid')
  const lines = readLines(file)
  if (!lines) return
  const pid = Number(lines[0])
  const socketFolder = lines[4] ?? ''
  const isOrphan = () => isPostgresOf(clusterFolder, pid)
  if (isOrphan()) await stopPostgres(pid, isOrphan)
  // The pid of a PostgreSQL that was killed may be somebody else's now, and then would keep the next one from starting.
  else if (send(pid, 0)) rmSync(file, { force: true })
  if (basename(socketFolder).startsWith(SOCKET_FOLDER_PREFIX)) {
    rmSync(socketFolder, { recursive: true, force: true })
  }
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

/** Pids are used again, at once after a machine or a container has started anew. */
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

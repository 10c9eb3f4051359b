import { spawn, type ChildProcess } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { lockDataFolder, makeDataFolder } from '../data-folder.ts'
import { openFolder } from '../folder-socket.ts'
import { openCluster, POSTGRES_ENVIRONMENT, type Cluster } from './cluster.ts'
import { SOCKET_FOLDER_PREFIX, stopOrphan, stopPostgres } from './orphan.ts'

export interface EmbeddedPostgres {
  /** The superuser: for migrations. */
  ownerUrl: string
  /** The role `portico_app`, to which row-level security applies: for everything else. */
  appUrl: string
  /** Changes whenever PostgreSQL had to be started again. */
  readonly pid: number
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  dataDir: string
  /** False gives up safety in a power cut for speed: for tests only. */
  durable?: boolean
  /** Called, with a sentence for the log, when PostgreSQL stopped although it should be running. */
  onTrouble?: (sentence: string) => void
}

interface Running {
  child: ChildProcess
  /** How it ended. */
  ended: Promise<string>
}

const DATABASE = 'portico'
const SOCKET = '.s.PGSQL.5432'
const LOG_KEPT_BYTES = 5_000_000
/** Socket paths end at 103 bytes on macOS and 107 on Linux. */
const LONGEST_TEMPORARY_FOLDER = 70
const PAUSES_BEFORE_RETRY_MS = [50, 250, 500, 1000, 2000, 4000]
const PAUSE_WHEN_NOTHING_HELPS_MS = 5_000
const LOGGED_EVERY_MS = 60_000
const CALM_AFTER_MS = 60_000

/** Brings up the PostgreSQL of a data folder, keeps it up, and returns once it takes connections. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  makeDataFolder(options.dataDir)
  const lock = await lockDataFolder(options.dataDir)
  try {
    const cluster = await openCluster(options.dataDir)
    await stopOrphan(cluster.folder)
    return await supervise(cluster, options, lock.release)
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * The addresses of the PostgreSQL that another process runs on a data folder: for the commands beside a server. From another
 * container its own folder of sockets is not seen, but the data folder is, and has one, too.
 */
export function urlsOfRunning(dataDir: string): Pick<EmbeddedPostgres, 'ownerUrl' | 'appUrl'> {
  const cluster = join(dataDir, 'postgresql')
  const named = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[4] ?? ''
  const socketFolder = existsSync(join(named, SOCKET)) ? named : openFolder(cluster).pathOf('')
  return { ownerUrl: urlThrough(socketFolder, 'postgres'), appUrl: urlThrough(socketFolder, 'portico_app') }
}

function urlThrough(socketFolder: string, role: string, database = DATABASE): string {
  return `postgresql://${role}@/${database}?host=${encodeURIComponent(socketFolder)}`
}

async function supervise(
  cluster: Cluster,
  options: EmbeddedOptions,
  release: () => void,
): Promise<EmbeddedPostgres> {
  const socketFolder = makeSocketFolder(cluster)
  const logFile = join(options.dataDir, 'postgresql.log')
  const serverUrl = urlThrough(socketFolder, 'postgres', 'postgres')
  let running: Running | undefined
  let stopping = false

  const comesUp = async () => {
    running = run(cluster, socketFolder, logFile, options.durable ?? true)
    return isReady(running, serverUrl)
  }
  const startFirst = async () => {
    for (const pauseMs of [...PAUSES_BEFORE_RETRY_MS, null]) {
      if (await comesUp()) return
      // The last processes of a PostgreSQL that was killed may still be ending, and hold the shared memory.
      if (pauseMs === null || !lastComplaint(logFile).includes('is still in use')) break
      await sleep(pauseMs)
    }
    throw new CannotStart(`PostgreSQL does not start: ${lastComplaint(logFile)}`)
  }
  // As long as it takes: somebody may remove the cause, such as a full disk, in an hour.
  const startAgain = async () => {
    const pauses = [...PAUSES_BEFORE_RETRY_MS]
    let loggedAt = Number.NEGATIVE_INFINITY
    while (!stopping && !(await comesUp().catch(() => false))) {
      if (performance.now() - loggedAt > LOGGED_EVERY_MS) {
        loggedAt = performance.now()
        options.onTrouble?.(`PostgreSQL does not start. Portico keeps trying: ${lastComplaint(logFile)}`)
      }
      await sleep(pauses.shift() ?? PAUSE_WHEN_NOTHING_HELPS_MS)
    }
  }
  const keepUp = async () => {
    while (!stopping) {
      const startedAt = Date.now()
      const how = await running?.ended
      if (stopping) return
      options.onTrouble?.(`PostgreSQL ended (${how}) and is being restarted.`)
      if (Date.now() - startedAt < CALM_AFTER_MS) await sleep(PAUSES_BEFORE_RETRY_MS[1])
      await startAgain()
    }
  }
  const cleanUp = () => {
    process.removeListener('exit', interrupt)
    rmSync(socketFolder, { recursive: true, force: true })
    release()
  }
  // The last resort, when the process ends without stop().
  const interrupt = () => void running?.child.kill('SIGINT')

  try {
    process.once('exit', interrupt)
    await startFirst()
    void keepUp()
    await makeDatabase(serverUrl)
  } catch (error) {
    stopping = true
    await stopChild(running)
    cleanUp()
    throw error
  }
  return {
    ownerUrl: urlThrough(socketFolder, 'postgres'),
    appUrl: urlThrough(socketFolder, 'portico_app'),
    get pid() {
      return running!.child.pid!
    },
    async stop() {
      if (stopping) return
      stopping = true
      await stopChild(running)
      cleanUp()
    },
  }
}

/** Short, because a socket's path must be; private, because anyone who reaches the socket reaches the data. */
function makeSocketFolder({ user }: Cluster): string {
  const parent = tmpdir().length > LONGEST_TEMPORARY_FOLDER ? '/tmp' : tmpdir()
  const folder = mkdtempSync(join(parent, SOCKET_FOLDER_PREFIX))
  if (user) chownSync(folder, user.uid, user.gid)
  return folder
}

function run(cluster: Cluster, socketFolder: string, logFile: string, durable: boolean): Running {
  const settings: Record<string, string> = {
    listen_addresses: '',
    // The second, in its own folder, is for those who check whether it still runs: see orphan.ts.
    unix_socket_directories: `${socketFolder}, .`,
    unix_socket_permissions: '0700',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements and rows stay out of the log: they are people's data.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    jit: 'off',
    random_page_cost: '1.1',
    shared_buffers: `${sharedBuffersMegabytes()}MB`,
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const log = openLog(logFile)
  try {
    const child = spawn(
      cluster.programs.postgres,
      [
        '-D',
        cluster.folder,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      {
        cwd: '/',
        env: POSTGRES_ENVIRONMENT,
        stdio: ['ignore', log, log],
        // A session of its own: Ctrl-C is for Portico, which first lets its requests end.
        detached: true,
        ...(cluster.user && { uid: cluster.user.uid, gid: cluster.user.gid }),
      },
    )
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `status ${code}`))
      child.once('error', (error) => resolve(error.message))
    })
    return { child, ended }
  } finally {
    closeSync(log)
  }
}

/** An eighth of the memory, and no more than a million customers need. What is not used takes no memory. */
function sharedBuffersMegabytes(): number {
  const there = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  return Math.round(Math.min(1024, Math.max(128, there / 8 / 2 ** 20)))
}

function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return openSync(file, size > LOG_KEPT_BYTES ? 'w' : 'a', 0o600)
}

async function stopChild(running: Running | undefined): Promise<void> {
  const child = running?.child
  if (!child?.pid) return
  const isAlive = () => child.exitCode === null && child.signalCode === null
  if (isAlive()) await stopPostgres(child.pid, isAlive)
}

/** Waits as long as it takes to replay the log after a crash, but not for a process that has ended. */
async function isReady(running: Running, url: string): Promise<boolean> {
  let ended = false
  void running.ended.then(() => (ended = true))
  while (!ended) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      return true
    } catch {
      await sleep(10)
    } finally {
      await client.end().catch(() => {})
    }
  }
  return false
}

async function makeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ database: boolean; role: boolean }>(
      `select exists (select from pg_database where datname = $1) as database,
              exists (select from pg_roles where rolname = 'portico_app') as role`,
      [DATABASE],
    )
    if (!rows[0]?.role) await client.query('create role portico_app login')
    if (!rows[0]?.database) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
}

function lastComplaint(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n')
  const complaint = lines.findLast((line) => /(FATAL|PANIC|ERROR):/.test(line)) ?? lines.at(-1) ?? ''
  return `${complaint.replace(/^.*?(FATAL|PANIC|ERROR): */, '')} (see ${logFile}).`
}

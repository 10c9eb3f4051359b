import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { urlsOfRunning } from '../../server/database/embedded.ts'
import { stopOrphan } from '../../server/database/orphan.ts'
import { setUpApi } from '../../server/staff/staff.api.ts'
import { Client } from '../client.ts'
import { closedPort } from '../faulty-smtp.ts'
import { OWNER } from '../world.ts'
import { overHttp } from './over-http.ts'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MAIN = join(ROOT, 'dist/server/main.js')
/** A bound for what hangs, not for what is slow on a busy machine. */
const READY_WITHIN_SECONDS = 300

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
}

/** The built server, as `npm start` runs it: a process of its own with its own PostgreSQL in its own data folder. */
export interface Installation {
  port: number
  origin: string
  dataDir: string
  /** Everything that every run of it has printed. */
  printed(): string
  /** Starts it, and returns once it says that it is ready. */
  start(environment?: Record<string, string>): Promise<void>
  /** Sends a signal to the server alone, and returns how it ended. */
  end(signal: NodeJS.Signals): Promise<Ended>
  /** The same without waiting. */
  signal(signal: NodeJS.Signals): void
  ended(): Promise<Ended>
  postgresPid(): number
  /** Processes that live in its database, no matter who started them. */
  postgresProcesses(): number[]
  visitor(): Client
  setUp(): Promise<Client>
  /** Asks the database itself, past the application and row-level security. */
  look<T extends object>(statement: string, values?: unknown[]): Promise<T[]>
}

/** It ends, with all its processes and its folder, when the test does. */
export async function openInstallation(environment: Record<string, string> = {}): Promise<Installation> {
  if (!existsSync(MAIN)) throw new Error('dist/server/main.js is missing: run `npm run build` first')
  const [dataDir, port] = await Promise.all([mkdtemp(join(tmpdir(), 'portico-faults-')), closedPort()])
  const origin = `http://localhost:${port}`
  const wire = overHttp(port)
  let printed = ''
  let child: ChildProcess | null = null
  let ended: Promise<Ended> = Promise.resolve({ code: null, signal: null })

  onTestFinished(async () => {
    wire.close()
    child?.kill('SIGKILL')
    await ended
    if (existsSync(join(dataDir, 'postgresql'))) await stopOrphan(clusterFolder())
    await rm(dataDir, { recursive: true, force: true })
  })

  const clusterFolder = () => realpathSync(join(dataDir, 'postgresql'))

  async function start(more: Record<string, string> = {}) {
    const started = spawn(process.execPath, [MAIN], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        TMPDIR: tmpdir(),
        PORT: String(port),
        DATA_DIR: dataDir,
        ...environment,
        ...more,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    ended = new Promise((resolve) => started.once('close', (code, signal) => resolve({ code, signal })))
    let said = ''
    const ready = new Promise<void>((resolve) => {
      for (const stream of [started.stdout, started.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          printed += chunk.toString()
          said += chunk.toString()
          if (said.includes('Portico is ready')) resolve()
        })
      }
    })
    const outcome = await Promise.race([
      ready.then(() => 'ready'),
      ended.then(() => 'ended'),
      pause(READY_WITHIN_SECONDS * 1000, 'silent', { ref: false }),
    ])
    if (outcome !== 'ready') throw new Error(`the server did not start (${outcome}): ${said}`)
  }

  return {
    port,
    origin,
    dataDir,
    printed: () => printed,
    start,
    async end(signal) {
      child!.kill(signal)
      return ended
    },
    signal: (signal) => void child!.kill(signal),
    ended: () => ended,
    postgresPid: () => Number(readFileSync(join(clusterFolder(), 'postmaster.pid'), 'utf8').split('\n')[0]),
    postgresProcesses: () => processesIn(clusterFolder()),
    visitor: () => new Client(wire, origin),
    async setUp() {
      const owner = new Client(wire, origin)
      await owner.call(setUpApi.setUp, { body: { organizationName: 'Northwind', ...OWNER } })
      return owner
    },
    async look<T extends object>(statement: string, values: unknown[] = []) {
      const client = await connectPatiently(() => urlsOfRunning(dataDir).ownerUrl)
      try {
        return (await client.query<T>(statement, values)).rows
      } finally {
        await client.end()
      }
    },
  }
}

/** PostgreSQL may be starting again after it was killed. */
async function connectPatiently(url: () => string): Promise<pg.Client> {
  for (const deadline = Date.now() + READY_WITHIN_SECONDS * 1000; ; await pause(20)) {
    try {
      const client = new pg.Client({ connectionString: url() })
      client.on('error', () => {})
      await client.connect()
      return client
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
  }
}

/** PostgreSQL's processes work in the folder of their database. Only Linux tells; elsewhere the postmaster must do. */
function processesIn(folder: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder
      } catch {
        return false
      }
    })
    .map(Number)
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

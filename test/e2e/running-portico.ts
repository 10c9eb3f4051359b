import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import { createTestDatabase } from '../database.ts'
import { readLetters, type ReadLetter } from '../letters.ts'

const program = (name: string) => fileURLToPath(new URL(`../../dist/server/${name}.js`, import.meta.url))
const execute = promisify(execFile)
const STOP_MAY_TAKE_MS = 15_000

/** The built server in a process of its own, as people run it, on a port and with a data folder of its own. */
export interface RunningPortico {
  url: string
  /** What came to the built-in mailbox for the contacts and the staff of an organization. */
  mailOf(organizationId: string): Mail
  /** Where it keeps its key. */
  dataDir: string
  /** Runs a command of the operator's on it, such as `organizations`, and returns what it says. */
  run(command: string, ...words: string[]): Promise<string>
  close(): Promise<void>
}

export interface Mail {
  /** The next letter to an address that was not read before; waits for it to arrive. */
  letterTo(address: string, about?: string): Promise<ReadLetter>
  /** What has arrived so far and was not read before. */
  unread(): Promise<ReadLetter[]>
}

export interface PorticoOptions {
  /** Starts a PostgreSQL of its own, as a fresh clone does; otherwise uses a database on the one of this run. */
  embedded?: boolean
  environment?: Record<string, string>
}

export async function openPortico({
  embedded = false,
  environment = {},
}: PorticoOptions = {}): Promise<RunningPortico> {
  const [dataDir, port, database] = await Promise.all([
    mkdtemp(join(tmpdir(), 'portico-e2e-')),
    freePort(),
    embedded ? null : createTestDatabase(),
  ])
  const { PATH, HOME, TMPDIR, NODE_OPTIONS } = process.env
  const env = {
    ...Object.fromEntries(
      Object.entries({ PATH, HOME, TMPDIR, NODE_OPTIONS }).filter(([, value]) => value !== undefined),
    ),
    PORT: String(port),
    DATA_DIR: dataDir,
    ...(database && { DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.appUrl }),
    ...environment,
  }
  const server = spawn(process.execPath, [program('main')], { stdio: ['ignore', 'pipe', 'pipe'], env })
  // A worker that is given up after a timeout runs no clean-up of its tests.
  const endWithWorker = () => server.kill('SIGTERM')
  process.once('exit', endWithWorker)
  const close = async () => {
    await stop(server)
    process.off('exit', endWithWorker)
    await database?.drop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await ready(server)
  } catch (error) {
    await close()
    throw error
  }

  return {
    url: `http://localhost:${port}`,
    mailOf: (organizationId) => openMail(join(dataDir, 'mailbox', organizationId)),
    dataDir,
    async run(command, ...words) {
      const { stdout } = await execute(process.execPath, [program(`${command}-command`), ...words], { env })
      return stdout
    },
    close,
  }
}

function openMail(folder: string): Mail {
  const seen = new Set<string>()
  const letters: ReadLetter[] = []
  const fetch = async () => letters.push(...(await readLetters(folder, seen)))
  return {
    async letterTo(address, about = '') {
      const place = async () => {
        await fetch()
        return letters.findIndex(({ to, subject }) => to === address && subject.includes(about))
      }
      await expect
        .poll(place, { message: `a letter to ${address} arrives`, timeout: 120_000 })
        .toBeGreaterThanOrEqual(0)
      return letters.splice(await place(), 1)[0]!
    },
    async unread() {
      await fetch()
      return letters.splice(0)
    },
  }
}

/** Resolves with the line that a person waits for. If the server ends instead, fails with what it said. */
async function ready(server: ChildProcess): Promise<void> {
  let said = ''
  await new Promise<void>((isReady, failed) => {
    server.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('Portico is ready: ')) isReady()
    })
    server.stderr!.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      // The server's complaints belong in the report of a test that fails.
      process.stderr.write(chunk)
    })
    server.once('error', failed)
    server.once('exit', (code) => failed(new Error(`Portico ended with ${code}:\n${said}`)))
  })
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  const impatience = setTimeout(() => server.kill('SIGKILL'), STOP_MAY_TAKE_MS)
  await ended
  clearTimeout(impatience)
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

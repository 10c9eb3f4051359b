import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from './child.ts'

export interface StartUp {
  firstMs: number
  laterMs: number
  /** Resident memory of the Node process after a while at rest. Null if /proc does not tell. */
  restMegabytes: number | null
}

const REST_MS = 5000

/**
 * From the start of the program to the line that says it is ready, on an empty data folder and then on the same one.
 */
export async function measureStartUp(dataDir: string): Promise<StartUp> {
  const first = await startPortico(dataDir)
  await first.stop()
  const later = await startPortico(dataDir)
  await sleep(REST_MS)
  const restMegabytes = residentMegabytes(later.pid)
  await later.stop()
  return { firstMs: first.readyMs, laterMs: later.readyMs, restMegabytes }
}

/** A folder for an installation, removed once the work with it is done. */
export async function withDataDir<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'portico-bench-'))
  try {
    return await work(dataDir)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** The program itself, as `npm start` starts it; or with its event loop watched. */
export async function startPortico(
  dataDir: string,
  environment: Record<string, string> = {},
  isWatched = false,
) {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [
      ...(isWatched ? ['--import', new URL('event-loop.js', import.meta.url).href] : []),
      fileURLToPath(new URL('../../../../dist/server/main.js', import.meta.url)),
    ],
    {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        DATA_DIR: dataDir,
        PORT: String(port),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  )
  await Promise.race([
    once(child.stdout!, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('Portico did not start'))),
  ])
  return {
    readyMs: performance.now() - began,
    port,
    pid: child.pid!,
    /** How long its event loop was held at most since this was last asked, if it is watched. */
    async longestHoldMs() {
      child.send('longest')
      const [milliseconds] = (await once(child, 'message')) as [number]
      return milliseconds
    },
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

export function residentMegabytes(pid: number): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024
  } catch {
    return null
  }
}

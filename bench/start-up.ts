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
  /** Resident memory of the Node process after a while of rest; null where /proc does not tell. */
  restMegabytes: number | null
}

const REST_MS = 5000

/** From the start of the program to the line that says it is ready, on an empty data folder and on the same again. */
export async function measureStartUp(): Promise<StartUp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'portico-bench-'))
  try {
    const first = await start(dataDir)
    await first.stop()
    const later = await start(dataDir)
    await sleep(REST_MS)
    const restMegabytes = residentMegabytes(later.pid)
    await later.stop()
    return { firstMs: first.readyMs, laterMs: later.readyMs, restMegabytes }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function start(dataDir: string) {
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../../../../dist/server/main.js', import.meta.url))],
    {
      env: { PATH: process.env['PATH'], DATA_DIR: dataDir, PORT: String(await freePort()) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('Portico did not start'))),
  ])
  return {
    readyMs: performance.now() - began,
    pid: child.pid!,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

function residentMegabytes(pid: number): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024
  } catch {
    return null
  }
}

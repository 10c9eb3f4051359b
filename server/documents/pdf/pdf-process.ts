import { fork, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Logo {
  path: string
  content: Buffer
}

/** A PDF, or where in the template the compiler gave up, or why the process ended. */
export type Outcome = { pdf: Buffer } | { failedAt: string } | { lost: 'time' | 'memory' | 'ended' }

export interface PdfProcess {
  /** One at a time. */
  run(page: string, logo: Logo | null): Promise<Outcome>
  /** The next document starts another process. */
  end(): Promise<void>
  /** Of the process, while there is one. */
  readonly pid: number | null
}

export interface Limits {
  mostSecondsEach: number
  mostMegabytes: number
  idleSeconds: number
}

type Answer = { id: number } & ({ pdf: Uint8Array } | { failedAt: string })

const LOOKS_AT_MEMORY_EVERY_MS = 50
const PAGE_BYTES = 4096

/**
 * The compiler in a process of its own. It is native code: in a thread it could not be stopped when it does not end,
 * nor kept from taking all memory, and a crash would take the server along.
 */
export function openPdfProcess({ mostSecondsEach, mostMegabytes, idleSeconds }: Limits): PdfProcess {
  let child: ChildProcess | null = null
  let id = 0
  let finish: ((outcome: Outcome) => void) | null = null
  let idle: NodeJS.Timeout | undefined

  return {
    run(page, logo) {
      clearTimeout(idle)
      child ??= start()
      const running = child
      // It keeps this process alive only while something is under way.
      running.ref()
      running.channel?.ref()
      id += 1
      const late = setTimeout(() => lose(running, 'time'), mostSecondsEach * 1_000)
      const memory = setInterval(() => {
        if (megabytesOf(running.pid) > mostMegabytes) lose(running, 'memory')
      }, LOOKS_AT_MEMORY_EVERY_MS)
      return new Promise((resolve) => {
        finish = (outcome) => {
          clearTimeout(late)
          clearInterval(memory)
          finish = null
          child?.unref()
          child?.channel?.unref()
          idle = setTimeout(() => void end(), idleSeconds * 1_000).unref()
          resolve(outcome)
        }
        running.send({ id, page, logo }, (error) => {
          if (error) lose(running, 'ended')
        })
      })
    },
    end,
    get pid() {
      return child?.pid ?? null
    },
  }

  function start(): ChildProcess {
    const started = fork(fileURLToPath(new URL('typst-worker.mjs', import.meta.url)), {
      serialization: 'advanced',
      execArgv: [],
      // It needs none of our environment, which holds secrets.
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    started.on('message', (answer: Answer) => {
      if (started !== child || answer.id !== id) return
      finish?.('pdf' in answer ? { pdf: Buffer.from(answer.pdf) } : { failedAt: answer.failedAt })
    })
    started.on('error', () => lose(started, 'ended'))
    started.on('exit', () => lose(started, 'ended'))
    return started
  }

  function lose(lost: ChildProcess, how: 'time' | 'memory' | 'ended') {
    if (lost !== child) return
    child = null
    lost.kill('SIGKILL')
    finish?.({ lost: how })
  }

  async function end() {
    clearTimeout(idle)
    const ending = child
    if (!ending) return
    child = null
    ending.ref()
    const exited = new Promise((resolve) => ending.once('exit', resolve))
    if (ending.connected) ending.disconnect()
    await exited
  }
}

/** How much memory the process holds. Only Linux tells so cheaply; elsewhere the time limit must do. */
function megabytesOf(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return 0
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES) / 2 ** 20
  } catch {
    return 0
  }
}

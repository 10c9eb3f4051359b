import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { PdfDocument } from './document.ts'
import { pageOf } from './page-of.ts'
import { RecentBytes } from './recent-bytes.ts'

/** The document by name, and never what it holds. */
export class PdfFailed extends Error {
  override name = 'PdfFailed'
  constructor(document: PdfDocument, reason: string) {
    const number = 'number' in document ? document.number : document.asOf
    super(`The ${document.kind} ${number || 'without a number'} could not be made into a PDF: ${reason}.`)
  }
}

export interface Renderer {
  /** With a key, the bytes are remembered: equal keys must mean equal documents. */
  render(document: PdfDocument, key?: string): Promise<Buffer>
  /** Ends the process when the documents under way are done. The next document starts another. */
  end(): Promise<void>
  /** Of the process, while there is one. */
  readonly pid: number | null
}

export interface RendererOptions {
  idleSeconds?: number
  mostWaiting?: number
  mostSecondsEach?: number
  cacheBytes?: number
}

interface Job {
  document: PdfDocument
  withLogo: boolean
  resolve: (pdf: Buffer) => void
  reject: (error: Error) => void
}

type Answer = { id: number; pdf: Uint8Array } | { id: number; failedAt: string }

/**
 * Makes PDFs in a process of its own, one at a time: the compiler is native code, so a thread of ours could neither be
 * stopped when it does not end, nor crash without taking the server along.
 */
export function openRenderer({
  idleSeconds = 60,
  mostWaiting = 500,
  mostSecondsEach = 30,
  cacheBytes = 16 * 1024 * 1024,
}: RendererOptions = {}): Renderer {
  const waiting: Job[] = []
  const underWay = new Map<string, Promise<Buffer>>()
  const recent = new RecentBytes(cacheBytes)
  let current: Job | null = null
  let currentId = 0
  let child: ChildProcess | null = null
  let timer: NodeJS.Timeout | undefined
  const whenIdle: (() => void)[] = []

  return {
    async render(document, key) {
      if (key === undefined) return queue(document)
      const remembered = recent.get(key) ?? underWay.get(key)
      if (remembered) return remembered
      const rendering = queue(document)
      underWay.set(key, rendering)
      try {
        const pdf = await rendering
        recent.set(key, pdf)
        return pdf
      } finally {
        underWay.delete(key)
      }
    },
    async end() {
      if (current) await new Promise<void>((resolve) => whenIdle.push(resolve))
      await endChild()
    },
    get pid() {
      return child?.pid ?? null
    },
  }

  function queue(document: PdfDocument): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (current && waiting.length >= mostWaiting) {
        reject(new PdfFailed(document, 'too many others are waiting'))
        return
      }
      waiting.push({ document, withLogo: !!document.seller.logo, resolve, reject })
      if (!current) next()
    })
  }

  function next() {
    clearTimeout(timer)
    current = waiting.shift() ?? null
    if (!current) {
      timer = setTimeout(() => void endChild(), idleSeconds * 1_000).unref()
      for (const resolve of whenIdle.splice(0)) resolve()
      return
    }
    const job = current
    let page: string
    try {
      page = JSON.stringify(pageOf(job.document))
    } catch {
      settle(() => job.reject(new PdfFailed(job.document, 'what it holds makes no page')))
      return
    }
    child ??= start()
    // Only while something is under way does it keep this process alive.
    child.ref()
    child.channel?.ref()
    const late = `it took longer than ${mostSecondsEach} s`
    timer = setTimeout(() => lose(child, late), mostSecondsEach * 1_000)
    currentId += 1
    child.send({ id: currentId, page, logo: job.withLogo ? logoOf(job.document) : null }, (error) => {
      if (error) lose(child, 'its process could not be reached')
    })
  }

  function settle(how: () => void) {
    how()
    next()
  }

  function start(): ChildProcess {
    const started = fork(fileURLToPath(new URL('typst-worker.mjs', import.meta.url)), {
      serialization: 'advanced',
      execArgv: [],
      // It needs none of ours, and ours hold secrets.
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    started.on('message', (answer: Answer) => {
      if (started === child) take(answer)
    })
    started.on('error', () => lose(started, 'its process could not be started'))
    started.on('exit', () => lose(started, 'its process ended'))
    return started
  }

  function take(answer: Answer) {
    const job = current
    if (!job || answer.id !== currentId) return
    child?.unref()
    child?.channel?.unref()
    if ('pdf' in answer) {
      settle(() => job.resolve(Buffer.from(answer.pdf)))
    } else if (job.withLogo) {
      // A picture that cannot be drawn is no reason to hold the document back.
      waiting.unshift({ ...job, withLogo: false })
      next()
    } else {
      settle(() => job.reject(new PdfFailed(job.document, `an error at ${answer.failedAt}`)))
    }
  }

  /** The document under way fails; the others get another process. */
  function lose(lost: ChildProcess | null, reason: string) {
    if (!lost || lost !== child) return
    child = null
    lost.kill('SIGKILL')
    const job = current
    if (job) settle(() => job.reject(new PdfFailed(job.document, reason)))
  }

  async function endChild() {
    clearTimeout(timer)
    const ending = child
    if (!ending) return
    child = null
    ending.ref()
    const exited = new Promise((resolve) => ending.once('exit', resolve))
    if (ending.connected) ending.disconnect()
    await exited
  }
}

function logoOf({ seller: { logo } }: PdfDocument) {
  if (!logo) return null
  const ending = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/svg+xml': 'svg' }[logo.type]
  return { path: `logo.${ending}`, content: Buffer.from(logo.base64, 'base64') }
}

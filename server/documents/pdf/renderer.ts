import { createHash } from 'node:crypto'
import type { PdfDocument, Seller } from './document.ts'
import { FairQueue } from './fair-queue.ts'
import { pageOf } from './page-of.ts'
import { PdfFailed, PdfInterrupted, TooManyPdfs } from './pdf-problems.ts'
import { openPdfProcess, type Limits, type Logo, type Outcome } from './pdf-process.ts'
import { RecentBytes } from './recent-bytes.ts'
import { RememberFor } from './remember-for.ts'

export interface Renderer {
  /** With a key, the bytes are remembered: equal keys must mean equal documents. */
  render(document: PdfDocument, organizationId: string, key?: string): Promise<Buffer>
  /** Whether the compiler can read the picture, tried in a document of its own. */
  draws(document: PdfDocument, organizationId: string): Promise<boolean>
  /** Ends the processes when the documents under way are done. The next document starts another. */
  end(): Promise<void>
  /** Of the processes that there are. */
  readonly pids: number[]
}

export interface RendererOptions extends Partial<Limits> {
  /** Of one organization. */
  mostWaiting?: number
  cacheBytes?: number
  /** A document may keep others waiting this long before a second process takes them. */
  patienceMs?: number
}

interface Job {
  organizationId: string
  what: string
  page: string
  logo: Logo | null
  /** Without its picture if that cannot be drawn, which is no reason to hold a document back. */
  evenWithoutLogo: boolean
  resolve: (pdf: Buffer) => void
  reject: (error: Error) => void
}

const REMEMBERED = { seconds: 600, most: 1_000 }

/**
 * Makes PDFs one after another, of each organization in turn. When one takes long, a second process goes on with
 * other organizations' documents. An organization whose document was given up has no place in the second process for
 * ten minutes, so that nobody waits for it.
 */
export function openRenderer({
  idleSeconds = 60,
  mostWaiting = 200,
  mostSecondsEach = 15,
  mostMegabytes = 600,
  cacheBytes = 8 * 1024 * 1024,
  patienceMs = 300,
}: RendererOptions = {}): Renderer {
  const limits = { idleSeconds, mostSecondsEach, mostMegabytes }
  const lanes = [lane(), lane()] as const
  const queue = new FairQueue<Job>()
  const underWay = new Map<string, Promise<Buffer>>()
  const recent = new RecentBytes(cacheBytes)
  const failed = new RememberFor<Error>(REMEMBERED)
  const suspects = new RememberFor<true>(REMEMBERED)
  const whenIdle: (() => void)[] = []
  let impatient: NodeJS.Timeout | undefined

  return {
    async render(document, organizationId, key) {
      if (key === undefined) return make(document, organizationId, true)
      const remembered = recent.get(key) ?? underWay.get(key)
      if (remembered) return remembered
      const rendering = make(document, organizationId, true)
      underWay.set(key, rendering)
      try {
        const pdf = await rendering
        recent.set(key, pdf)
        return pdf
      } finally {
        underWay.delete(key)
      }
    },
    async draws(document, organizationId) {
      try {
        await make(document, organizationId, false)
        return true
      } catch (error) {
        if (error instanceof PdfFailed) return false
        throw error
      }
    },
    async end() {
      clearTimeout(impatient)
      if (lanes.some(({ job }) => job)) await new Promise<void>((resolve) => whenIdle.push(resolve))
      await Promise.all(lanes.map(({ process }) => process.end()))
    },
    get pids() {
      return lanes.flatMap(({ process: { pid } }) => pid ?? [])
    },
  }

  function lane() {
    return { process: openPdfProcess(limits), job: null as Job | null }
  }

  /** What failed once, and would fail again, is not tried again for each caller. */
  async function make(document: PdfDocument, organizationId: string, evenWithoutLogo: boolean) {
    const what = nameOf(document)
    if (queue.lengthOf(organizationId) >= mostWaiting) throw new TooManyPdfs()
    const page = JSON.stringify(pageOf(document))
    const logo = logoOf(document.seller)
    const same = hashOf(page, logo)
    const before = failed.get(same)
    if (before) throw before
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        queue.push({ organizationId, what, page, logo, evenWithoutLogo, resolve, reject })
        pump()
      })
    } catch (error) {
      if (error instanceof PdfFailed) failed.set(same, error)
      throw error
    }
  }

  function pump() {
    const [first, second] = lanes
    if (!first.job)
      void work(
        first,
        queue.take((organization) => second.job?.organizationId !== organization),
      )
    if (!first.job && !second.job) for (const resolve of whenIdle.splice(0)) resolve()
    if (!first.job || queue.length === 0) return
    if (suspects.get(first.job.organizationId)) helpOut()
    else impatient ??= setTimeout(helpOut, patienceMs).unref()
  }

  function helpOut() {
    clearTimeout(impatient)
    impatient = undefined
    const [first, second] = lanes
    if (!first.job || second.job) return
    const others = (organization: string) =>
      organization !== first.job?.organizationId && !suspects.get(organization)
    void work(second, queue.take(others))
  }

  async function work(lane: (typeof lanes)[number], job: Job | null) {
    if (!job) return
    lane.job = job
    const outcome = await lane.process.run(job.page, job.logo)
    lane.job = null
    settle(job, outcome)
    pump()
    // The second process goes on as long as the first is held up by the same document.
    if (lane === lanes[1] && lanes[0].job) helpOut()
  }

  function settle(job: Job, outcome: Outcome) {
    if ('pdf' in outcome) return job.resolve(outcome.pdf)
    if ('failedAt' in outcome) {
      if (job.logo && job.evenWithoutLogo) return queue.push({ ...job, logo: null })
      return job.reject(new PdfFailed(job.what, `an error at ${outcome.failedAt}.`))
    }
    suspects.set(job.organizationId, true)
    job.reject(lostJob(job, outcome.lost))
  }

  function lostJob({ what, logo }: Job, how: 'time' | 'memory' | 'ended'): Error {
    if (how === 'ended') return new PdfInterrupted(what)
    const cost =
      how === 'time'
        ? `it took longer than ${mostSecondsEach} s`
        : `it took more than ${mostMegabytes} MB of memory`
    return new PdfFailed(
      what,
      `${cost}. Shorten its lines and its notes${logo ? ', or use a smaller logo' : ''}.`,
    )
  }
}

/** The document by name, and never what it holds. */
function nameOf(document: PdfDocument): string {
  const number = 'number' in document ? document.number : document.asOf
  return `${document.kind} ${number || 'without a number'}`
}

function hashOf(page: string, logo: Logo | null): string {
  return createHash('sha256')
    .update(page)
    .update('\0')
    .update(logo?.content ?? '')
    .digest('base64')
}

function logoOf({ logo }: Seller): Logo | null {
  if (!logo) return null
  const ending = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/svg+xml': 'svg' }[logo.type]
  return { path: `logo.${ending}`, content: Buffer.from(logo.base64, 'base64') }
}

import { Gauge, type Registry } from 'prom-client'
import { outboxLoad } from '../mail/outbox/outbox-load.ts'
import type { Services } from '../scope/services.ts'
import { workLoad } from '../work/work-load.ts'

/** However many ask for it, the database is asked at most this often. */
const KNOWN_FOR_MS = 5_000
const ANSWERS_WITHIN_MS = 2_000

/**
 * What only the database knows, the same in every process. While it is away its figures are missing: an old one would be
 * believed.
 */
export function watchDatabase(services: Pick<Services, 'database' | 'clock'>, registry: Registry) {
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const up = gauge('portico_database_up', 'Whether the database answered: 1, or 0.')
  const letters = gauge(
    'portico_outbox_letters',
    'Letters that wait to be sent, due now or later, counted up to 100,000.',
    'when',
  )
  const dueSeconds = gauge(
    'portico_outbox_oldest_due_seconds',
    'How long the letter that has been due the longest has waited since then.',
  )
  const due = gauge(
    'portico_regular_work_due',
    'Organizations in which a regular work is due, or goes on.',
    'work',
  )
  const failing = gauge(
    'portico_regular_work_failing',
    'Pieces of regular work that failed and are tried again.',
    'work',
  )

  let known: { at: number; isUp: Promise<boolean> } | undefined
  let pending = false

  async function read(): Promise<boolean> {
    pending = true
    try {
      const [outbox, works] = await Promise.all([outboxLoad(services), workLoad(services)])
      letters.set({ when: 'now' }, outbox.due)
      letters.set({ when: 'later' }, outbox.later)
      const since = outbox.dueSince === null ? null : new Date(outbox.dueSince).getTime()
      dueSeconds.set(since === null ? 0 : (services.clock().getTime() - since) / 1000)
      for (const { work, ...load } of works) {
        due.set({ work }, load.due)
        failing.set({ work }, load.failing)
      }
      return true
    } catch {
      return false
    } finally {
      pending = false
    }
  }

  /** Brings these figures up to date. It neither throws nor takes long. */
  return async function refresh(): Promise<void> {
    const now = performance.now()
    if (!known || (now - known.at > KNOWN_FOR_MS && !pending)) known = { at: now, isUp: read() }
    const isUp = await inTime(known.isUp)
    up.set(isUp ? 1 : 0)
    if (isUp) return
    dueSeconds.remove()
    for (const one of [letters, due, failing]) one.reset()
  }
}

async function inTime(isUp: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ANSWERS_WITHIN_MS, false)
  })
  try {
    return await Promise.race([isUp, late])
  } finally {
    clearTimeout(timer)
  }
}

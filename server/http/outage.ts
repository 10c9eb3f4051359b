import type { FastifyBaseLogger } from 'fastify'

const TOLD_EVERY_MS = 60_000

/** An outage refuses every request: it is logged once, and then once a minute with the number of requests. */
export function tellOutages(
  log: Pick<FastifyBaseLogger, 'error'>,
  now: () => number = () => performance.now(),
) {
  let toldAt = Number.NEGATIVE_INFINITY
  let since = 0

  return (reason: object) => {
    since += 1
    if (now() - toldAt < TOLD_EVERY_MS) return
    log.error({ reason, requests: since }, 'The database is away: requests are refused until it is back.')
    toldAt = now()
    since = 0
  }
}

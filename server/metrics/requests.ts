import type { FastifyInstance } from 'fastify'
import { Counter, Histogram, type Registry } from 'prom-client'

/** A page that takes longer than 300 ms feels slow, and after ten seconds people have gone. */
const SECONDS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10]
/** Of a path that leads nowhere: what was asked for is in no label, or strangers would make new ones without end. */
const NOWHERE = 'none'

/** Counts and times every request by the path as it was declared. */
export function measureRequests(server: FastifyInstance, registry: Registry) {
  const count = new Counter({
    name: 'portico_http_requests_total',
    help: 'Requests that were answered, by method, declared path and class of status.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  const time = new Histogram({
    name: 'portico_http_request_duration_seconds',
    help: 'From the head of a request to the end of its reply, by method and declared path.',
    labelNames: ['method', 'route'],
    buckets: SECONDS,
    registers: [registry],
  })
  server.addHook('onResponse', ({ method, routeOptions }, { statusCode, elapsedTime }, done) => {
    const route = routeOptions.url ?? NOWHERE
    count.inc({ method, route, status: `${Math.floor(statusCode / 100)}xx` })
    time.observe({ method, route }, elapsedTime / 1000)
    done()
  })
}

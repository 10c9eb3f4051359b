import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { CannotStart } from '../cannot-start.ts'
import type { MetricsSettings } from '../config.ts'
import type { Metrics } from './metrics.ts'

const PATH = '/metrics'

/** Serves the figures where the operator wants them: at the public port, or at one of their own. */
export async function serveMetrics(
  server: FastifyInstance,
  metrics: Metrics,
  { token, listen }: MetricsSettings,
): Promise<{ close(): Promise<void> }> {
  if (listen) return listenFor(metrics, token, listen)
  server.get(PATH, async ({ headers }, reply) => {
    const { status, head, text } = await answerTo(headers.authorization, metrics, token)
    return reply.status(status).headers(head).send(text)
  })
  return { close: async () => {} }
}

async function listenFor(
  metrics: Metrics,
  token: string | null,
  { port, host }: NonNullable<MetricsSettings['listen']>,
) {
  const server = createServer((request, response) => {
    const asked = request.method === 'GET' && request.url?.split('?')[0] === PATH
    const answer = asked
      ? answerTo(request.headers.authorization, metrics, token)
      : Promise.resolve({ status: 404, head: PLAIN, text: `There is nothing here but ${PATH}.\n` })
    answer.then(
      ({ status, head, text }) => response.writeHead(status, head).end(text),
      () => response.destroy(),
    )
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', ({ message }) =>
      failed(new CannotStart(`The metrics cannot use METRICS_PORT ${port}: ${message}.`)),
    )
    server.listen(port, host, listening)
  })
  return {
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }

async function answerTo(authorization: string | undefined, metrics: Metrics, token: string | null) {
  if (token !== null && !isEqual(authorization ?? '', `Bearer ${token}`))
    return {
      status: 401,
      head: { ...PLAIN, 'www-authenticate': 'Bearer' },
      text: 'Send METRICS_TOKEN, as Authorization: Bearer ….\n',
    }
  const text = await metrics.read()
  return { status: 200, head: { ...PLAIN, 'content-type': metrics.contentType }, text }
}

/** Takes the same time wherever the two differ, and however long they are. */
function isEqual(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

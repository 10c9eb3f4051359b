import type { FastifyBaseLogger, FastifyInstance } from 'fastify'

/**
 * Behind a proxy that is not trusted every client has the proxy's address, and all of them share its throttles. A
 * forwarded request shows it. It is logged once, because a stranger may send the header as well.
 */
export function warnOfUntrustedProxy(server: FastifyInstance, log: Pick<FastifyBaseLogger, 'warn'>): void {
  let told = false
  server.addHook('onRequest', (request, _reply, done) => {
    if (!told && request.headers['x-forwarded-for'] !== undefined) {
      told = true
      log.warn(
        'Requests arrive with X-Forwarded-For, but no proxy is trusted. If Portico runs behind a proxy, set TRUST_PROXY to its ' +
          'address; otherwise all clients share one limit of attempts.',
      )
    }
    done()
  })
}

import type { FastifyBaseLogger, FastifyInstance } from 'fastify'

/**
 * Behind a proxy that is not trusted every client has the proxy's address, and all of them share its throttles. A request
 * that was forwarded says so: it is told once, because a stranger may say it as well.
 */
export function warnOfUntrustedProxy(server: FastifyInstance, log: Pick<FastifyBaseLogger, 'warn'>): void {
  let told = false
  server.addHook('onRequest', (request, _reply, done) => {
    if (!told && request.headers['x-forwarded-for'] !== undefined) {
      told = true
      log.warn(
        'Requests come with X-Forwarded-For, and no proxy is trusted: if Portico stands behind one, set TRUST_PROXY to its ' +
          'address, or all clients share one limit of attempts.',
      )
    }
    done()
  })
}

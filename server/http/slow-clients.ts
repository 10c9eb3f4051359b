import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** How long what a client sends may take to arrive, in milliseconds. */
export interface Patience {
  /** The head of a request, which is one packet or two. */
  head: number
  /** A body of JSON. */
  body: number
  /** A file, over a slow line. */
  upload: number
  /** The head and the upload are looked at this often. */
  lookEvery: number
}

/** A client that sends a byte now and then keeps no connection: it is closed within half a minute. */
export const PATIENCE: Patience = {
  head: 15_000,
  body: 20_000,
  upload: 10 * 60_000,
  lookEvery: 5_000,
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes files. */
    upload?: boolean
  }
}

/** What Node itself looks after. */
export const serverTimeouts = ({ head, upload, lookEvery }: Patience) => ({
  requestTimeout: upload,
  http: { headersTimeout: head, connectionsCheckingInterval: lookEvery },
})

export function closeSlowBodies(server: FastifyInstance, { body }: Patience) {
  server.addHook('onRequest', (request, _reply, done) => {
    const { raw } = request
    const { 'content-length': length, 'transfer-encoding': encoding } = raw.headers
    if (encoding === undefined && !Number(length)) return done()
    if (request.routeOptions.config.upload) return done()
    const { socket } = raw
    const timer = setTimeout(() => {
      // Answered as Node answers what takes too long: 408, and the connection is closed.
      if (socket instanceof Socket && !raw.complete) server.server.emit('clientError', new TooSlow(), socket)
    }, body)
    timer.unref()
    const arrived = () => clearTimeout(timer)
    raw.once('end', arrived).once('close', arrived)
    done()
  })
}

class TooSlow extends Error {
  readonly code = 'ERR_HTTP_REQUEST_TIMEOUT'
}

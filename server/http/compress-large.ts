import { gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

/** Characters. Below this it takes as long either way. */
const LARGE = 2_000

/**
 * Sends JSON and pages to read by gzip where they are large; scripts and styles lie compressed already. No reply with a secret
 * repeats what a stranger put into its request, so that its length tells nothing (breachattack.com).
 */
export function compressLarge(server: FastifyInstance) {
  server.addHook('onSend', (request, reply, payload, done) => {
    if (typeof payload !== 'string' || payload.length < LARGE) return done(null, payload)
    reply.header('vary', 'accept-encoding')
    if (!takesGzip(request.headers['accept-encoding'])) return done(null, payload)
    reply.header('content-encoding', 'gzip')
    gzip(payload, done)
  })
}

/** Not where it is named to be left out: `gzip;q=0`. */
const takesGzip = (accepted = '') => /\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/i.test(accepted)

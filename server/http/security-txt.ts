import type { FastifyInstance } from 'fastify'

const VALID_DAYS = 180
const DAY_MS = 86_400_000

/** Where to report a vulnerability (RFC 9116), if the operator says so. */
export function serveSecurityTxt(
  server: FastifyInstance,
  { contact, publicUrl, clock }: { contact: string; publicUrl: URL; clock: () => Date },
) {
  server.get('/.well-known/security.txt', (_request, reply) => {
    // In whole days, so that asking twice gives the same twice.
    const today = Math.floor(clock().getTime() / DAY_MS) * DAY_MS
    const lines = [
      `Contact: ${contact}`,
      `Expires: ${new Date(today + VALID_DAYS * DAY_MS).toISOString()}`,
      `Canonical: ${publicUrl.origin}/.well-known/security.txt`,
      'Preferred-Languages: en',
    ]
    return reply
      .header('cache-control', 'max-age=86400')
      .type('text/plain; charset=utf-8')
      .send(`${lines.join('\n')}\n`)
  })
}

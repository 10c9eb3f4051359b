import { sql } from 'kysely'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Database } from '../database/database.ts'
import { INSTALLATION } from '../database/id.ts'

/** Anybody may ask, as often as they like, but the database is asked at most this often. */
const KNOWN_FOR_MS = 1_000
const ANSWERS_WITHIN_MS = 3_000

/**
 * For programs that watch Portico. `/healthz`: the process lives; if there is no answer, restart it. `/readyz`: the
 * database answers as well; if not, send people elsewhere and wait.
 */
export function serveHealth(server: FastifyInstance, database: Database) {
  let known: { at: number; ready: Promise<boolean> } | undefined
  server.get('/healthz', (_request, reply) => said(reply, 200, 'ok'))
  server.get('/readyz', async (_request, reply) => {
    const now = performance.now()
    if (!known || now - known.at > KNOWN_FOR_MS) known = { at: now, ready: isReady(database) }
    return (await known.ready)
      ? said(reply, 200, 'ready')
      : said(reply, 503, 'The database does not answer.').header('retry-after', '2')
  })
}

function said(reply: FastifyReply, status: number, text: string) {
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(`${text}\n`)
}

async function isReady(database: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ANSWERS_WITHIN_MS, false)
  })
  const answer = ask(database).then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

async function ask(database: Database) {
  await sql`select 1`.execute(database.of(INSTALLATION))
}

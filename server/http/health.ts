import { sql } from 'kysely'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Database } from '../database/database.ts'
import { INSTALLATION } from '../database/id.ts'

/** Anybody may ask, as often as they like, but the database is asked at most this often. */
const KNOWN_FOR_MS = 1_000
const ANSWERS_WITHIN_MS = 3_000

export interface Health {
  /** From now on people are to be sent elsewhere. Whoever still comes is served, and their connection closed. */
  leave(): void
}

/**
 * For programs that watch Portico. `/healthz`: the process lives; if there is no answer, restart it. `/readyz`: it may be
 * sent people, because the database answers and can be written to; if not, send them elsewhere and wait.
 */
export function serveHealth(server: FastifyInstance, database: Database): Health {
  let known: { at: number; trouble: Promise<string | null> } | undefined
  let isLeaving = false
  server.addHook('onRequest', (_request, reply, done) => {
    if (isLeaving) reply.header('connection', 'close')
    done()
  })
  server.get('/healthz', (_request, reply) => said(reply, 200, 'ok'))
  server.get('/readyz', async (_request, reply) => {
    const now = performance.now()
    if (!known || now - known.at > KNOWN_FOR_MS) known = { at: now, trouble: troubleOf(database) }
    const trouble = isLeaving ? 'Portico is being stopped.' : await known.trouble
    return trouble === null ? said(reply, 200, 'ready') : said(reply, 503, trouble).header('retry-after', '2')
  })
  return { leave: () => void (isLeaving = true) }
}

function said(reply: FastifyReply, status: number, text: string) {
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(`${text}\n`)
}

const AWAY = 'The database does not answer.'

async function troubleOf(database: Database): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, ANSWERS_WITHIN_MS, AWAY)
  })
  const answer = isReadOnly(database).then(
    (readOnly) => (readOnly ? 'The database is a replica, or read-only: nothing can be saved.' : null),
    () => AWAY,
  )
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

async function isReadOnly(database: Database): Promise<boolean> {
  const { rows } = await sql<{ readOnly: boolean }>`
    select current_setting('transaction_read_only') is not distinct from 'on' as "readOnly"`.execute(
    database.of(INSTALLATION),
  )
  return rows[0]!.readOnly
}

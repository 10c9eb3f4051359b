import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { LIMITS } from './limits.ts'

const ROUNDS = 5

/**
 * Where organizations are set on connections (`TENANT_SCOPE=connection`), a connection must be ours alone. A pooler that
 * hands them around between transactions would show one organization's rows to another, which nobody might notice.
 */
export async function checkPooler(appUrl: string): Promise<void> {
  const connection = { connectionString: appUrl, ...LIMITS }
  const clients = [new pg.Client(connection), new pg.Client(connection)] as const
  for (const client of clients) client.on('error', () => {})
  try {
    for (const client of clients) await client.connect().catch(refuseSettings)
    const seen = { one: new Set<number>(), other: new Set<number>() }
    for (let round = 0; round < ROUNDS; round++) {
      seen.one.add(await readBackend(clients[0]))
      seen.other.add(await readBackend(clients[1]))
    }
    if ([...seen.one].some((backend) => seen.other.has(backend)))
      throw new CannotStart(
        `A pooler between Portico and its database hands connections around between transactions. ${REMEDY}`,
      )
  } finally {
    for (const client of clients) await client.end()
  }
}

const REMEDY =
  'Set TENANT_SCOPE=transaction, or let DATABASE_URL and DATABASE_APP_URL name the PostgreSQL server itself.'

function refuseSettings(error: Error): never {
  if (!/startup parameter/.test(error.message))
    throw new CannotStart(`The database does not let the application in: ${error.message}.`)
  throw new CannotStart(
    `A pooler between Portico and its database does not pass settings on (${error.message}). ${REMEDY}`,
  )
}

async function readBackend(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number; limit: string }>(
    `select pg_backend_pid() as pid, current_setting('statement_timeout') as limit`,
  )
  if (rows[0]!.limit === '0')
    throw new CannotStart(`A pooler between Portico and its database leaves out settings. ${REMEDY}`)
  return rows[0]!.pid
}

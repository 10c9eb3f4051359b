import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { urlsOfRunning } from '../server/database/embedded.ts'
import { newId } from '../server/database/id.ts'
import type { CsvImport } from '../server/imports/imports.api.ts'
import { startPortico } from './start-up.ts'

export interface Imported {
  rows: number
  planPerSecond: number
  runPerSecond: number
  barePerSecond: number
  /** The longest wait of a request that needs no database while the import ran: it shows what blocks the event loop. */
  longestWaitMs: number
  /** The longest that anything held the event loop, from the upload to the end. On a busy machine, how long it got no processor. */
  longestHoldMs: number
}

const ROWS_PER_BATCH = 1000

/** A CSV file through the API, on an installation of its own, against bare batches of arrays into the same tables. */
export async function measureImport(dataDir: string, rows: number): Promise<Imported> {
  const portico = await startPortico(dataDir, {}, true)
  try {
    const { call, ping } = await foundOrganization(portico.port)
    const organizationId = ((await call('GET', '/v1/session')) as { organization: { id: string } })
      .organization.id
    const firstHalf = await bareBatches(dataDir, organizationId, 0, rows / 2)

    await portico.longestHoldMs()
    const uploaded = (await call('POST', '/v1/imports', csvOf(rows))) as CsvImport
    const planned = await untilDone(call, uploaded.id, 'plan', 'planned')
    let pinging = true
    const longestWait = longest(ping, () => pinging)
    const ran = await untilDone(call, uploaded.id, 'run', 'done')
    pinging = false
    const longestHoldMs = await portico.longestHoldMs()
    if (ran.counts?.create !== rows) throw new Error(`the import created ${JSON.stringify(ran.counts)}`)

    const secondHalf = await bareBatches(dataDir, organizationId, rows / 2, rows)
    return {
      rows,
      planPerSecond: rows / planned.seconds,
      runPerSecond: rows / ran.seconds,
      barePerSecond: rows / (firstHalf + secondHalf),
      longestWaitMs: await longestWait,
      longestHoldMs,
    }
  } finally {
    await portico.stop()
  }
}

type CallApi = (
  method: string,
  path: string,
  body?: unknown,
  more?: Record<string, string>,
) => Promise<unknown>

/** Sets an installation up, and returns the way to call it as its owner. */
export async function foundOrganization(port: number) {
  const base = `http://127.0.0.1:${port}`
  const headers: Record<string, string> = { origin: `http://localhost:${port}` }
  const call: CallApi = async (method, path, body, more) => {
    const type = typeof body === 'string' ? 'text/csv' : 'application/json'
    const response = await fetch(base + path, {
      method,
      headers: { ...headers, ...more, ...(body !== undefined && { 'content-type': type }) },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok)
      throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 500)}`)
    headers['cookie'] ??= response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ')
    return text === '' ? undefined : JSON.parse(text)
  }
  await call('POST', '/v1/setup', {
    organizationName: 'Bench',
    name: 'Bench',
    email: 'bench@portico.example',
    password: 'nine calm herons wade',
  })
  return { call, ping: () => fetch(`${base}/v1/nothing-here`).then((response) => response.arrayBuffer()) }
}

async function untilDone(call: CallApi, id: string, step: 'plan' | 'run', state: CsvImport['state']) {
  const began = performance.now()
  await call('POST', `/v1/imports/${id}/${step}`)
  for (;;) {
    const now = (await call('GET', `/v1/imports/${id}`)) as CsvImport
    if (now.state === state) return { ...now, seconds: (performance.now() - began) / 1000 }
    if (now.state === 'interrupted') throw new Error(`the import was interrupted: ${now.trouble}`)
    await sleep(50)
  }
}

async function longest(ping: () => Promise<unknown>, goOn: () => boolean): Promise<number> {
  let most = 0
  while (goOn()) {
    const began = performance.now()
    await ping()
    most = Math.max(most, performance.now() - began)
    await sleep(5)
  }
  return most
}

function csvOf(rows: number): string {
  const lines = ['Customer name,Account number,First name,Last name,E-mail,Phone,City']
  for (let n = 0; n < rows; n++)
    lines.push(
      `Imported Works ${n},I-${n},Ida${n % 977},Moss${n % 1979},ida${n}@import.example,+49 30 ${n},Lisbon`,
    )
  return lines.join('\n')
}

/**
 * Rows as alike as possible without colliding: a customer, a person and a contact each, a thousand in a transaction. They
 * are planned by statistics as new as the import's, whose making counts for neither.
 */
async function bareBatches(
  dataDir: string,
  organizationId: string,
  from: number,
  to: number,
): Promise<number> {
  const client = new pg.Client({ connectionString: urlsOfRunning(dataDir).appUrl })
  await client.connect()
  try {
    await client.query(`select set_config('app.organization_id', $1, false)`, [organizationId])
    let milliseconds = 0
    for (let first = from; first < to; first += ROWS_PER_BATCH) {
      await client.query('select refresh_statistics()')
      const began = performance.now()
      await bareBatch(client, organizationId, first)
      milliseconds += performance.now() - began
    }
    return milliseconds / 1000
  } finally {
    await client.end()
  }
}

async function bareBatch(client: pg.Client, organizationId: string, first: number) {
  const ids = () => Array.from({ length: ROWS_PER_BATCH }, () => newId())
  const numbers = Array.from({ length: ROWS_PER_BATCH }, (_, at) => first + at)
  const [customers, people, contacts] = [ids(), ids(), ids()]
  await client.query('begin')
  await client.query(
    `insert into customers (organization_id, id, name, account_number, billing_address, created_at, updated_at)
     select $1, id, 'Bare Works ' || n, 'B-' || n, '{"city": "Lisbon"}', now(), now() from unnest($2::uuid[], $3::int[]) row (id, n)`,
    [organizationId, customers, numbers],
  )
  await client.query(
    `insert into people (organization_id, id, email, email_identity, first_name, last_name, phone, created_at, updated_at)
     select $1, id, email, email, 'Ida' || n % 977, 'Moss' || n % 1979, '+49 30 ' || n, now(), now()
     from unnest($2::uuid[], $3::int[]) row (id, n), lateral (select 'ida' || n || '@bare.example' as email) e`,
    [organizationId, people, numbers],
  )
  await client.query(
    `insert into contacts (organization_id, id, customer_id, person_id, created_at, updated_at)
     select $1, id, customer, person, now(), now() from unnest($2::uuid[], $3::uuid[], $4::uuid[]) row (id, customer, person)`,
    [organizationId, contacts, customers, people],
  )
  await client.query('commit')
}

import { setTimeout as sleep } from 'node:timers/promises'
import { urlsOfRunning } from '../server/database/embedded.ts'
import type { CsvImport } from '../server/imports/imports.api.ts'
import { importByHand } from './import-by-hand.ts'
import { residentMegabytes, startPortico } from './start-up.ts'

export interface Imported {
  rows: number
  planPerSecond: number
  runPerSecond: number
  barePlanPerSecond: number
  bareRunPerSecond: number
  /** The longest wait of a request that needs no database while the import ran: it shows what blocks the event loop. */
  longestWaitMs: number
  /** The longest that anything held the event loop, from the upload to the end. On a busy machine, how long it got no processor. */
  longestHoldMs: number
}

/** One file, uploaded and checked: whatever grows with its rows shows in how much memory the Node process holds. */
export interface LargeFile {
  rows: number
  checkPerSecond: number
  /** Null if /proc does not tell. */
  restMegabytes: number | null
  mostMegabytes: number | null
}

/** By turns, so that both find the same tables and the same machine. */
const ROUNDS = 4

/** CSV files through the API, on an installation of its own, against the same files by hand into the same tables. */
export async function measureImport(dataDir: string, allRows: number): Promise<Imported> {
  const portico = await startPortico(dataDir, {}, true)
  try {
    const { call, ping } = await foundOrganization(portico.port)
    const session = (await call('GET', '/v1/session')) as { organization: { id: string } }
    const { appUrl } = urlsOfRunning(dataDir)
    const rows = allRows / ROUNDS
    const taken = { plan: 0, run: 0, barePlan: 0, bareRun: 0 }
    const held: number[] = []
    const waited: number[] = []

    const byPortico = async (first: number) => {
      await portico.longestHoldMs()
      const { id } = (await call('POST', '/v1/imports', csvOf(first, rows))) as CsvImport
      taken.plan += (await untilDone(call, id, 'plan', 'planned')).seconds
      let pinging = true
      const longestWait = longest(ping, () => pinging)
      const ran = await untilDone(call, id, 'run', 'done')
      pinging = false
      taken.run += ran.seconds
      held.push(await portico.longestHoldMs())
      waited.push(await longestWait)
      if (ran.counts?.create !== rows) throw new Error(`the import created ${JSON.stringify(ran.counts)}`)
    }
    const byHand = async (first: number) => {
      const { id } = (await call('POST', '/v1/imports', csvOf(first, rows))) as CsvImport
      const { planSeconds, runSeconds } = await importByHand(appUrl, session.organization.id, id)
      taken.barePlan += planSeconds
      taken.bareRun += runSeconds
    }
    // The first of all finds empty tables and cold code, and counts for neither.
    await byHand(0)
    await byPortico(rows)
    Object.assign(taken, { plan: 0, run: 0, barePlan: 0, bareRun: 0 })
    for (let round = 1; round <= ROUNDS; round++) {
      const turns = round % 2 === 0 ? [byHand, byPortico] : [byPortico, byHand]
      for (const [at, turn] of turns.entries()) await turn((2 * round + at) * rows)
    }
    const perSecond = (seconds: number) => (ROUNDS * rows) / seconds
    return {
      rows: ROUNDS * rows,
      planPerSecond: perSecond(taken.plan),
      runPerSecond: perSecond(taken.run),
      barePlanPerSecond: perSecond(taken.barePlan),
      bareRunPerSecond: perSecond(taken.bareRun),
      longestWaitMs: Math.max(...waited),
      longestHoldMs: Math.max(...held),
    }
  } finally {
    await portico.stop()
  }
}

/** In a process that has done nothing else. */
export async function measureLargeFile(dataDir: string, rows: number): Promise<LargeFile> {
  const portico = await startPortico(dataDir)
  try {
    const { call } = await foundOrganization(portico.port)
    const csv = csvOf(0, rows)
    const restMegabytes = residentMegabytes(portico.pid)
    let mostMegabytes = restMegabytes
    const watch = setInterval(() => {
      mostMegabytes = mostMegabytes && Math.max(mostMegabytes, residentMegabytes(portico.pid) ?? 0)
    }, 50)
    const { id } = (await call('POST', '/v1/imports', csv)) as CsvImport
    const { seconds } = await untilDone(call, id, 'plan', 'planned')
    clearInterval(watch)
    return { rows, checkPerSecond: rows / seconds, restMegabytes, mostMegabytes }
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

function csvOf(first: number, rows: number): string {
  const lines = ['Customer name,Account number,First name,Last name,E-mail,Phone,City']
  for (let n = first; n < first + rows; n++)
    lines.push(
      `Imported Works ${n},I-${n},Ida${n % 977},Moss${n % 1979},ida${n}@import.example,+49 30 ${n},Lisbon`,
    )
  return lines.join('\n')
}

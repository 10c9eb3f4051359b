// `npm run bench`: how fast Portico is, against the least that could do the same by hand. `-- --compare REF`: against
// Portico as it was at that commit. `-- --small` for a quick try.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildOf, type Build } from './build.ts'
import { casesOf } from './cases.ts'
import { makeCast, type Cast } from './cast.ts'
import { compareJobs, jobsNamed, type ComparedJob } from './compare-jobs.ts'
import { freePort, startChild, type Child } from './child.ts'
import { BIG, openBenchDatabase, withOwner } from './database.ts'
import { measureFirstLoad } from './first-load.ts'
import { measureFlood } from './flood.ts'
import { measureHotRows } from './hot-rows.ts'
import { MOST_ROWS } from '../server/imports/keep-table.ts'
import { measureImport, measureLargeFile } from './import.ts'
import { measure, type Case, type Measured, type Side } from './measure.ts'
import { measureMemory } from './memory.ts'
import { openPostgresUsage } from './postgres-usage.ts'
import { measureReceivables } from './receivables.ts'
import { report, type AtSize } from './report.ts'
import { measureSending } from './send.ts'
import { readSizes } from './sizes.ts'
import { measureStartUp, withDataDir } from './start-up.ts'

const { values: chosen } = parseArgs({
  options: {
    small: { type: 'boolean', default: false, description: 'few customers and short slices' },
    only: {
      type: 'string',
      description: 'what begins so; memory, hot, import, first-load, sizes: that alone',
    },
    'file-rows': {
      type: 'string',
      description: 'of the large file: as many as a file may have, with --small 50000',
    },
    compare: { type: 'string', description: 'a commit: both builds instead of Portico and by hand' },
    customers: { type: 'string', description: 'how many, such as 100000 or 100000,1000000' },
    'memory-minutes': { type: 'string', description: 'how long memory is watched: 10, with --small 1' },
  } as const,
})
const sizes = (chosen.customers ?? (chosen.small ? '2000,20000' : '100000,1000000')).split(',').map(Number)
const largest = Math.max(...sizes)
const invoices = chosen.small ? 20_000 : 1_000_000
const memoryMinutes = Number(chosen['memory-minutes'] ?? (chosen.small ? 1 : 10))
const fileRows = Number(chosen['file-rows'] ?? (chosen.small ? 50_000 : MOST_ROWS))
const CLIENTS = [1, 16]

const before = chosen.compare === undefined ? null : await buildOf(chosen.compare)
const pace = {
  ...(chosen.small ? { sliceMs: 400, rounds: 2 } : { sliceMs: 1500, rounds: before ? 8 : 4 }),
  warmUpMs: chosen.small || before ? 1500 : 4000,
  inNewProcesses: before !== null,
}
// With --only, just these cases.
const everything = chosen.only === undefined && before === null
const mailed = everything || chosen.only === 'sizes' ? await withDataDir(measureMail) : null
const installation = everything
  ? {
      ...(await withDataDir(measureInstallation)),
      sent: mailed!.sent,
      receivables: await measureReceivables(invoices, chosen.small ? 5 : 15),
    }
  : null
const hotRows = everything || chosen.only === 'hot' ? await measureHotRows(pace) : []
const imported = everything || (chosen.only === 'import' && !before) ? await measureImports() : null
const firstLoads = everything || chosen.only === 'first-load' ? await withDataDir(measureFirstPages) : []

/** What is to be ended, the last first. */
const opened: { end(): Promise<unknown> }[] = []
try {
  const measured: AtSize[] = []
  let flood = null
  let memory = null
  const jobs: ComparedJob[] = before ? await compareJobs(before, chosen.only ?? '', say) : []
  const isOnlyJobs = before && chosen.only && jobsNamed(chosen.only).length > 0
  const needsNoCustomers = isOnlyJobs || ['hot', 'import', 'first-load', 'sizes'].includes(chosen.only ?? '')
  for (const customers of needsNoCustomers ? [] : sizes) {
    const ours = await openPortico(customers)
    const other = before ? await openPortico(customers, before) : await openByHand(ours)
    measured.push({ customers, cases: await measureAll(customers, ours, other) })
    if (customers === largest) {
      if (everything) flood = await measureFlood(ours.server.port, ours.cast, ours.headers, pace.sliceMs * 2)
      // Last, in a process that has done nothing else.
      if (everything || chosen.only === 'memory') {
        await ours.restart()
        memory = await measureMemory(ours.server, ours.cast, ours.headers, memoryMinutes)
      }
    }
    await endAll()
  }
  const besides = installation && flood && { ...installation, flood }
  const sizesOf = mailed?.sizes ?? []
  const all = {
    measured,
    before: before?.commit ?? null,
    jobs,
    hotRows,
    besides,
    imported,
    sizes: sizesOf,
    firstLoads,
    memory,
  }
  process.stdout.write(`${report(all)}\n`)
} finally {
  await endAll()
}

interface PorticoSide extends Side {
  cast: Cast
  headers: Record<string, string>
  appUrl: string
  cases: Case[]
}

/** Portico on a database of that size: as it is here, or as it was. */
async function openPortico(customers: number, build?: Build): Promise<PorticoSide> {
  const folder = build?.folder ?? '.'
  const files = build ? ['data.sql'] : ['data.sql', 'by-hand.sql']
  const postgres = await openBenchDatabase({
    name: `${customers.toLocaleString('en')} customers`,
    folder: join(folder, `.cache/bench/${customers}`),
    statements: files.map((file) => join(folder, 'bench', file)),
    settings: { customers, small_organizations: Math.min(200, Math.ceil(customers / 1000)) },
    ...(build && { migrate: build.migrate }),
  })
  opened.push({ end: () => postgres.stop() })
  const usage = await openPostgresUsage(postgres)
  opened.push({ end: () => usage.close() })
  const cast = await withOwner(postgres.ownerUrl, (client) => makeCast(client, build?.makeStaffSession))
  const port = await freePort()
  const server = await openServer(() =>
    startChild(build?.program ?? './portico-server.js', port, {
      BENCH_APP_URL: postgres.appUrl,
      PORT: String(port),
      DATA_DIR: join(folder, '.cache/bench/portico'),
      SECRET_KEY: randomBytes(32).toString('base64'),
      // The flood of sign-ins comes from many addresses.
      TRUST_PROXY: 'loopback',
    }),
  )
  const headers = headersOf(cast, port)
  const { appUrl } = postgres
  return Object.assign(server, { headers, cast, postgres: usage, appUrl, cases: casesOf(cast, headers) })
}

/** A server that may be started again. */
async function openServer(start: () => Promise<Child>): Promise<Pick<Side, 'server' | 'restart'>> {
  const one = {
    server: await start(),
    async restart() {
      await one.server.stop()
      one.server = await start()
    },
  }
  opened.push({ end: () => one.server.stop() })
  return one
}

/** The other side, on the same PostgreSQL. */
async function openByHand(portico: PorticoSide): Promise<Side & { cases: Case[] }> {
  const port = await freePort()
  const server = await openServer(() =>
    startChild('./bare-server.js', port, {
      BENCH_APP_URL: portico.appUrl,
      BENCH_ORGANIZATION: BIG,
      BENCH_PORT: String(port),
    }),
  )
  // Customers are the same for both; contacts it has of its own, with versions of their own.
  const cast = { ...portico.cast, contacts: structuredClone(portico.cast.contacts) }
  return Object.assign(server, { postgres: portico.postgres, cases: casesOf(cast, portico.headers) })
}

function headersOf(cast: Cast, port: number) {
  return {
    cookie: `portico-staff-${port}=${cast.staffToken}`,
    origin: `http://localhost:${port}`,
    'user-agent': 'bench',
  }
}

async function measureAll(customers: number, ours: PorticoSide, other: Side & { cases: Case[] }) {
  const measured: Measured[] = []
  for (const [at, one] of ours.cases.entries()) {
    if (!one.name.startsWith(chosen.only ?? '')) continue
    for (const clients of CLIENTS) {
      const result = await measure([one, other.cases[at]!], clients, { ours, other }, pace)
      measured.push(result)
      const ratio = result.ours.perSecond / result.other.perSecond
      const of = before ? 'of before' : 'of by hand'
      say(
        `${customers}: ${one.name}, ${clients}: ${result.ours.perSecond.toFixed(0)}/s, ${ratio.toFixed(2)} ${of}`,
      )
    }
  }
  return measured
}

async function endAll() {
  for (const one of opened.splice(0).toReversed()) await one.end()
}

async function measureInstallation(dataDir: string) {
  const startUp = await measureStartUp(dataDir)
  say(`Ready in ${Math.round(startUp.firstMs)} ms, and in ${Math.round(startUp.laterMs)} ms the second time.`)
  return { startUp }
}

async function measureImports() {
  const imported = await withDataDir((dataDir) => measureImport(dataDir, chosen.small ? 20_000 : 100_000))
  say(
    `Imported ${Math.round(imported.runPerSecond)} rows/s, by hand ${Math.round(imported.bareRunPerSecond)}.`,
  )
  const large = await withDataDir((dataDir) => measureLargeFile(dataDir, fileRows))
  return { ...imported, large }
}

async function measureFirstPages(dataDir: string) {
  const loads = await measureFirstLoad(dataDir, chosen.small ? 3 : 9)
  for (const { page, shownMs } of loads) say(`${page}: shown after ${(shownMs / 1000).toFixed(2)} s.`)
  return loads
}

async function measureMail(dataDir: string) {
  const sent = await measureSending(dataDir, chosen.small ? 500 : 10_000)
  say(`Sent ${Math.round(sent.perSecond)} messages/s, by hand ${Math.round(sent.barePerSecond)}.`)
  return { sent, sizes: await readSizes(dataDir) }
}

function say(line: string) {
  process.stderr.write(`${line}\n`)
}

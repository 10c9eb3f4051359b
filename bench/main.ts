// `npm run bench`: how fast Portico is, against the least that could do the same. `-- --small` for a quick try.
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { casesOf } from './cases.ts'
import { makeCast } from './cast.ts'
import { freePort, startChild, type Child } from './child.ts'
import { BIG, openBenchDatabase, withOwner } from './database.ts'
import { measureFlood } from './flood.ts'
import { measureImport } from './import.ts'
import { measure, type Measured } from './measure.ts'
import { measureMemory } from './memory.ts'
import { measureReceivables } from './receivables.ts'
import { report } from './report.ts'
import { measureSending } from './send.ts'
import { measureStartUp, withDataDir } from './start-up.ts'

const { values: chosen } = parseArgs({
  options: {
    small: { type: 'boolean', default: false, description: '20,000 customers and short slices' },
    only: { type: 'string', description: 'cases whose name begins so; memory: that alone' },
    'memory-minutes': { type: 'string', description: 'how long memory is watched: 10, with --small 1' },
  } as const,
})
const size = chosen.small
  ? { customers: 20_000, smallOrganizations: 20, invoices: 20_000 }
  : { customers: 1_000_000, smallOrganizations: 200, invoices: 1_000_000 }
const memoryMinutes = Number(chosen['memory-minutes'] ?? (chosen.small ? 1 : 10))
const pace = chosen.small ? { sliceMs: 400, rounds: 2 } : { sliceMs: 1500, rounds: 4 }

// With --only, just these cases.
const installation =
  chosen.only === undefined
    ? {
        ...(await withDataDir(measureInstallation)),
        sent: await withDataDir(measureMail),
        receivables: await measureReceivables(size.invoices, chosen.small ? 5 : 15),
      }
    : null
const postgres = await openBenchDatabase({
  name: `${size.customers.toLocaleString('en')} customers`,
  folder: `.cache/bench/${size.customers}`,
  statements: 'bench/data.sql',
  settings: { customers: size.customers, small_organizations: size.smallOrganizations },
})
const children: Child[] = []
try {
  const cast = await withOwner(postgres.ownerUrl, makeCast)
  const environment = { BENCH_APP_URL: postgres.appUrl, BENCH_ORGANIZATION: BIG }
  const [porticoPort, barePort] = [await freePort(), await freePort()]
  const start = async (program: string, port: number, settings: Record<string, string>) => {
    const child = await startChild(program, port, { ...environment, ...settings })
    children.push(child)
    return child
  }
  const startPortico = () =>
    start('./portico-server.js', porticoPort, {
      PORT: String(porticoPort),
      DATA_DIR: '.cache/bench/portico',
      SECRET_KEY: randomBytes(32).toString('base64'),
      // The flood of sign-ins comes from many addresses.
      TRUST_PROXY: 'loopback',
    })
  const portico = await startPortico()
  const bare = await start('./bare-server.js', barePort, { BENCH_PORT: String(barePort) })
  const headers = {
    cookie: `portico-staff-${porticoPort}=${cast.staffToken}`,
    origin: `http://localhost:${porticoPort}`,
    'user-agent': 'bench',
  }

  const measured: Measured[] = []
  for (const one of casesOf(cast, headers).filter(({ name }) => name.startsWith(chosen.only ?? ''))) {
    for (const clients of [1, 16]) {
      const result = await measure(one, clients, { portico, bare }, pace)
      measured.push(result)
      const ratio = result.portico.perSecond / result.bare.perSecond
      say(`${one.name}, ${clients}: ${result.portico.perSecond.toFixed(0)}/s, ${ratio.toFixed(2)} of by hand`)
    }
  }
  const besides = installation && {
    ...installation,
    flood: await measureFlood(porticoPort, cast, headers, pace.sliceMs * 2),
  }
  // Last, in a process that has done nothing else.
  await portico.stop()
  const memory =
    installation || chosen.only === 'memory'
      ? await measureMemory(await startPortico(), cast, headers, memoryMinutes)
      : null
  process.stdout.write(`${report(size, measured, besides, memory)}\n`)
} finally {
  await Promise.all(children.map((child) => child.stop()))
  await postgres.stop()
}

async function measureInstallation(dataDir: string) {
  const startUp = await measureStartUp(dataDir)
  say(`Ready in ${Math.round(startUp.firstMs)} ms, and in ${Math.round(startUp.laterMs)} ms the second time.`)
  const imported = await measureImport(dataDir, chosen.small ? 10_000 : 100_000)
  say(`Imported ${Math.round(imported.runPerSecond)} rows/s, by hand ${Math.round(imported.barePerSecond)}.`)
  return { startUp, imported }
}

async function measureMail(dataDir: string) {
  const sent = await measureSending(dataDir, chosen.small ? 500 : 10_000)
  say(`Sent ${Math.round(sent.perSecond)} messages/s, by hand ${Math.round(sent.barePerSecond)}.`)
  return sent
}

function say(line: string) {
  process.stderr.write(`${line}\n`)
}

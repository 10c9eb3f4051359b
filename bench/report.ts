import { cpus } from 'node:os'
import type { ComparedJob } from './compare-jobs.ts'
import type { FirstLoad } from './first-load.ts'
import type { Flood } from './flood.ts'
import type { Imported, LargeFile } from './import.ts'
import type { Figures, Measured } from './measure.ts'
import type { Memory } from './memory.ts'
import type { Receivables } from './receivables.ts'
import type { Sent } from './send.ts'
import type { Size } from './sizes.ts'
import type { StartUp } from './start-up.ts'

/** Of both processes together. */
const CPU_RATIO_MOST = 1.8

export interface Besides {
  flood: Flood
  startUp: StartUp
  sent: Sent
  receivables: Receivables
}

/** What was measured with so many customers, each with two contacts on average. */
export interface AtSize {
  customers: number
  cases: Measured[]
}

export interface Results {
  measured: AtSize[]
  /** The commit of the other side. Null: it is by hand. */
  before: string | null
  jobs: ComparedJob[]
  hotRows: Measured[]
  besides: Besides | null
  imported: (Imported & { large: LargeFile }) | null
  sizes: Size[]
  firstLoads: FirstLoad[]
  memory: Memory | null
}

/** The tables as markdown. A missed target is marked. */
export function report({ measured, before, jobs, hotRows, besides, ...results }: Results): string {
  const { imported, sizes, firstLoads, memory } = results
  return [
    `Portico against ${before ? `Portico at ${before.slice(0, 12)}` : 'node:http + pg by hand'}: Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}.`,
    ...(before
      ? []
      : [
          'Portico checks the session and the role, validates, and writes the journal. The other side does none of it for customers, on the same tables. For contacts it has tables of its own and one statement for each change, which also writes the journal, the event, the row to search and the letter, and gives the same reply; it leaves out who may do so, what is wrong with what is sent, tenants apart in the database, foreign keys and checks, what a change means for other customers of the person, and what ends with a password.',
        ]),
    'Each pair was measured in alternating slices. Latencies are as the client sees them; the clients, both servers and PostgreSQL share the processors.',
    ...measured.flatMap(({ customers, cases }) =>
      cases.length === 0
        ? []
        : CLIENTS.flatMap((clients) => tablesOf(customers, clients, cases, before !== null)),
    ),
    ...growth(measured),
    ...(jobs.length > 0 ? [jobsTable(jobs)] : []),
    ...(hotRows.length > 0 ? [hotRowsTable(hotRows)] : []),
    ...(besides
      ? [
          table(
            ['', 'measured', 'target'],
            [...floodLines(besides.flood), ...sendLines(besides.sent), ...startUpLines(besides.startUp)],
          ),
          ...receivablesTable(besides.receivables),
        ]
      : []),
    ...(imported ? [table(['', 'measured', 'target'], importLines(imported))] : []),
    ...(sizes.length > 0 ? [sizesTable(sizes)] : []),
    ...(firstLoads.length > 0 ? firstLoadTable(firstLoads) : []),
    ...(memory ? [memoryTable(memory)] : []),
  ].join('\n\n')
}

const CLIENTS = [1, 16]

/** How fast, and at what cost. */
function tablesOf(customers: number, clients: number, all: Measured[], isCompared: boolean): string[] {
  const cases = all.filter((one) => one.clients === clients)
  const other = isCompared ? 'before' : 'by hand'
  const least = (target: number) => (isCompared ? AS_BEFORE_LEAST : target)
  const cpuMost = isCompared ? 1 / AS_BEFORE_LEAST : CPU_RATIO_MOST
  const head = `${customers.toLocaleString('en')} customers, ${clients === 1 ? '1 client' : `${clients} clients`}`
  return [
    table(
      [head, ...['per second', other, 'ratio', 'target'], ...['p50 ms', other, 'p99 ms', other]],
      cases.map(({ name, target, ours, other: theirs }) => {
        const rate = ours.perSecond / theirs.perSecond
        return [
          name,
          ...[figure(ours.perSecond), figure(theirs.perSecond), judged(rate, rate >= least(target))],
          `≥ ${least(target)}`,
          ...[ours.p50Ms, theirs.p50Ms, ours.p99Ms, theirs.p99Ms].map(figure),
        ]
      }),
    ),
    table(
      [
        `${head}: for each`,
        ...['Node CPU ms', other, 'PostgreSQL CPU ms', other, 'CPU ratio', 'target'],
        ...['statements', other, 'WAL kB', other],
      ],
      cases.map(({ name, ours, other: theirs }) => {
        const ratio = cpuOf(ours) / cpuOf(theirs)
        return [
          name,
          ...[ours.nodeMs, theirs.nodeMs, ours.postgresMs, theirs.postgresMs].map(figure),
          ...[judged(ratio, ratio <= cpuMost), `≤ ${cpuMost.toFixed(2)}`],
          ...[ours.roundTrips, theirs.roundTrips, ours.walBytes / 1000, theirs.walBytes / 1000].map(figure),
        ]
      }),
    ),
  ]
}

const AS_BEFORE_LEAST = 0.97

/** Where PostgreSQL's is not known, of Node alone. */
const cpuOf = ({ nodeMs, postgresMs }: Figures) => nodeMs + (postgresMs ?? 0)

/** What the same costs among more customers. */
function growth(measured: AtSize[]): string[] {
  const [least, most] = [measured[0], measured.at(-1)]
  if (!least || !most || least === most || most.cases.length === 0) return []
  const [few, many] = [least, most].map(({ customers }) => customers.toLocaleString('en'))
  return [
    table(
      [`from ${few} to ${many} customers, 1 client`, 'CPU ms', 'then', 'growth', 'p99 ms', 'then', 'growth'],
      most.cases.flatMap(({ name, clients, ours }) => {
        const before = least.cases.find((one) => one.name === name && one.clients === clients)?.ours
        if (clients !== 1 || !before) return []
        return [
          [
            name,
            ...[cpuOf(before), cpuOf(ours), cpuOf(ours) / cpuOf(before)].map(figure),
            ...[before.p99Ms, ours.p99Ms, ours.p99Ms / before.p99Ms].map(figure),
          ],
        ]
      }),
    ),
  ]
}

function jobsTable(jobs: ComparedJob[]) {
  return table(
    ['each by its own bench, in turns', 'per second', 'before', 'ratio', 'target'],
    jobs.map(({ name, perSecond, before }) => {
      const rate = perSecond / before
      return [
        name,
        ...[figure(perSecond), figure(before), judged(rate, rate >= AS_BEFORE_LEAST)],
        `≥ ${AS_BEFORE_LEAST}`,
      ]
    }),
  )
}

function floodLines({ idlePerSecond, floodedPerSecond, signInsPerSecond, refusedSignInsPerSecond }: Flood) {
  const share = floodedPerSecond / idlePerSecond
  const [rate, idle] = [figure(floodedPerSecond), figure(idlePerSecond)]
  return [
    [
      `reads of one client during a flood of sign-ins, of their idle rate (${rate} of ${idle}/s)`,
      judged(share, share >= 0.8),
      '≥ 0.8',
    ],
    ['sign-ins answered meanwhile, per second', figure(signInsPerSecond), ''],
    ['sign-ins told to come again (503), per second', figure(refusedSignInsPerSecond), ''],
  ]
}

function importLines({
  rows,
  longestWaitMs,
  longestHoldMs,
  large,
  ...imported
}: Imported & { large: LargeFile }) {
  const [planShare, runShare] = [
    imported.planPerSecond / imported.barePlanPerSecond,
    imported.runPerSecond / imported.bareRunPerSecond,
  ]
  const of = (ours: number, bare: number) => `(${figure(ours)} of ${figure(bare)} rows/s)`
  return [
    [
      `dry run of ${rows.toLocaleString('en')} rows, of the same by hand ${of(imported.planPerSecond, imported.barePlanPerSecond)}`,
      judged(planShare, planShare >= 0.7),
      '≥ 0.7',
    ],
    [
      `import of ${rows.toLocaleString('en')} rows, of the same by hand ${of(imported.runPerSecond, imported.bareRunPerSecond)}`,
      judged(runShare, runShare >= 0.7),
      '≥ 0.7',
    ],
    [
      'its dry run, rows per second',
      judged(imported.planPerSecond, imported.planPerSecond >= 20_000),
      '≥ 20,000',
    ],
    ['longest wait of an empty request meanwhile, ms', judged(longestWaitMs, longestWaitMs <= 50), '≤ 50'],
    [
      'longest that the event loop was held meanwhile, ms',
      judged(longestHoldMs, longestHoldMs <= 25),
      '≤ 25',
    ],
    [
      `upload and dry run of ${large.rows.toLocaleString('en')} rows (${figure(large.checkPerSecond)} rows/s): the Node process at most, MB; at rest ${figure(large.restMegabytes ?? 0)}`,
      judged(large.mostMegabytes ?? 0, (large.mostMegabytes ?? 0) <= 200),
      '≤ 200',
    ],
  ]
}

function sendLines({ invoices, messages, perSecond, barePerSecond, mostMegabytes }: Sent) {
  const [rate, bare] = [figure(perSecond), figure(barePerSecond)]
  return [
    [
      `${invoices.toLocaleString('en')} invoices to three contacts each: exactly ${messages.toLocaleString('en')} messages; of a bare loop of nodemailer (${rate} of ${bare}/s)`,
      figure(perSecond / barePerSecond),
      '',
    ],
    ...(mostMegabytes === null
      ? []
      : [['the Node process meanwhile at most, MB', figure(mostMegabytes), '']]),
  ]
}

/** Here the other side is hand-written SQL that adds everything up, without a server in front of it. */
function receivablesTable({ invoices, timings }: Receivables) {
  const all = invoices.toLocaleString('en')
  return [
    `What one waits for where there are ${all} invoices, a fifth of them open. By hand: the statement that says the same, straight from PostgreSQL.`,
    table(
      ['median of one client', 'ms', 'by hand', 'ratio', 'target'],
      timings.map(({ name, porticoMs, bareMs, mostMs }) => [
        name,
        judged(porticoMs, porticoMs <= mostMs),
        figure(bareMs),
        figure(porticoMs / bareMs),
        `≤ ${mostMs}`,
      ]),
    ),
  ]
}

function hotRowsTable(measured: Measured[]) {
  return table(
    ['16 people at once, per second', 'in one organization', 'each in their own', 'ratio', 'target'],
    measured.map(({ name, target, ours, other }) => {
      const ratio = ours.perSecond / other.perSecond
      return [
        name,
        ...[figure(ours.perSecond), figure(other.perSecond)],
        ...[judged(ratio, ratio >= target), `≥ ${target}`],
      ]
    }),
  )
}

function sizesTable(sizes: Size[]) {
  return table(
    ['on the disk, each', 'bytes', 'of them indexes'],
    sizes.map(({ name, bytes, indexBytes }) => [name, figure(bytes), figure(indexBytes)]),
  )
}

/** What a phone receives, and when it shows what the page is about. */
function firstLoadTable(loads: FirstLoad[]) {
  const kilobytes = (bytes: number) => figure(bytes / 1000)
  return [
    'What a phone waits for that has nothing in its cache: slow 4G (1.6 Mbit/s down, 750 kbit/s up, 150 ms for each request) and a processor four times as slow: the figures that Lighthouse simulates with. Largest contentful paint, and what came over the wire until nothing more was asked for.',
    table(
      [
        'the run in the middle',
        ...['shown after s', 'target', 'requests', 'kB in all'],
        ...['page', 'scripts', 'styles', 'fonts', 'data'],
      ],
      loads.map(({ page, shownMs, mostShownMs, requests, bytes }) => [
        page,
        mostShownMs === null ? figure(shownMs / 1000) : judged(shownMs / 1000, shownMs <= mostShownMs),
        mostShownMs === null ? '' : `≤ ${mostShownMs / 1000}`,
        String(requests),
        kilobytes(Object.values(bytes).reduce((sum, one) => sum + one)),
        ...[bytes.page, bytes.script, bytes.style, bytes.font, bytes.data].map(kilobytes),
      ]),
    ),
  ]
}

function memoryTable({ minutes, operations, ...megabytes }: Memory) {
  const { restMegabytes, endMegabytes, mostMegabytes, targetMegabytes } = megabytes
  return table(
    [
      `the Node process in ${minutes} min of everything at once, ${operations.toLocaleString('en')} requests`,
      'MB',
      'target',
    ],
    [
      ['before', figure(restMegabytes), ''],
      ['in the last minute', judged(endMegabytes, endMegabytes <= targetMegabytes), `≤ ${targetMegabytes}`],
      ['at most', figure(mostMegabytes), ''],
    ],
  )
}

function startUpLines({ firstMs, laterMs, restMegabytes }: StartUp) {
  return [
    ['ready after the first start, s', judged(firstMs / 1000, firstMs <= 2000), '≤ 2'],
    ['ready after a later start, s', judged(laterMs / 1000, laterMs <= 500), '≤ 0.5'],
    ...(restMegabytes === null
      ? []
      : [['the Node process at rest, MB', judged(restMegabytes, restMegabytes <= 150), '≤ 150']]),
  ]
}

const table = (head: string[], rows: string[][]) =>
  [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')

const judged = (value: number, met: boolean) => (met ? value.toFixed(2) : `**${value.toFixed(2)} missed**`)

const figure = (value: number | null) =>
  value === null || Number.isNaN(value)
    ? '–'
    : value >= 100
      ? value.toFixed(0)
      : value >= 10
        ? value.toFixed(1)
        : value.toFixed(2)

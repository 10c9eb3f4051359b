import { cpus } from 'node:os'
import type { Size } from './database.ts'
import type { Flood } from './flood.ts'
import type { Imported } from './import.ts'
import type { Measured } from './measure.ts'
import type { Memory } from './memory.ts'
import type { Receivables } from './receivables.ts'
import type { Sent } from './send.ts'
import type { StartUp } from './start-up.ts'

const CPU_RATIO_MOST = 1.6

export interface Besides {
  flood: Flood
  startUp: StartUp
  imported: Imported
  sent: Sent
  receivables: Receivables
}

/** The tables as markdown. A missed target is marked. */
export function report(
  size: Size,
  measured: Measured[],
  besides: Besides | null,
  memory: Memory | null,
): string {
  const [customers, contacts] = [size.customers, size.customers * 2].map((count) =>
    count.toLocaleString('en'),
  )
  return [
    `Portico against node:http + pg by hand: ${customers} customers, ${contacts} contacts, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}.`,
    'Portico checks the session and the role, validates, and writes the journal; the other side does none of it. Each pair was measured in alternating slices. Latencies are as the client sees them; the clients, both servers and PostgreSQL share the processors.',
    ...(measured.length > 0 ? [1, 16] : []).map((clients) =>
      table(
        [
          clients === 1 ? '1 client' : `${clients} clients`,
          ...['per second', 'by hand', 'ratio', 'target'],
          ...['p50 ms', 'by hand', 'p99 ms', 'by hand'],
          ...['CPU ms', 'by hand', 'ratio', 'target'],
        ],
        measured.filter((one) => one.clients === clients).map(comparison),
      ),
    ),
    ...(besides
      ? [
          table(
            ['', 'measured', 'target'],
            [
              ...floodLines(besides.flood),
              ...importLines(besides.imported),
              ...sendLines(besides.sent),
              ...startUpLines(besides.startUp),
            ],
          ),
          ...receivablesTable(besides.receivables),
        ]
      : []),
    ...(memory ? [memoryTable(memory)] : []),
  ].join('\n\n')
}

function comparison({ name, target, portico, bare }: Measured): string[] {
  const rate = portico.perSecond / bare.perSecond
  const cpu = portico.cpuMs / bare.cpuMs
  return [
    name,
    ...[figure(portico.perSecond), figure(bare.perSecond), judged(rate, rate >= target), `≥ ${target}`],
    ...[portico.p50Ms, bare.p50Ms, portico.p99Ms, bare.p99Ms, portico.cpuMs, bare.cpuMs].map(figure),
    ...[judged(cpu, cpu <= CPU_RATIO_MOST), `≤ ${CPU_RATIO_MOST}`],
  ]
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

function importLines({ rows, planPerSecond, runPerSecond, barePerSecond, longestWaitMs }: Imported) {
  const share = runPerSecond / barePerSecond
  const [rate, bare] = [figure(runPerSecond), figure(barePerSecond)]
  return [
    [
      `import of ${rows.toLocaleString('en')} rows, of bare batches (${rate} of ${bare} rows/s)`,
      judged(share, share >= 0.8),
      '≥ 0.8',
    ],
    ['its dry run, rows per second', figure(planPerSecond), ''],
    ['longest wait of an empty request meanwhile, ms', judged(longestWaitMs, longestWaitMs <= 50), '≤ 50'],
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

const figure = (value: number) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

import { cpus } from 'node:os'
import type { Flood } from './flood.ts'
import type { Imported } from './import.ts'
import type { Measured } from './measure.ts'
import type { Size } from './database.ts'
import type { StartUp } from './start-up.ts'

const CPU_RATIO_MOST = 1.6

interface Besides {
  flood: Flood
  startUp: StartUp
  imported: Imported
}

/** The tables as markdown. A target that was missed says so. */
export function report(size: Size, measured: Measured[], { flood, startUp, imported }: Besides): string {
  return [
    `Portico against node:http + pg by hand: ${size.customers.toLocaleString('en')} customers, ${(size.customers * 2).toLocaleString('en')} contacts, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}.`,
    'Portico checks the session and the role, validates, and writes the journal; the other side does none of it. Each pair was measured in alternating slices. Latencies are as the client sees them; the clients, both servers and PostgreSQL share the processors.',
    table(
      [
        '',
        'clients',
        'per second',
        'by hand',
        'ratio',
        'target',
        'p50 ms',
        'by hand',
        'p99 ms',
        'by hand',
        'CPU ms',
        'by hand',
        `ratio (≤ ${CPU_RATIO_MOST})`,
      ],
      measured.map(({ name, clients, target, portico, bare }) => {
        const ratio = portico.perSecond / bare.perSecond
        const cpu = portico.cpuMs / bare.cpuMs
        return [
          name,
          clients,
          figure(portico.perSecond),
          figure(bare.perSecond),
          judged(ratio, ratio >= target),
          `≥ ${target}`,
          figure(portico.p50Ms),
          figure(bare.p50Ms),
          figure(portico.p99Ms),
          figure(bare.p99Ms),
          figure(portico.cpuMs),
          figure(bare.cpuMs),
          judged(cpu, cpu <= CPU_RATIO_MOST),
        ]
      }),
    ),
    table(
      ['', 'measured', 'target'],
      [
        floodLine(flood),
        importLine(imported),
        ['the dry run of the same file, rows per second', figure(imported.planPerSecond), ''],
        [
          'longest wait of an empty request while importing, ms',
          judged(imported.longestWaitMs, imported.longestWaitMs <= 50),
          '≤ 50',
        ],
        [
          'sign-ins during the flood, per second: answered / told to come again (503)',
          `${figure(flood.signInsPerSecond)} / ${figure(flood.refusedSignInsPerSecond)}`,
          '',
        ],
        ['ready after the first start, s', judged(startUp.firstMs / 1000, startUp.firstMs <= 2000), '≤ 2'],
        ['ready after a later start, s', judged(startUp.laterMs / 1000, startUp.laterMs <= 500), '≤ 0.5'],
        ...(startUp.restMegabytes === null
          ? []
          : [
              [
                'the Node process at rest, MB',
                judged(startUp.restMegabytes, startUp.restMegabytes <= 150),
                '≤ 150',
              ],
            ]),
      ],
    ),
  ].join('\n\n')
}

function floodLine({ idlePerSecond, floodedPerSecond }: Flood) {
  const ratio = floodedPerSecond / idlePerSecond
  return [
    `signed-in reads during a flood of sign-ins, of their idle rate (${figure(floodedPerSecond)} of ${figure(idlePerSecond)} per second)`,
    judged(ratio, ratio >= 0.8),
    '≥ 0.8',
  ]
}

function importLine({ rows, runPerSecond, barePerSecond }: Imported) {
  const ratio = runPerSecond / barePerSecond
  return [
    `import of ${rows.toLocaleString('en')} rows, of bare batches (${figure(runPerSecond)} of ${figure(barePerSecond)} rows per second)`,
    judged(ratio, ratio >= 0.8),
    '≥ 0.8',
  ]
}

function table(head: string[], rows: (string | number)[][]): string {
  return [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

const judged = (value: number, met: boolean) => (met ? value.toFixed(2) : `**${value.toFixed(2)} missed**`)

const figure = (value: number) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

import type { Child } from './child.ts'
import { runSlice, type Step } from './load.ts'
import type { PostgresUsage } from './postgres-usage.ts'

/** For one operation. Null where it could not be read. */
export interface Figures {
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** Processor time of the server's Node process. */
  nodeMs: number
  /** Processor time of PostgreSQL, with what it does beside the statements. */
  postgresMs: number | null
  /** Statements that the server sent, each waited for. */
  roundTrips: number | null
  walBytes: number
}

/** One of the two that are measured side by side. */
export interface Side {
  server: Child
  postgres: { read(): Promise<PostgresUsage> }
  /** In another process, on the same port. */
  restart(): Promise<void>
}

export interface Case {
  name: string
  /** At least this share of the other side's requests per second. */
  target: number
  step: Step
}

export interface Measured {
  name: string
  clients: number
  target: number
  ours: Figures
  other: Figures
}

const WARM_UP_CLIENTS = 16

export interface Pace {
  /** Fills caches, and compiles what is hot: until then a third of what a server's process uses is the compiler's. */
  warmUpMs: number
  sliceMs: number
  rounds: number
  /**
   * Each round in new processes. How V8 happens to compile a process makes it up to an eighth faster or slower for as long as
   * it lives: more than the difference that is looked for between two builds.
   */
  inNewProcesses: boolean
}

/** Alternating slices of both sides, so that whatever else the machine does affects both. */
export async function measure(
  [ours, other]: [Case, Case],
  clients: number,
  sides: { ours: Side; other: Side },
  { warmUpMs, sliceMs, rounds, inNewProcesses }: Pace,
): Promise<Measured> {
  const { name, target } = ours
  const steps = { ours: ours.step, other: other.step }
  const tally = { ours: newTally(), other: newTally() }
  let slices = 0
  const run = async (side: 'ours' | 'other', by: number, ms: number) => {
    const first = slices++ * 10_000
    const slice = await runSlice(sides[side].server.port, by, ms, (client, turn, send) =>
      steps[side](client, turn + first, send),
    )
    if (slice.refused > 0) throw new Error(`${name}: ${slice.refused} requests were refused as too many`)
    return slice
  }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (['ours', 'other'] as const) : (['other', 'ours'] as const)
    if (inNewProcesses) for (const side of order) await sides[side].restart()
    if (inNewProcesses || round === 0) for (const side of order) await run(side, WARM_UP_CLIENTS, warmUpMs)
    for (const side of order) {
      const before = await usageOf(sides[side])
      const slice = await run(side, clients, sliceMs)
      const after = await usageOf(sides[side])
      tally[side].operations += slice.operations
      tally[side].seconds += slice.seconds
      tally[side].latenciesMs.push(...slice.latenciesMs)
      for (const what of USED) tally[side][what] += after[what] - before[what]
    }
  }
  return { name, clients, target, ours: figures(tally.ours), other: figures(tally.other) }
}

const USED = ['nodeMs', 'postgresMs', 'roundTrips', 'walBytes'] as const

async function usageOf({ server, postgres }: Side): Promise<Record<(typeof USED)[number], number>> {
  const [node, database] = [await server.usage(), await postgres.read()]
  return {
    nodeMs: node.cpuMs,
    postgresMs: database.cpuMs ?? Number.NaN,
    roundTrips: node.roundTrips ?? Number.NaN,
    walBytes: database.walBytes,
  }
}

const newTally = () => ({
  operations: 0,
  seconds: 0,
  nodeMs: 0,
  postgresMs: 0,
  roundTrips: 0,
  walBytes: 0,
  latenciesMs: [] as number[],
})

function figures({ operations, seconds, latenciesMs, ...used }: ReturnType<typeof newTally>): Figures {
  const each = (sum: number) => sum / operations
  const known = (sum: number) => (Number.isNaN(sum) ? null : each(sum))
  return {
    perSecond: operations / seconds,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    nodeMs: each(used.nodeMs),
    postgresMs: known(used.postgresMs),
    roundTrips: known(used.roundTrips),
    walBytes: each(used.walBytes),
  }
}

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

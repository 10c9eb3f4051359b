import type { Case } from './cases.ts'
import type { Child } from './child.ts'
import { runSlice } from './load.ts'

export interface Figures {
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** Processor time of the server for one operation, without PostgreSQL's. */
  cpuMs: number
}

export interface Measured {
  name: string
  clients: number
  target: number
  portico: Figures
  bare: Figures
}

const WARM_UP_MS = 1500

export interface Pace {
  sliceMs: number
  rounds: number
}

/** Alternating slices of both sides, so that whatever else the machine does affects both. */
export async function measure(
  { name, target, step }: Case,
  clients: number,
  sides: { portico: Child; bare: Child },
  { sliceMs, rounds }: Pace,
): Promise<Measured> {
  const tally = { portico: newTally(), bare: newTally() }
  for (let round = -1; round < rounds; round++) {
    const order = round % 2 === 0 ? (['portico', 'bare'] as const) : (['bare', 'portico'] as const)
    for (const side of order) {
      const before = (await sides[side].usage()).cpuMs
      const slice = await runSlice(
        sides[side].port,
        clients,
        round < 0 ? WARM_UP_MS : sliceMs,
        (client, turn, send) => step(client, turn + (round + 1) * 10_000, send),
      )
      if (slice.refused > 0) throw new Error(`${name}: ${slice.refused} requests were refused as too many`)
      // The first round fills caches and compiles what is hot.
      if (round < 0) continue
      tally[side].operations += slice.operations
      tally[side].seconds += slice.seconds
      tally[side].cpuMs += (await sides[side].usage()).cpuMs - before
      tally[side].latenciesMs.push(...slice.latenciesMs)
    }
  }
  return { name, clients, target, portico: figures(tally.portico), bare: figures(tally.bare) }
}

const newTally = () => ({ operations: 0, seconds: 0, cpuMs: 0, latenciesMs: [] as number[] })

function figures({ operations, seconds, cpuMs, latenciesMs }: ReturnType<typeof newTally>): Figures {
  return {
    perSecond: operations / seconds,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    cpuMs: cpuMs / operations,
  }
}

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

import { casesOf, signInRequest } from './cases.ts'
import type { Cast } from './cast.ts'
import { runSlice, expectSuccess } from './load.ts'

export interface Flood {
  idlePerSecond: number
  floodedPerSecond: number
  signInsPerSecond: number
  refusedSignInsPerSecond: number
}

// One request after another: several clients would want the core that hashing takes, and measure how cores are
// shared.
const CLIENTS_SIGNED_IN = 1
const CLIENTS_SIGNING_IN = 64

/**
 * Signed-in requests alone, and then while everybody signs in at once: more than can be hashed, so that some get 503.
 */
export async function measureFlood(
  port: number,
  cast: Cast,
  headers: Record<string, string>,
  sliceMs: number,
): Promise<Flood> {
  const read = casesOf(cast, headers).find(({ name }) => name === 'customer: read, with contacts')!.step
  // Each from its own address, or the throttle would stop the flood before it reached the hashing.
  let visitor = 0
  const signIn: typeof read = async (client, turn, send) => {
    const from = `10.${(visitor >> 16) & 255}.${(visitor >> 8) & 255}.${visitor++ & 255}`
    const who = cast.signIns[(client + turn) % cast.signIns.length]
    expectSuccess(await send(signInRequest(cast, { ...headers, 'x-forwarded-for': from }, who)))
  }
  const sum = { idle: 0, flooded: 0, signIns: 0, refused: 0 }
  const rounds = 3
  for (let round = 0; round < rounds; round++) {
    const idle = await runSlice(port, CLIENTS_SIGNED_IN, sliceMs, read)
    const [flooded, flood] = await Promise.all([
      runSlice(port, CLIENTS_SIGNED_IN, sliceMs, read),
      runSlice(port, CLIENTS_SIGNING_IN, sliceMs, signIn),
    ])
    sum.idle += idle.operations / idle.seconds
    sum.flooded += flooded.operations / flooded.seconds
    sum.signIns += flood.operations / flood.seconds
    sum.refused += flood.refused / flood.seconds
  }
  return {
    idlePerSecond: sum.idle / rounds,
    floodedPerSecond: sum.flooded / rounds,
    signInsPerSecond: sum.signIns / rounds,
    refusedSignInsPerSecond: sum.refused / rounds,
  }
}

import { casesOf } from './cases.ts'
import type { Cast } from './cast.ts'
import type { Child } from './child.ts'
import { expectSuccess, runSlice, type Request, type Step } from './load.ts'

export interface Memory {
  minutes: number
  operations: number
  restMegabytes: number
  /** In the last minute: what it levels off at. */
  endMegabytes: number
  mostMegabytes: number
  targetMegabytes: number
}

const CLIENTS = 16
const TARGET_MEGABYTES = 250
const SLICE_MS = 5_000

/** Everything that people do, all at once and for a while: what grows with requests shows in the end. */
export async function measureMemory(
  portico: Child,
  cast: Cast,
  headers: Record<string, string>,
  minutes: number,
): Promise<Memory> {
  const steps = [...casesOf(cast, headers).map(({ step }) => step), ...pages(headers), invoice(cast, headers)]
  const memory = async () => (await portico.usage()).rssBytes / 2 ** 20
  const restMegabytes = await memory()
  const seen: number[] = []
  let operations = 0
  const slices = Math.max(1, Math.round((minutes * 60_000) / SLICE_MS))
  for (let slice = 0; slice < slices; slice += 1) {
    const done = await runSlice(portico.port, CLIENTS, SLICE_MS, (client, turn, send) =>
      steps[(client + turn) % steps.length]!(client, slice * 10_000 + turn, send),
    )
    operations += done.operations
    seen.push(await memory())
  }
  return {
    minutes,
    operations,
    restMegabytes,
    endMegabytes: Math.max(...seen.slice(-60_000 / SLICE_MS)),
    mostMegabytes: Math.max(...seen),
    targetMegabytes: TARGET_MEGABYTES,
  }
}

/** What else is open all day. */
function pages(headers: Record<string, string>): Step[] {
  return ['/v1/invoices?limit=50', '/v1/deliveries?limit=50', '/v1/journal?limit=50', '/v1/session'].map(
    (path): Step =>
      async (_client, _turn, send) => {
        const request: Request = { method: 'GET', path, headers }
        expectSuccess(await send(request))
      },
  )
}

/** A draft and its PDF, which is made each time because a draft may change. */
function invoice(cast: Cast, headers: Record<string, string>): Step {
  return async (client, turn, send) => {
    const { id: customerId } = cast.customers[(client * 997 + turn) % cast.customers.length]!
    const lines = Array.from({ length: 20 }, (_, at) => ({
      description: `Ware ${turn} of kind ${at}`,
      unitPriceMinor: 1_000 + at,
    }))
    const body = { customerId, currency: 'EUR', lines }
    const made = expectSuccess(await send({ method: 'POST', path: '/v1/invoices', headers, body }))
    const { id } = JSON.parse(made) as { id: string }
    expectSuccess(await send({ method: 'GET', path: `/v1/invoices/${id}/pdf`, headers }))
  }
}

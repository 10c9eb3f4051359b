import { randomUUID } from 'node:crypto'
import type { Cast } from './cast.ts'
import { expectSuccess, type Step } from './load.ts'
import type { Case } from './measure.ts'

/** How many contacts each client keeps in step, once they are there. */
const IN_STEP = 50
const EVENTS_AT_ONCE = 100

/** What programs do: they keep contacts in step by the ids of their own system, and read what happened. */
export function programCases(cast: Cast, headers: Record<string, string>): Case[] {
  const keep =
    (mark: string, firstName: (turn: number) => string): Step =>
    async (client, turn, send) => {
      const one = `${client}-${turn % IN_STEP}`
      const body = {
        customerId: cast.customers[(client * 997 + (turn % IN_STEP)) % cast.customers.length]!.id,
        email: `${mark}-${one}@bench.example`,
        firstName: firstName(turn),
        lastName: `Bench ${one}`,
      }
      const path = `/v1/contacts/by-external-id/${mark}-${one}`
      expectSuccess(await send({ method: 'PUT', path, headers, body }))
    }
  const cursors = new Map<number, string>()
  const readOn: Step = async (client, _turn, send) => {
    const cursor = cursors.get(client)
    const path = `/v1/events?limit=${EVENTS_AT_ONCE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
    const { data, nextCursor } = JSON.parse(expectSuccess(await send({ method: 'GET', path, headers }))) as {
      data: unknown[]
      nextCursor: string
    }
    // At the end they begin anew.
    if (data.length < EVENTS_AT_ONCE) cursors.delete(client)
    else cursors.set(client, nextCursor)
  }
  return [
    {
      name: 'program: keep a contact, changed',
      target: 0.6,
      step: keep(randomUUID(), (turn) => `Turn ${turn}`),
    },
    { name: 'program: keep a contact, the same again', target: 0.6, step: keep(randomUUID(), () => 'Same') },
    { name: 'program: read 100 events', target: 0.6, step: readOn },
  ]
}

import { randomUUID } from 'node:crypto'
import type { Cast } from './cast.ts'
import { contactCases } from './contact-cases.ts'
import { expectSuccess, type Request, type Step } from './load.ts'
import type { Case } from './measure.ts'
import { programCases } from './program-cases.ts'

/** What is measured. Both servers are asked the same questions in the same order. */
export function casesOf(cast: Cast, headers: Record<string, string>): Case[] {
  const get = (path: string): Request => ({ method: 'GET', path, headers })
  const oneOf = <T>(list: T[], client: number, turn: number) => list[(client * 997 + turn) % list.length]!
  const search = (words: string[]): Step => {
    return async (client, turn, send) => {
      const word = encodeURIComponent(oneOf(words, client, turn))
      expectSuccess(await send(get(`/v1/customers?search=${word}&limit=50`)))
    }
  }
  return [
    {
      name: 'customers: list, first page',
      target: 0.6,
      step: async (_client, _turn, send) => void expectSuccess(await send(get('/v1/customers?limit=50'))),
    },
    {
      name: 'customers: list, a page in the middle',
      target: 0.6,
      step: async (client, turn, send) => {
        const key = JSON.stringify([oneOf(cast.names, client, turn), oneOf(cast.customers, client, turn).id])
        const cursor = Buffer.from(key).toString('base64url')
        expectSuccess(await send(get(`/v1/customers?limit=50&cursor=${cursor}`)))
      },
    },
    { name: 'search, 1 letter', target: 0.8, step: search(cast.typed[1]) },
    { name: 'search, 3 letters', target: 0.8, step: search(cast.typed[3]) },
    { name: 'search, 8 letters', target: 0.8, step: search(cast.typed[8]) },
    { name: 'search, account number', target: 0.8, step: search(cast.accountNumbers) },
    {
      name: 'customer: read, with contacts',
      target: 0.6,
      step: async (client, turn, send) => {
        const { id } = oneOf(cast.customers, client, turn)
        expectSuccess(await send(get(`/v1/customers/${id}`)))
        expectSuccess(await send(get(`/v1/customers/${id}/contacts`)))
      },
    },
    {
      name: 'customer: create',
      target: 0.7,
      step: async (_client, _turn, send) => {
        const mark = randomUUID()
        const body = {
          name: `Bench ${mark.slice(0, 8)} Works`,
          accountNumber: `B-${mark}`,
          email: `office@${mark}.example`,
          phone: '+49 30 123456',
          currency: 'EUR',
        }
        expectSuccess(await send({ method: 'POST', path: '/v1/customers', headers, body }))
      },
    },
    {
      name: 'customer: update',
      target: 0.7,
      step: async (client, turn, send) => {
        // Each client has customers of its own, so that no version is ever stale.
        const own = cast.customers.filter((_, at) => at % 16 === client)
        const customer = own[turn % own.length]!
        const reply = await send({
          method: 'PATCH',
          path: `/v1/customers/${customer.id}`,
          headers: { ...headers, 'if-match': `"${customer.version}"` },
          body: { phone: `+49 30 ${randomUUID().slice(0, 8)}` },
        })
        customer.version = (JSON.parse(expectSuccess(reply)) as { version: number }).version
      },
    },
    ...contactCases(cast, headers),
    ...programCases(cast, headers),
    {
      name: 'sign-in',
      target: 0.9,
      step: async (client, turn, send) => {
        const body = cast.signIns[(client * 4 + (turn % 4)) % cast.signIns.length]
        expectSuccess(await send(signInRequest(cast, headers, body)))
      },
    },
  ]
}

export const signInRequest = (cast: Cast, headers: Record<string, string>, body: unknown): Request => ({
  method: 'POST',
  path: `/v1/portals/${cast.portalSlug}/session`,
  headers,
  body,
})

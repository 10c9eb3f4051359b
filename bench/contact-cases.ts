import { randomUUID } from 'node:crypto'
import type { Cast } from './cast.ts'
import { expectSuccess, type Reply, type Request, type Step } from './load.ts'
import type { Case } from './measure.ts'

type Contact = Cast['contacts'][number]
type Send = (request: Request) => Promise<Reply>

/** What people do to contacts. Each client has contacts of its own, so that no version is ever stale. */
export function contactCases(cast: Cast, headers: Record<string, string>): Case[] {
  const own =
    (from: Contact[], work: (contact: Contact, send: Send) => Promise<void>): Step =>
    (client, turn, send) => {
      const mine = from.filter((_, at) => at % 16 === client)
      return work(mine[turn % mine.length]!, send)
    }
  const create =
    (portalPassword: unknown): Step =>
    async (client, turn, send) => {
      const { id } = cast.customers[(client * 997 + turn) % cast.customers.length]!
      const mark = randomUUID()
      const body = {
        email: `${mark}@bench.example`,
        firstName: 'Bench',
        lastName: mark.slice(0, 8),
        portalPassword,
      }
      expectSuccess(await send({ method: 'POST', path: `/v1/customers/${id}/contacts`, headers, body }))
    }
  const update = (change: (contact: Contact) => object): Step =>
    own(cast.contacts, async (contact, send) => {
      const reply = await send({
        method: 'PATCH',
        path: `/v1/contacts/${contact.id}`,
        headers: { ...headers, 'if-match': `"${contact.version}"` },
        body: change(contact),
      })
      contact.version = versionIn(reply)
    })
  return [
    { name: 'contact: create', target: 0.6, step: create(null) },
    { name: 'contact: create, with a password', target: 0.8, step: create({ generate: true }) },
    {
      name: 'contact: update the name',
      target: 0.6,
      step: update(() => ({ firstName: randomUUID().slice(0, 8) })),
    },
    {
      name: 'contact: update the e-mail',
      target: 0.6,
      step: update(() => ({ email: `${randomUUID()}@bench.example` })),
    },
    {
      name: 'contact: update what they receive',
      target: 0.6,
      // Another each time: each change counts the version.
      step: update(({ version }) => ({
        receives: { invoices: version % 2 === 0 ? 'to' : 'cc', statements: 'cc' },
      })),
    },
    {
      name: 'contact: delete, and undelete',
      target: 0.6,
      step: own(cast.contacts, async (contact, send) => {
        const path = `/v1/contacts/${contact.id}`
        expectSuccess(await send({ method: 'DELETE', path, headers }))
        contact.version = versionIn(await send({ method: 'POST', path: `${path}/undelete`, headers }))
      }),
    },
    {
      name: 'contact: reset the password',
      target: 0.8,
      step: own(cast.contactsToReset, async ({ id }, send) => {
        const request = {
          method: 'POST',
          path: `/v1/contacts/${id}/password`,
          headers,
          body: { generate: true },
        } as const
        expectSuccess(await send(request))
      }),
    },
  ]
}

const versionIn = (reply: Reply) => (JSON.parse(expectSuccess(reply)) as { version: number }).version

import { expect, test, vi } from 'vitest'
import { contactsApi } from '../../server/contacts/contacts.api.ts'
import { customersApi } from '../../server/customers/customers.api.ts'
import { eventsApi, type Event } from '../../server/events/events.api.ts'
import type { EventType } from '../../server/events/event-types.ts'
import { webhooksApi } from '../../server/webhooks/webhooks.api.ts'
import type { Client } from '../client.ts'
import { openFaultyWebhook } from '../faulty-webhook.ts'
import { PATIENT, VERY_PATIENT } from '../patience.ts'
import { openCluster } from './cluster.ts'

const CONTACTS = 6
const CHANGES = 12
const TYPES: EventType[] = ['contact.added', 'contact.changed']

test(
  'three processes bring a program each event, those about a contact in order, while one of them is killed; and each may be read at any',
  { timeout: 900_000 },
  async () => {
    const program = await openFaultyWebhook()
    const cluster = await openCluster({ environment: { WEBHOOKS_TO_PRIVATE_NETWORKS: '127.0.0.0/8' } })
    const { processes, at, start, setUp, look } = cluster
    const [one, two, three] = processes
    await start()
    const owner = await setUp()
    await owner.call(webhooksApi.add, {
      body: { url: program.url, eventTypes: TYPES },
    })
    const { id: customerId } = await owner.call(customersApi.add, { body: { name: 'Acme' } })

    const work = Array.from({ length: CONTACTS }, async (_, number) => {
      const added = await at(one, owner).call(contactsApi.add, {
        params: { customerId },
        body: { email: `reader${number}@acme.example`, portalPassword: null },
      })
      let { version } = added
      for (let change = 1; change <= CHANGES; change++) {
        const by = at(change % 2 ? one : three, owner)
        const body = { jobTitle: `Change ${change}` }
        version = (await by.call(contactsApi.change, { params: { contactId: added.id }, version, body }))
          .version
      }
    })
    // Amid the messages.
    await vi.waitFor(() => expect(program.requests.length).toBeGreaterThan(CONTACTS), PATIENT)
    await two.end('SIGKILL')
    await Promise.all(work)
    await look(`update webhook_messages set leased_until = now() where leased_until > now()`)
    await start(two)

    const expected = CONTACTS * (CHANGES + 1)
    const heard = () => new Map(program.requests.map(({ body }) => [(JSON.parse(body) as Event).id, body]))
    await vi.waitFor(() => expect(heard().size).toBe(expected), VERY_PATIENT)
    const read = await Promise.all(processes.map((process) => allEvents(at(process, owner))))
    expect(read[1]).toEqual(read[0])
    expect(read[2]).toEqual(read[0])
    const told = read[0]!.filter(({ type }) => TYPES.includes(type))
    expect(told).toHaveLength(expected)
    // What the killed process had under way may have come twice: the first time counts.
    const first = [...heard().values()].map((body) => JSON.parse(body) as Event)
    for (const contactId of new Set(told.map(contactOf)))
      expect(idsAbout(contactId, first)).toEqual(idsAbout(contactId, told))
    await program.close()
  },
)

const contactOf = ({ data }: Event) => data.contactId

const idsAbout = (contactId: unknown, events: Event[]) =>
  events.filter((event) => contactOf(event) === contactId).map(({ id }) => id)

async function allEvents(client: Client): Promise<Event[]> {
  const events: Event[] = []
  for (let cursor: string | undefined; ;) {
    const page = await client.call(eventsApi.list, { query: { limit: 100, ...(cursor && { cursor }) } })
    events.push(...page.data)
    if (page.data.length === 0) return events
    cursor = page.nextCursor
  }
}

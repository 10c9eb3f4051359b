import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Refused } from '../../test/client.ts'
import { VERY_PATIENT } from '../../test/patience.ts'
import { openWorld } from '../../test/world.ts'
import { contactsApi, type ContactLine } from '../contacts/contacts.api.ts'
import { customersApi } from '../customers/customers.api.ts'
import { importsApi, type CsvImport } from '../imports/imports.api.ts'
import { markAddressBounced } from '../mail/bounces/mark-bounced.ts'
import { unsubscribeContact } from '../mail/unsubscribing/unsubscribe.ts'
import { inOrganization, inTransaction } from '../scope/scope.ts'
import { eventsApi, type Event } from './events.api.ts'

/** What staff, imports and mail servers do with the contacts of three customers, and what a reader of events makes of it. */

const ADDRESSES = ['ash', 'birch', 'cedar', 'doum'].map((name) => `${name}@trees.example`)
const CUSTOMERS = ['Acme', 'Birch', 'Cork']

const email = fc.constantFrom(...ADDRESSES)
const customer = fc.nat({ max: CUSTOMERS.length - 1 })
const contact = fc.nat()
const word = fc.constantFrom('One', 'Two', 'Three')
const place = fc.record(
  {
    jobTitle: word,
    department: word,
    primary: fc.boolean(),
    receives: fc.constantFrom({}, { invoices: 'to' as const }, { reminders: 'cc' as const }),
  },
  { requiredKeys: [] },
)
const person = fc.record(
  { firstName: word, lastName: word, phone: word, language: fc.constantFrom('de', null) },
  { requiredKeys: [] },
)
const another = fc.record(
  { email, attach: fc.boolean(), onlyThisCustomer: fc.boolean() },
  { requiredKeys: ['email'] },
)
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), customer, email, place }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      contact,
      change: fc.oneof(place, person, another),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), contact }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undelete' as const), contact }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('import' as const),
      rows: fc.array(fc.record({ customer, email, word }), { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('bounce' as const, 'unsubscribe' as const),
      contact,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('publish' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

test('the events read by a cursor rebuild the contacts as they are listed', VERY_PATIENT, async () => {
  const steps = fc.array(step, { minLength: 5, maxLength: 25 })
  const limit = fc.integer({ min: 1, max: 7 })
  await fc.assert(
    fc.asyncProperty(steps, limit, fc.boolean(), async (all, atOnce, isEager) => {
      const world = await open()
      const copy = new Copy()
      const compare = async () => {
        await world.publish()
        await copy.follow(world.list, atOnce)
        expect(copy.lines()).toEqual(await world.lines())
        expect(copy.wrong).toEqual([])
      }
      for (const one of all) {
        await world.take(one)
        // One reader comes along after each step, the other with the steps that have several events in between.
        if (isEager) await compare()
        else if (one.do === 'publish') await copy.follow(world.list, atOnce)
      }
      await compare()
    }),
    { numRuns: 6, examples: [[EVERYTHING, 3, true]] },
  )
})

const anybody = { contact: 0 }
/** Each step once where it has an effect, so that none is left to chance. */
const EVERYTHING: Step[] = [
  { do: 'add', customer: 0, email: ADDRESSES[0]!, place: { primary: true, jobTitle: 'One' } },
  { do: 'add', customer: 1, email: ADDRESSES[0]!, place: {} },
  { do: 'add', customer: 1, email: ADDRESSES[1]!, place: { primary: true } },
  { do: 'bounce', ...anybody },
  { do: 'bounce', ...anybody },
  { do: 'unsubscribe', ...anybody },
  { do: 'unsubscribe', ...anybody },
  { do: 'change', ...anybody, change: { firstName: 'Two', phone: 'Two' } },
  { do: 'change', ...anybody, change: { department: 'Two', receives: { invoices: 'to' } } },
  { do: 'change', ...anybody, change: { email: ADDRESSES[2]!, onlyThisCustomer: true } },
  { do: 'change', ...anybody, change: { email: ADDRESSES[1]!, attach: true } },
  { do: 'change', ...anybody, change: { email: ADDRESSES[3]! } },
  { do: 'delete', ...anybody },
  { do: 'undelete', ...anybody },
  {
    do: 'import',
    rows: [
      { customer: 0, email: ADDRESSES[0]!, word: 'Three' },
      { customer: 2, email: ADDRESSES[2]!, word: 'Three' },
    ],
  },
  { do: 'undo' },
]

async function open() {
  const { app, owner, organization, publish } = await openWorld()
  const customers: string[] = []
  for (const name of CUSTOMERS) customers.push((await owner.call(customersApi.add, { body: { name } })).id)

  async function contacts(): Promise<ContactLine[]> {
    const all = await Promise.all(
      [...customers].map(async (customerId) => {
        const query = { status: 'all', limit: 100 } as const
        return (await owner.call(contactsApi.list, { params: { customerId }, query })).data
      }),
    )
    return all.flat().toSorted(byId)
  }

  async function run(content: string) {
    const { json } = await owner.send('POST', '/v1/imports?kind=contacts', {
      payload: content,
      type: 'text/csv',
    })
    const { id, columns } = json as CsvImport
    const params = { importId: id }
    const fields = columns.map(({ field }) => field)
    await owner.call(importsApi.map, { params, body: { fields, updatePeople: true } })
    for (const step of [importsApi.plan, importsApi.run]) {
      await owner.call(step, { params })
      await app.services.longWork.settled()
    }
    return id
  }

  const imported: string[] = []
  async function doOne(one: Step): Promise<unknown> {
    switch (one.do) {
      case 'publish':
        return publish()
      case 'add': {
        const body = { ...one.place, email: one.email, portalPassword: null }
        return owner.call(contactsApi.add, { params: { customerId: customers[one.customer]! }, body })
      }
      case 'import': {
        const lines = one.rows.map((row) => `${CUSTOMERS[row.customer]},${row.email},${row.word},${row.word}`)
        return imported.push(await run(['Company,Email,Job title,First name', ...lines, ''].join('\n')))
      }
      case 'undo': {
        const importId = imported.pop()
        if (importId !== undefined) await owner.call(importsApi.undo, { params: { importId } })
        return app.services.longWork.settled()
      }
      default:
        return doTo(one, await contacts())
    }
  }

  async function doTo(one: Extract<Step, { contact: number }>, all: ContactLine[]): Promise<unknown> {
    const line = all[one.contact % all.length]
    if (!line) return
    const params = { contactId: line.id }
    const { email: address, personId, version } = await owner.call(contactsApi.read, { params })
    const within = inOrganization(app.services, organization.id)
    switch (one.do) {
      case 'change':
        return owner.call(contactsApi.change, { params, version, body: one.change })
      case 'delete':
        return owner.call(contactsApi.delete, { params })
      case 'undelete':
        return owner.call(contactsApi.undelete, { params })
      // Each is taken back the second time.
      case 'bounce':
        if (line.emailBounce) return owner.call(contactsApi.emailWorks, { params })
        return inTransaction(within, (tx) =>
          markAddressBounced(tx, { personId, address, why: 'nobody is there' }),
        )
      case 'unsubscribe':
        if (line.unsubscribed.reminders)
          return owner.call(contactsApi.subscribeAgain, { params, body: { kind: 'reminders' } })
        return inTransaction(within, (tx) =>
          unsubscribeContact(tx, { contactId: line.id, kind: 'reminders' }, { personId, email: address }),
        )
    }
  }

  return {
    publish,
    list: (query: { cursor?: string; limit: number }) => owner.call(eventsApi.list, { query }),
    /** An event has a time of its own. */
    lines: async () => (await contacts()).map(({ portalAccess: _, updatedAt: __, ...line }) => line),
    /** What is refused changes nothing, and tells nothing. */
    take: (one: Step) =>
      doOne(one).catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error
      }),
  }
}

/** What another program keeps: the newest that it was told of each contact, and of each person. */
class Copy {
  readonly #contacts = new Map<string, NonNullable<Event['data']['contact']>>()
  readonly #people = new Map<string, NonNullable<Event['data']['person']>>()
  readonly #read = new Set<string>()
  /** What no reader should be told. */
  readonly wrong: string[] = []
  #cursor: string | undefined

  async follow(
    list: (query: { cursor?: string; limit: number }) => Promise<{ data: Event[]; nextCursor: string }>,
    limit: number,
  ) {
    for (;;) {
      const page = await list({ limit, ...(this.#cursor !== undefined && { cursor: this.#cursor }) })
      for (const event of page.data) this.#apply(event)
      this.#cursor = page.nextCursor
      if (page.data.length < limit) return
    }
  }

  #apply({ id, data: { contactId, contact, person } }: Event) {
    if (this.#read.has(id)) this.wrong.push(`${id} comes twice`)
    this.#read.add(id)
    if (contact) this.#keep(this.#contacts, contact)
    if (contact === null) this.#contacts.delete(contactId!)
    const told = person ?? contact?.person
    if (told) this.#keep(this.#people, told)
  }

  #keep<One extends { id: string; version: number }>(kept: Map<string, One>, one: One) {
    const before = kept.get(one.id)?.version ?? 0
    if (one.version < before) this.wrong.push(`${one.id} goes back from ${before} to ${one.version}`)
    kept.set(one.id, one)
  }

  lines() {
    return [...this.#contacts.values()]
      .map(({ person: { id }, version: _, ...ofContact }) => {
        const { firstName, lastName, email: address, phone, emailBounce } = this.#people.get(id)!
        return { ...ofContact, firstName, lastName, email: address, phone, emailBounce }
      })
      .toSorted(byId)
  }
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)

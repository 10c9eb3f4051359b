import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCast, type Cast } from '../../test/cast.ts'
import { refused, type Client } from '../../test/client.ts'
import { customersApi } from '../customers/customers.api.ts'
import { newId } from '../database/id.ts'
import type { QueryFor } from '../http/endpoint.ts'
import { contactsApi as api, type ContactAnywhere } from './contacts.api.ts'

type Query = QueryFor<typeof api.listAll>

async function readAll(owner: Client, query: Query = {}): Promise<ContactAnywhere[]> {
  const all: ContactAnywhere[] = []
  for (let cursor: string | undefined; ;) {
    const { data, nextCursor } = await owner.call(api.listAll, {
      query: { limit: 2, status: 'all', ...query, ...(cursor !== undefined && { cursor }) },
    })
    all.push(...data)
    if (nextCursor === null) return all
    cursor = nextCursor
  }
}

const places = (contacts: ContactAnywhere[]) =>
  contacts.map(({ firstName, email, customer }) => `${firstName || email} at ${customer.name}`)

describe('the contacts of all customers', () => {
  test('come in the order in which they changed; a change of a person is one of each of their contacts', async () => {
    const { owner, acme, anna, clock, addContact, read } = await openCast()
    clock.advance({ minutes: 1 })
    const paula = await addContact(acme, { email: 'paula@acme.example', firstName: 'Paula' })
    expect(places(await readAll(owner)).at(-1)).toBe('Paula at Acme')
    clock.advance({ minutes: 1 })
    const began = clock.now().toISOString()
    await owner.call(api.change, {
      params: { contactId: anna.atAcme.id },
      version: anna.atAcme.version,
      body: { phone: '1' },
    })
    expect(places(await readAll(owner))).toEqual(['Paula at Acme', ...['Anna at Acme', 'Anna at Birch']])
    clock.advance({ minutes: 1 })
    const { version } = await read(anna.atBirch.id)
    await owner.call(api.change, {
      params: { contactId: anna.atBirch.id },
      version,
      body: { jobTitle: 'Clerk' },
    })
    await owner.call(api.delete, { params: { contactId: paula.id } })
    const changed = await readAll(owner, { updatedSince: began })
    expect(places(changed)[0]).toBe('Anna at Acme')
    expect(places(changed).slice(1).toSorted()).toEqual(['Anna at Birch', 'Paula at Acme'])
    expect(changed.find(({ id }) => id === paula.id)).toMatchObject({
      active: false,
      updatedAt: clock.now().toISOString(),
      customer: { id: acme.id, accountNumber: null, externalId: null },
    })
    expect(await readAll(owner, { updatedSince: began, status: 'active' })).toHaveLength(2)
    clock.advance({ minutes: 1 })
    const now = clock.now().toISOString()
    expect(await readAll(owner, { updatedSince: now })).toEqual([])
    // An offset says the same moment.
    expect(await readAll(owner, { updatedSince: began.replace('Z', '-00:00') })).toEqual(changed)
  })

  test('are found by address, external ID, customer and account number', async () => {
    const { owner, acme, birch, anna, addContact } = await openCast()
    await owner.call(customersApi.change, {
      params: { customerId: birch.id },
      version: 1,
      body: { accountNumber: 'B-7', externalId: 'b7' },
    })
    const bob = await addContact(birch, { email: 'bob@birch.example', firstName: 'Bob', externalId: '17' })
    const found = async (query: Query) => places(await readAll(owner, query)).toSorted()
    expect(await found({ email: 'ANNA@ash.example' })).toEqual(['Anna at Acme', 'Anna at Birch'])
    expect(await found({ accountNumber: 'b-7' })).toEqual(['Anna at Birch', 'Bob at Birch'])
    expect(await found({ customerId: acme.id })).toEqual(['Anna at Acme'])
    expect(await found({ externalId: '17' })).toEqual(['Bob at Birch'])
    expect(await found({ email: anna.email, accountNumber: 'b-7' })).toEqual(['Anna at Birch'])
    expect(await found({ email: anna.email, externalId: '17' })).toEqual([])
    expect(await found({ status: 'inactive' })).toEqual([])

    const ofBirch = async (query: object) => {
      const { data } = await owner.call(api.list, { params: { customerId: birch.id }, query })
      return data.map(({ firstName }) => firstName)
    }
    expect(await ofBirch({ email: bob.email })).toEqual(['Bob'])
    expect(await ofBirch({ externalId: '17' })).toEqual(['Bob'])
    expect((await ofBirch({ updatedSince: '2000-01-01T00:00:00Z' })).toSorted()).toEqual(['Anna', 'Bob'])
    expect(await ofBirch({ updatedSince: '2000-01-01T00:00:00Z', search: 'ann' })).toEqual(['Anna'])
    expect(await ofBirch({ updatedSince: '2100-01-01T00:00:00Z' })).toEqual([])
    const unknown = { params: { customerId: newId() }, query: { updatedSince: '2000-01-01T00:00:00Z' } }
    expect((await refused(owner.call(api.list, unknown))).status).toBe(404)
  })

  test('come each once and in order, whatever changed when, in pages of any size', async () => {
    const cast = await openCast()
    const { owner, clock } = cast
    const customers = [cast.acme, cast.birch, await cast.addCustomer('Cedar')]
    const ids: string[] = []
    let made = 0
    const steps = {
      async add(at: number) {
        const added = await cast.addContact(customers[at % 3]!, { email: `p${made++}@firm.example` })
        ids.push(added.id)
      },
      link: (at: number) => linkSomebody(cast, ids, at),
      async person(at: number) {
        const { id, version } = await cast.read(ids[at % ids.length]!)
        await owner.call(api.change, { params: { contactId: id }, version, body: { phone: `${made++}` } })
      },
      async place(at: number) {
        const { id, version } = await cast.read(ids[at % ids.length]!)
        await owner.call(api.change, { params: { contactId: id }, version, body: { jobTitle: `${made++}` } })
      },
      async delete(at: number) {
        await owner.call(api.delete, { params: { contactId: ids[at % ids.length]! } })
      },
    }
    await steps.add(0)
    const step = fc.record({
      what: fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[])),
      at: fc.nat(20),
      // Now and then at the same moment as the step before.
      minutes: fc.constantFrom(0, 1),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 7 }),
        async (all, limit) => {
          const since = clock.now().toISOString()
          for (const { what, at, minutes } of all) {
            clock.advance({ minutes })
            await steps[what](at)
          }
          const everybody = await readAll(owner, { limit: 100 })
          const keys = everybody.map(({ updatedAt, personId, id }) => `${updatedAt} ${personId} ${id}`)
          expect(keys).toEqual([...new Set(keys)].toSorted())
          expect(new Set(everybody.map(({ id }) => id))).toEqual(
            new Set([...ids, cast.anna.atAcme.id, cast.anna.atBirch.id]),
          )
          for (const { id, updatedAt, version } of everybody)
            expect(await cast.read(id)).toMatchObject({ updatedAt, version })
          expect(await readAll(owner, { limit })).toEqual(everybody)
          expect(await readAll(owner, { limit, updatedSince: since })).toEqual(
            everybody.filter(({ updatedAt }) => updatedAt >= since),
          )
        },
      ),
      { numRuns: 12 },
    )
  })
})

async function linkSomebody({ owner, acme, birch, addContact, read }: Cast, ids: string[], at: number) {
  const { email, customerId } = await read(ids[at % ids.length]!)
  const { data } = await owner.call(api.listAll, { query: { email, status: 'all' } })
  const other = [acme, birch].find(({ id }) => !data.some((contact) => contact.customerId === id))
  if (other && other.id !== customerId) ids.push((await addContact(other, { email })).id)
}

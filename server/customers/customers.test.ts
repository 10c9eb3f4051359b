import { describe, expect, test } from 'vitest'
import { contactsApi } from '../contacts/contacts.api.ts'
import { newId } from '../database/id.ts'
import { invoicesApi } from '../invoices/invoices.api.ts'
import { journalApi } from '../journal/journal.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { statementsApi } from '../statements/statements.api.ts'
import { peopleApi } from '../people/people.api.ts'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { openWorld } from '../../test/world.ts'
import { customersApi as api } from './customers.api.ts'

const addressOfAcme = {
  line1: '1 Way',
  line2: '',
  city: 'Lisbon',
  region: '',
  postalCode: '1000',
  country: 'PT',
}

describe('adding a customer', () => {
  test('keeps what was given, and returns it', async () => {
    const { owner } = await openWorld()
    const said = {
      name: 'Acme',
      accountNumber: 'A-100',
      email: 'office@acme.example',
      phone: '+351 1',
      secondPhone: '+351 2',
      billingAddress: addressOfAcme,
      shippingAddress: null,
      currency: 'EUR',
      paymentTermsDays: 14,
      notes: 'Calls on Mondays.\nNever on Fridays.',
    }
    const added = await owner.call(api.add, { body: said })
    expect(added).toMatchObject({ ...said, parent: null, active: true, version: 1 })
    expect(await owner.call(api.read, { params: { customerId: added.id } })).toEqual(added)
  })

  test('makes its own address the primary contact, without a password and without a letter', async () => {
    const { owner, deliverMail } = await openWorld()
    const acme = await owner.call(api.add, { body: { name: 'Acme', email: 'Office@Acme.example' } })

    const { data: contacts } = await owner.call(contactsApi.list, { params: { customerId: acme.id } })
    expect(contacts).toMatchObject([
      {
        email: 'Office@acme.example',
        primary: true,
        portalAccess: 'none',
        receives: { invoices: 'to' },
      },
    ])
    expect(await deliverMail()).toEqual([])
    const { data: journal } = await owner.call(journalApi.list, { query: { customerId: acme.id } })
    expect(Object.fromEntries(journal.map(({ action, personName }) => [action, personName]))).toEqual({
      'contact.added': 'Office@acme.example',
      'customer.added': null,
    })
  })

  test('links the person who has that address already, and leaves them as they are', async () => {
    const { owner, anna, addCustomer } = await openCast()
    await addCustomer('Cedar')
    const dune = await owner.call(api.add, { body: { name: 'Dune', email: 'ANNA@ash.example' } })

    const { data } = await owner.call(contactsApi.list, { params: { customerId: dune.id } })
    expect(data).toMatchObject([{ firstName: 'Anna', lastName: 'Ash', email: anna.email, primary: true }])
    const { person } = await owner.call(peopleApi.recognize, { query: { email: anna.email } })
    expect(person?.contacts.map(({ customerName }) => customerName)).toEqual(['Acme', 'Birch', 'Dune'])
  })

  test('two at once with the same new address get one person', async () => {
    const { owner } = await openWorld()
    const email = 'shared@firm.example'
    await Promise.all(
      ['Acme', 'Birch', 'Cedar', 'Dune'].map((name) => owner.call(api.add, { body: { name, email } })),
    )
    const { person } = await owner.call(peopleApi.recognize, { query: { email } })
    expect(person?.contacts).toHaveLength(4)
  })

  test('an account number that is taken is refused, and says whose it is', async () => {
    const { owner } = await openWorld()
    const acme = await owner.call(api.add, { body: { name: 'Acme', accountNumber: 'A-100' } })
    const { status, problem } = await refused(
      owner.call(api.add, { body: { name: 'Birch', accountNumber: 'a-100', email: 'office@birch.example' } }),
    )
    expect(status).toBe(409)
    expect(problem).toMatchObject({
      errors: [{ pointer: '/accountNumber', detail: expect.stringContaining('Acme') }],
      customer: { id: acme.id, name: 'Acme' },
    })
    // None of it is kept.
    expect(await owner.call(peopleApi.recognize, { query: { email: 'office@birch.example' } })).toEqual({
      person: null,
    })
    expect((await owner.call(api.list)).data.map(({ name }) => name)).toEqual(['Acme'])
  })

  test('a parent must be one of ours', async () => {
    const { owner } = await openWorld()
    const parent = await owner.call(api.add, { body: { name: 'Acme Holding' } })
    const child = await owner.call(api.add, { body: { name: 'Acme', parentId: parent.id } })
    expect(child.parent).toEqual({ id: parent.id, name: 'Acme Holding' })
    const { status, problem } = await refused(
      owner.call(api.add, { body: { name: 'Acme', parentId: newId() } }),
    )
    expect([status, problem.errors?.[0]?.pointer]).toEqual([400, '/parentId'])
  })

  test('a viewer may look and not touch', async () => {
    const { owner, hire } = await openWorld()
    const acme = await owner.call(api.add, { body: { name: 'Acme' } })
    const viewer = await hire('viewer')
    const params = { customerId: acme.id }
    expect(await viewer.call(api.read, { params })).toEqual(acme)
    for (const attempt of [
      () => viewer.call(api.add, { body: { name: 'Birch' } }),
      () => viewer.call(api.change, { params, version: 1, body: { name: 'Birch' } }),
      () => viewer.call(api.delete, { params }),
      () => viewer.call(api.undelete, { params }),
    ])
      expect((await refused(attempt())).status).toBe(403)
  })
})

describe('changing a customer', () => {
  test('changes what is given, keeps the rest, and journals old and new', async () => {
    const { owner } = await openWorld()
    const acme = await owner.call(api.add, { body: { name: 'Acme', phone: '1', notes: 'Old' } })
    const params = { customerId: acme.id }
    const changed = await owner.call(api.change, {
      params,
      version: 1,
      body: { name: 'Acme Ltd', notes: null, billingAddress: addressOfAcme },
    })
    expect(changed).toMatchObject({
      name: 'Acme Ltd',
      phone: '1',
      notes: null,
      billingAddress: addressOfAcme,
      version: 2,
    })
    expect(await owner.call(api.read, { params })).toEqual(changed)
    const { data } = await owner.call(journalApi.list, { query: { customerId: acme.id } })
    const entry = data.find(({ action }) => action === 'customer.changed')!
    expect(entry.actor.name).toBe('Olga Owner')
    expect(Object.fromEntries(entry.changes.map((one) => [one.field, [one.old, one.new]]))).toEqual({
      name: ['Acme', 'Acme Ltd'],
      notes: ['Old', null],
      billingAddress: [null, expect.stringContaining('Lisbon')],
    })
  })

  test('asks for the version that was read', async () => {
    const { owner } = await openWorld()
    const acme = await owner.call(api.add, { body: { name: 'Acme' } })
    const { status, code } = await refused(
      owner.send('PATCH', `/v1/customers/${acme.id}`, {
        payload: JSON.stringify({ name: 'Birch' }),
        type: 'application/json',
      }),
    )
    expect([status, code]).toEqual([428, 'version-missing'])
    expect(await owner.call(api.read, { params: { customerId: acme.id } })).toEqual(acme)
  })

  test('a stale version changes nothing', async () => {
    const { owner } = await openWorld()
    const acme = await owner.call(api.add, { body: { name: 'Acme' } })
    const params = { customerId: acme.id }
    const together = await Promise.allSettled(
      ['One', 'Two'].map((name) => owner.call(api.change, { params, version: 1, body: { name } })),
    )
    expect(together.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(
      (await refused(owner.call(api.change, { params, version: 1, body: { name: 'Three' } }))).status,
    ).toBe(412)
    const now = await owner.call(api.read, { params })
    expect(now.version).toBe(2)
    expect(['One', 'Two']).toContain(now.name)
    expect((await refused(owner.call(api.change, { params, body: { name: 'Three' } }))).status).toBe(428)
  })

  test('saying what is so already changes nothing', async () => {
    const { owner } = await openWorld()
    const acme = await owner.call(api.add, { body: { name: 'Acme', phone: '1' } })
    const params = { customerId: acme.id }
    expect(await owner.call(api.change, { params, version: 1, body: { name: 'Acme', phone: '1' } })).toEqual(
      acme,
    )
    expect(await owner.call(api.change, { params, version: 1, body: {} })).toEqual(acme)
  })

  test('an unknown customer is not found', async () => {
    const { owner } = await openWorld()
    const params = { customerId: newId() }
    for (const attempt of [
      () => owner.call(api.read, { params }),
      () => owner.call(api.change, { params, version: 1, body: { name: 'Acme' } }),
      () => owner.call(api.delete, { params }),
      () => owner.call(api.undelete, { params }),
    ])
      expect(await refused(attempt())).toMatchObject({
        status: 404,
        problem: { detail: 'There is no such customer.' },
      })
  })

  test('an account number that is taken is refused', async () => {
    const { owner } = await openWorld()
    await owner.call(api.add, { body: { name: 'Acme', accountNumber: 'A-100' } })
    const birch = await owner.call(api.add, { body: { name: 'Birch' } })
    const change = owner.call(api.change, {
      params: { customerId: birch.id },
      version: 1,
      body: { accountNumber: 'A-100' },
    })
    expect(await refused(change)).toMatchObject({ status: 409, code: 'account-number-taken' })
  })

  test('nobody stands below themselves, not even when two changes come at once', async () => {
    const { owner } = await openWorld()
    const [a, b, c] = [
      await owner.call(api.add, { body: { name: 'A' } }),
      await owner.call(api.add, { body: { name: 'B' } }),
      await owner.call(api.add, { body: { name: 'C' } }),
    ]
    const below = (child: { id: string }, parent: { id: string }) =>
      owner.call(api.change, { params: { customerId: child.id }, version: 1, body: { parentId: parent.id } })
    expect(await refused(below(a, a))).toMatchObject({ status: 409, code: 'circle-of-parents' })
    await below(b, a)
    const both = await Promise.allSettled([below(c, b), below(a, c)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('an unknown parent is refused', async () => {
    const { owner } = await openWorld()
    const { id: customerId, version } = await owner.call(api.add, { body: { name: 'A' } })
    const change = { params: { customerId }, version, body: { parentId: newId() } }
    expect(await refused(owner.call(api.change, change))).toMatchObject({ status: 400 })
  })
})

describe('deleting a customer', () => {
  test('makes it inactive; undeleting brings it back; each twice is once', async () => {
    const { owner } = await openWorld()
    const acme = await owner.call(api.add, { body: { name: 'Acme' } })
    const params = { customerId: acme.id }
    const deleted = await owner.call(api.delete, { params })
    expect(deleted).toMatchObject({ active: false, version: 2 })
    expect(await owner.call(api.delete, { params })).toEqual(deleted)
    expect((await owner.call(api.list)).data).toEqual([])
    expect((await owner.call(api.list, { query: { status: 'inactive' } })).data).toMatchObject([
      { id: acme.id },
    ])

    expect(await owner.call(api.undelete, { params })).toMatchObject({ active: true, version: 3 })
    expect(await owner.call(api.undelete, { params })).toMatchObject({ active: true, version: 3 })
    expect((await owner.call(api.list)).data).toMatchObject([{ id: acme.id, active: true }])
    const { data } = await owner.call(journalApi.list, { query: { customerId: acme.id } })
    expect(data.map(({ action }) => action)).toEqual([
      'customer.undeleted',
      'customer.deleted',
      'customer.added',
    ])
  })
})

describe('the list', () => {
  test('goes by name, page by page, with the primary contact', async () => {
    const { owner, acme, addCustomer, addContact } = await openCast()
    await addContact(acme, { email: 'pia@acme.example', firstName: 'Pia', lastName: 'Prime', primary: true })
    for (const name of ['zinc', 'Álamo', 'Echo', 'echo', 'Echo']) await addCustomer(name)

    const names: string[] = []
    let cursor: string | undefined
    do {
      const page = await owner.call(api.list, { query: { limit: 2, cursor } })
      expect(page.data.length).toBeLessThanOrEqual(2)
      names.push(...page.data.map(({ name }) => name))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(names.map((name) => name.toLowerCase())).toEqual([
      'acme',
      'álamo',
      'birch',
      'echo',
      'echo',
      'echo',
      'zinc',
    ])

    const { data } = await owner.call(api.list, { query: { limit: 1 } })
    expect(data[0]?.primaryContact).toMatchObject({ name: 'Pia Prime', email: 'pia@acme.example' })
  })

  test('shows staff on the phone what is open and overdue, who to call, and at which number', async () => {
    const { owner, acme, birch, addContact, addCustomer, clock } = await openCast()
    const { version } = await owner.call(organizationApi.read)
    await owner.call(organizationApi.change, { version, body: { timeZone: 'Pacific/Auckland' } })
    await addCustomer('Cedar')
    await owner.call(api.change, {
      params: { customerId: acme.id },
      version: acme.version,
      body: { phone: '+44 117 496 0100' },
    })
    await addContact(birch, { email: 'pia@birch.example', firstName: 'Pia', phone: '0117 1', primary: true })
    const owe = async (customerId: string, currency: string, amountMinor: number, dueDate: string) => {
      const lines = [{ description: 'Work', unitPriceMinor: amountMinor, taxRate: '0' }]
      const body = { customerId, currency, issueDate: '2026-04-01', dueDate, lines }
      const { id } = await owner.call(invoicesApi.add, { body })
      return id
    }
    const issue = (invoiceId: string) => owner.call(invoicesApi.issue, { params: { invoiceId } })
    // At Northwind the 4th of May is about to end; at the server it is nine in the morning.
    expect(clock.now().toISOString()).toBe('2026-05-04T09:00:00.000Z')
    await issue(await owe(acme.id, 'EUR', 5_000, '2026-05-03'))
    await issue(await owe(acme.id, 'EUR', 700, '2026-05-04'))
    await issue(await owe(acme.id, 'GBP', 9_900, '2026-06-01'))
    await owe(acme.id, 'USD', 100, '2026-04-02')
    await issue(await owe(birch.id, 'EUR', 1_000, '2026-05-04'))

    const lines = async () => {
      const { data } = await owner.call(api.list, {})
      return Object.fromEntries(data.map(({ name, ...line }) => [name, line]))
    }
    expect(await lines()).toMatchObject({
      Acme: {
        phone: '+44 117 496 0100',
        contactCount: 1,
        primaryContact: null,
        open: [
          { currency: 'GBP', openMinor: 9_900, overdueMinor: 0 },
          { currency: 'EUR', openMinor: 5_700, overdueMinor: 5_000 },
        ],
      },
      Birch: {
        phone: null,
        contactCount: 2,
        primaryContact: { name: 'Pia', phone: '0117 1' },
        open: [{ currency: 'EUR', openMinor: 1_000, overdueMinor: 0 }],
      },
      Cedar: { phone: null, contactCount: 0, primaryContact: null, open: [] },
    })
    // A search shows the same, and midnight in Auckland makes overdue what was due today.
    clock.advance({ hours: 4 })
    const { data } = await owner.call(api.list, { query: { search: 'birch' } })
    expect(data).toMatchObject([
      { name: 'Birch', open: [{ currency: 'EUR', openMinor: 1_000, overdueMinor: 1_000 }] },
    ])
    await owner.call(paymentsApi.add, { body: { customerId: birch.id, amountMinor: 1_000 } })
    expect((await lines())['Birch']).toMatchObject({ open: [] })
    // Credit is told where the account tells it: it pays an invoice only when somebody says so.
    await owner.call(paymentsApi.add, {
      body: { customerId: acme.id, amountMinor: 300, currency: 'EUR', allocations: [] },
    })
    const account = await owner.call(statementsApi.account, { params: { customerId: acme.id } })
    const open = (await lines())['Acme']!.open.find(({ currency }) => currency === 'EUR')
    expect(open).toEqual({ currency: 'EUR', openMinor: 5_700, overdueMinor: 5_700, creditMinor: 300 })
    expect(account.currencies.find(({ currency }) => currency === 'EUR')).toMatchObject({
      totalMinor: open!.openMinor,
      overdueMinor: open!.overdueMinor,
      creditMinor: open!.creditMinor,
    })
  })

  test('pages past the longest of names', async () => {
    const { owner } = await openWorld()
    const name = '🦜'.repeat(100)
    for (let n = 0; n < 3; n++) await owner.call(api.add, { body: { name } })
    const first = await owner.call(api.list, { query: { limit: 2 } })
    const second = await owner.call(api.list, { query: { limit: 2, cursor: first.nextCursor! } })
    expect([first.data.length, second.data.length]).toEqual([2, 1])
  })

  test.each(['nonsense', 'WyJhIiwiYiJd', 'WzEsMl0'])(
    'a cursor that is not ours is refused: %s',
    async (cursor) => {
      const { owner } = await openWorld()
      for (const search of [undefined, 'acme'])
        expect(await refused(owner.call(api.list, { query: { cursor, search } }))).toMatchObject({
          status: 400,
        })
    },
  )
})

import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { contactsApi } from '../contacts/contacts.api.ts'
import { newId } from '../database/id.ts'
import { openCast } from '../../test/cast.ts'
import type { Client } from '../../test/client.ts'
import { ask } from '../../test/database.ts'
import { openWorld } from '../../test/world.ts'
import { customersApi as api, searchApi } from './customers.api.ts'

type Status = 'active' | 'inactive' | 'all'

async function findAll(by: Client, search: string, status: Status = 'active', limit = 100) {
  const names: string[] = []
  let cursor: string | undefined
  do {
    const page = await by.call(api.list, { query: { search, status, limit, cursor } })
    names.push(...page.data.map(({ name }) => name))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return names
}

describe('searching the list', () => {
  test('finds by parts of a name, an account number, a contact’s name and address', async () => {
    const { owner, addCustomer } = await openCast()
    await owner.call(api.add, { body: { name: 'Cedar & Sons', accountNumber: 'KD-2044' } })
    await addCustomer('Dune')
    expect(await findAll(owner, 'cme')).toEqual(['Acme'])
    expect(await findAll(owner, 'CEDAR')).toEqual(['Cedar & Sons'])
    expect(await findAll(owner, 'd-204')).toEqual(['Cedar & Sons'])
    expect(await findAll(owner, 'nna as')).toEqual(['Acme', 'Birch'])
    expect(await findAll(owner, 'anna@ash.ex')).toEqual(['Acme', 'Birch'])
    expect(await findAll(owner, 'anna birch')).toEqual(['Birch'])
    expect(await findAll(owner, 'nobody')).toEqual([])
    expect(await findAll(owner, '  ')).toEqual(['Acme', 'Birch', 'Cedar & Sons', 'Dune'])
  })

  test('one and two letters find where a word begins', async () => {
    const { owner, addCustomer } = await openCast()
    await owner.call(api.add, { body: { name: 'Cedar Works', accountNumber: '7001' } })
    await addCustomer('Escher')
    expect(await findAll(owner, 'c')).toEqual(['Cedar Works'])
    expect(await findAll(owner, 'wo')).toEqual(['Cedar Works'])
    expect(await findAll(owner, '7')).toEqual(['Cedar Works'])
    expect(await findAll(owner, 'as')).toEqual(['Acme', 'Birch'])
    expect(await findAll(owner, '0')).toEqual([])
  })

  test('accents and case make no difference, and every script is searched', async () => {
    const { owner, addCustomer } = await openCast()
    for (const name of ['Müller', 'ΑΘΗΝΑ Ltd', 'Газпром', '株式会社三井']) await addCustomer(name)
    expect(await findAll(owner, 'MULL')).toEqual(['Müller'])
    expect(await findAll(owner, 'müller')).toEqual(['Müller'])
    expect(await findAll(owner, 'αθη')).toEqual(['ΑΘΗΝΑ Ltd'])
    expect(await findAll(owner, 'азпро')).toEqual(['Газпром'])
    expect(await findAll(owner, '会社三')).toEqual(['株式会社三井'])
  })

  test.each([
    ['50%', ['50% Off']],
    ['a_b', ['a_b']],
    ['c\\d', ['c\\d']],
    ["o'n", ["O'Neil"]],
    ['a\0_b', ['a_b']],
    ['%', []],
    ['_', []],
    ['\\', []],
    ['$1', []],
    ['\ud800', []],
    ['🦜🦜🦜', []],
  ])('%j is taken literally', async (typed, expected) => {
    const { owner } = await openWorld()
    for (const name of ['50% Off', '500 Off', 'a_b', 'axb', 'c\\d', "O'Neil"])
      await owner.call(api.add, { body: { name } })
    expect(await findAll(owner, typed)).toEqual(expected)
  })

  test('telephone numbers are found by their digits, however each side writes them', async () => {
    const { owner, acme, birch, anna, addContact, read } = await openCast()
    await owner.call(api.change, {
      params: { customerId: acme.id },
      version: acme.version,
      body: { phone: '+44 (0)117 496-0100', secondPhone: '0171 555 77' },
    })
    await addContact(birch, { email: 'pia@birch.example', firstName: 'Pia', phone: '0117 496 0101' })
    await owner.call(api.add, { body: { name: 'Cedar', accountNumber: '117-4960' } })
    for (const typed of ['+44 117 496 0100', '0117 4960100', '(0117) 496 0100', '00441174960100', '4960100'])
      expect(await findAll(owner, typed), typed).toEqual(['Acme'])
    for (const typed of ['+44 117 496 0101', '0117-496-0101', '496\u00a00101', '4960101'])
      expect(await findAll(owner, typed), typed).toEqual(['Birch'])
    expect(await findAll(owner, '555 77')).toEqual(['Acme'])
    // A few bare digits are an account number, and one with signs in it is still found as it is written.
    expect(await findAll(owner, '4960')).toEqual(['Cedar'])
    expect(await findAll(owner, '117-4960')).toEqual(['Acme', 'Birch', 'Cedar'])
    expect(await findAll(owner, '+44')).toEqual([])
    expect(await findAll(owner, '00000 00000')).toEqual([])

    const found = await owner.call(searchApi.search, { query: { query: '+44 117 496 0101' } })
    expect(found.contacts).toMatchObject([{ name: 'Pia', phone: '0117 496 0101', customerName: 'Birch' }])
    const caller = await owner.call(searchApi.search, { query: { query: '0117 496 0100' } })
    expect(caller).toMatchObject({
      customers: [{ name: 'Acme', phone: '+44 (0)117 496-0100' }],
      contacts: [],
    })

    // It follows the person to each of their customers, and goes with the contact.
    const { version } = await read(anna.atAcme.id)
    await owner.call(contactsApi.change, {
      params: { contactId: anna.atAcme.id },
      version,
      body: { phone: '030 1234567' },
    })
    expect(await findAll(owner, '+49 30 1234567')).toEqual(['Acme', 'Birch'])
    await owner.call(contactsApi.delete, { params: { contactId: anna.atBirch.id } })
    expect(await findAll(owner, '+49 30 1234567')).toEqual(['Acme'])
  })

  test('what is inactive is found when asked for', async () => {
    const { owner, acme, anna } = await openCast()
    await owner.call(api.delete, { params: { customerId: acme.id } })
    expect(await findAll(owner, 'anna')).toEqual(['Birch'])
    expect(await findAll(owner, 'anna', 'inactive')).toEqual(['Acme'])
    expect(await findAll(owner, 'anna', 'all')).toEqual(['Acme', 'Birch'])
    // A customer is not found through an inactive contact.
    await owner.call(contactsApi.delete, { params: { contactId: anna.atBirch.id } })
    expect(await findAll(owner, 'anna')).toEqual([])
    await owner.call(contactsApi.undelete, { params: { contactId: anna.atBirch.id } })
    expect(await findAll(owner, 'anna')).toEqual(['Birch'])
  })

  test('follows every change at once, at every customer of the person', async () => {
    const { owner, acme, anna, read } = await openCast()
    await owner.call(api.change, {
      params: { customerId: acme.id },
      version: 1,
      body: { name: 'Zenith', accountNumber: 'Z9' },
    })
    expect(await findAll(owner, 'acme')).toEqual([])
    expect(await findAll(owner, 'zenith')).toEqual(['Zenith'])
    expect(await findAll(owner, 'z9')).toEqual(['Zenith'])

    const { version } = await read(anna.atAcme.id)
    await owner.call(contactsApi.change, {
      params: { contactId: anna.atAcme.id },
      version,
      body: { lastName: 'Oak', email: 'anna@oak.example' },
    })
    expect(await findAll(owner, 'anna oak')).toEqual(['Birch', 'Zenith'])
    expect(await findAll(owner, 'ash.example')).toEqual([])

    await owner.call(contactsApi.change, {
      params: { contactId: anna.atAcme.id },
      version: version + 1,
      body: { onlyThisCustomer: true, email: 'anna@elm.example' },
    })
    expect(await findAll(owner, 'elm.example')).toEqual(['Zenith'])
    expect(await findAll(owner, 'oak.example')).toEqual(['Birch'])
  })

  test('all words are the customer’s or one contact’s, whichever way round', async () => {
    const { owner, acme, addContact } = await openCast()
    await owner.call(api.change, {
      params: { customerId: acme.id },
      version: acme.version,
      body: { accountNumber: 'KD-7' },
    })
    await addContact(acme, { email: 'bob@moss.example', firstName: 'Bob', lastName: 'Moss' })
    for (const typed of ['anna acme', 'acme anna', 'kd-7 bob', 'a moss'])
      expect(await findAll(owner, typed), typed).toEqual(['Acme'])
    expect(await findAll(owner, 'anna moss')).toEqual([])
  })

  test('a customer that changes its name or number is found with its contacts by the new one alone', async () => {
    const { owner, acme } = await openCast()
    const change = (version: number, body: object) =>
      owner.call(api.change, { params: { customerId: acme.id }, version, body })
    const { version } = await change(acme.version, { name: 'Zenith', accountNumber: 'Z9' })
    expect(await findAll(owner, 'anna zenith')).toEqual(['Zenith'])
    expect(await findAll(owner, 'z9 anna')).toEqual(['Zenith'])
    expect(await findAll(owner, 'anna acme')).toEqual([])
    await change(version, { accountNumber: null })
    expect(await findAll(owner, 'z9 anna')).toEqual([])
  })

  test('the longest names in the longest letters are stored and found, within what an index entry holds', async () => {
    const { owner, ownerUrl } = await openWorld()
    const letters = Array.from({ length: 200 }, (_, at) => String.fromCodePoint(0x20000 + at * 211)).join('')
    const [firstName, lastName] = [letters.slice(0, 200), letters.slice(200)]
    const { id } = await owner.call(api.add, {
      body: {
        name: letters,
        accountNumber: '㎯'.repeat(64),
        phone: '1'.repeat(50),
        secondPhone: '2'.repeat(50),
      },
    })
    await owner.call(contactsApi.add, {
      params: { customerId: id },
      body: {
        email: `anna@${'a'.repeat(60)}.${'b'.repeat(60)}.example`,
        firstName,
        lastName,
        phone: '3'.repeat(50),
        portalPassword: null,
      },
    })
    for (const typed of [
      letters.slice(0, 40),
      firstName.slice(0, 40),
      `${lastName.slice(0, 20)} ${letters.slice(40, 60)}`,
    ])
      expect(await findAll(owner, typed)).toEqual([letters])
    const rows = await ask<{ bytes: number }>(
      ownerUrl,
      'select octet_length(text) as bytes from contact_search',
    )
    expect(rows.map(({ bytes }) => bytes <= 901)).toEqual([true])
  })

  test('contacts that are added and renamed at the same moment are all found', async () => {
    const { owner, acme, birch, anna, addContact, read } = await openCast()
    const { version } = await read(anna.atAcme.id)
    await Promise.all([
      ...['ida', 'joe', 'kim', 'leo'].map((name) => addContact(acme, { email: `${name}@firm.example` })),
      ...['ida', 'joe', 'kim', 'leo'].map((name) => addContact(birch, { email: `${name}@other.example` })),
      owner.call(contactsApi.change, {
        params: { contactId: anna.atAcme.id },
        version,
        body: { firstName: 'Hannah' },
      }),
    ])
    for (const name of ['ida', 'joe', 'kim', 'leo', 'hannah'])
      expect(await findAll(owner, name)).toEqual(['Acme', 'Birch'])
  })

  test('pages are exact, for what many have and for what few have', async () => {
    const { owner, ownerUrl, organization } = await openWorld()
    const names = await addMany(ownerUrl, organization.id)
    for (const [search, limit] of [
      ['customer', 100],
      ['odd', 7],
      ['rare', 2],
      ['nearly', 1],
      ['5', 50],
      ['12', 100],
      ['1499', 1],
      ['rare even', 1],
    ] as const) {
      const isFound = (name: string) =>
        search.split(' ').every((word) => ` ${name}`.includes(word.length < 3 ? ` ${word}` : word))
      const expected = names.filter(isFound)
      expect(expected.length).toBeGreaterThan(0)
      expect(await findAll(owner, search, 'active', limit)).toEqual(expected)
    }
  })

  test('sees one organization alone, whichever it is asked about', async () => {
    const { database, organization } = await openCast()
    const ask = (connectedTo: string) =>
      sql`select from search_customers(${organization.id}, 'acme', 'anything', 'all', '', ${newId()}, 10)`.execute(
        database.of(connectedTo),
      )
    expect((await ask(organization.id)).rows).toHaveLength(1)
    expect((await ask(newId())).rows).toHaveLength(0)
    await expect(sql`select from customer_search`.execute(database.of(organization.id))).rejects.toThrow(
      'permission denied',
    )
  })
})

describe('searching from anywhere', () => {
  test('finds customers and contacts, first those that begin so', async () => {
    const { owner, addCustomer, acme, anna, addContact } = await openCast()
    await addCustomer('A Place like Acme')
    await addContact(acme, { email: 'bob@acme.example', firstName: 'Bob', lastName: 'Hannan' })

    const byName = await owner.call(searchApi.search, { query: { query: 'acme' } })
    expect(byName.customers.map(({ name }) => name)).toEqual(['Acme', 'A Place like Acme'])
    expect(byName.contacts).toMatchObject([{ name: 'Bob Hannan', customerName: 'Acme', customerId: acme.id }])

    const byContact = await owner.call(searchApi.search, { query: { query: 'Anna' } })
    expect(byContact.customers).toEqual([])
    expect(byContact.contacts.map(({ id }) => id).slice(0, 2)).toEqual([anna.atAcme.id, anna.atBirch.id])
    expect(byContact.contacts.map(({ name }) => name)).toEqual(['Anna Ash', 'Anna Ash', 'Bob Hannan'])
  })

  test('needs all words in one contact, and shows no more than eight', async () => {
    const { owner, acme, addContact, addCustomer } = await openCast()
    await addContact(acme, { email: 'eve@firm.example', firstName: 'Eve', lastName: 'Moss' })
    expect(await owner.call(searchApi.search, { query: { query: 'anna moss' } })).toEqual({
      customers: [],
      contacts: [],
    })
    for (let n = 0; n < 9; n++) await addCustomer(`Works ${n}`)
    expect((await owner.call(searchApi.search, { query: { query: 'w' } })).customers).toHaveLength(8)
    expect(await owner.call(searchApi.search, { query: { query: ' \0' } })).toEqual({
      customers: [],
      contacts: [],
    })
  })
})

/** Adds fifteen hundred customers at once, as an import does. Returns their names in the order of the list. */
async function addMany(ownerUrl: string, organizationId: string): Promise<string[]> {
  const names = Array.from({ length: 1500 }, (_, n) =>
    ['customer', n, n % 2 ? 'odd' : 'even', n > 1450 ? 'nearly all' : '', n % 100 === 0 ? 'rare' : '']
      .join(' ')
      .trim(),
  )
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(
      `insert into customers (organization_id, id, name, created_at, updated_at)
       select $1, gen_random_uuid(), name, now(), now() from unnest($2::text[]) name`,
      [organizationId, names],
    )
  } finally {
    await client.end()
  }
  return names.toSorted((a, b) => (a < b ? -1 : 1))
}

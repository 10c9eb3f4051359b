import fc from 'fast-check'
import pg from 'pg'
import { expect, test } from 'vitest'
import { contactsApi } from '../contacts/contacts.api.ts'
import { openDatabase } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { migrate } from '../database/migrate.ts'
import { openCast } from '../../test/cast.ts'
import { onServer, SERVER_URL_VARIABLE, urlOf } from '../../test/database.ts'
import { openWorld } from '../../test/world.ts'
import { searchApi } from './customers.api.ts'
import type { Db } from '../database/database.ts'
import { listCustomers } from './list-customers.ts'

const IN_ORDER = [
  '(none)',
  '1st Choice',
  'álamo',
  'Bäckerei Roth',
  'Bakery',
  'Blue Heron',
  'bluebird',
  'Łódź Steel',
  'Lower Lane',
  'Muller',
  'Müller',
  'Muller & Sons',
  'Ørsted',
  'Straße 10',
  'Strasse 9',
  'zinc',
  'Αθήνα',
  'Ωμέγα',
  'Ёлка',
  'Жук',
  'Київ',
  'Яблоко',
]

test('names come as people look for them, whatever their case, accents and script, over every border of a page', async () => {
  const { database, ownerUrl, organization } = await openWorld()
  await addNamed(ownerUrl, organization.id, IN_ORDER.toReversed())
  const db = database.of(organization.id)
  for (const limit of [1, 3, 100]) expect(await pageThrough(db, organization.id, limit)).toEqual(IN_ORDER)
  expect(await pageThrough(db, organization.id, 1, 'muller')).toEqual(['Muller', 'Müller', 'Muller & Sons'])
})

// The letters on which ICU agrees with us; й and и, for instance, it keeps apart.
const letters = fc.constantFrom(
  ...'aAáÀäåbBcçdđeEéèłlLmMnñoöØsStuüzZßæ',
  ...'αάβΑΩώ',
  ...'абеёЁжЖя',
  ' ',
  '0',
  '9',
)
const name = fc.string({ unit: letters, minLength: 1, maxLength: 6 }).map((text) => `x${text}`.trim())

test('whatever the names, pages bring each of them once, and in the order that ICU gives their letters', async () => {
  const { database, ownerUrl, organization } = await openWorld()
  const db = database.of(organization.id)
  const names = fc.sample(fc.oneof(name, fc.constantFrom('xo', 'xö', 'xO', 'xo o')), {
    numRuns: 300,
    seed: 7,
  })
  await addNamed(ownerUrl, organization.id, names)
  const { compare } = new Intl.Collator('und', { sensitivity: 'base' })
  for (const [limit, search] of [
    [7, undefined],
    [100, undefined],
    [7, 'x'],
  ] as const) {
    const listed = await pageThrough(db, organization.id, limit, search)
    expect(listed.toSorted()).toEqual(names.toSorted())
    const wrong = listed.filter((one, at) => at > 0 && compare(listed[at - 1]!, one) > 0)
    expect(wrong).toEqual([])
    // Names that differ in accents alone are not mixed: each spelling is in one run.
    const spellings = listed.map((one) => one.toLowerCase())
    const runs = spellings.filter((one, at) => one !== spellings[at - 1])
    expect(runs).toHaveLength(new Set(spellings).size)
  }
})

test('the order is the same in a database that sorts in Swedish', async () => {
  const serverUrl = process.env[SERVER_URL_VARIABLE]!
  const swedish = `swedish_${newId().replaceAll('-', '')}`
  await onServer(
    serverUrl,
    `create database ${swedish} template template0 encoding 'UTF8' locale 'C' locale_provider icu icu_locale 'sv'`,
  )
  const database = openDatabase({
    connection: { connectionString: urlOf(serverUrl, swedish, 'portico_app') },
    connections: 3,
  })
  try {
    const ownerUrl = urlOf(serverUrl, swedish)
    await migrate(ownerUrl)
    const organizationId = newId()
    await withOwner(ownerUrl, (client) =>
      client.query(
        `insert into organizations (id, name, slug, created_at, updated_at) values ($1, 'One', 'one', now(), now())`,
        [organizationId],
      ),
    )
    await addNamed(ownerUrl, organizationId, ['Öland', 'Oslo', 'Zorn', 'Ås', 'Östra', 'ost'])
    const db = database.of(organizationId)
    const expected = ['Ås', 'Öland', 'Oslo', 'ost', 'Östra', 'Zorn']
    for (const limit of [1, 2, 100]) expect(await pageThrough(db, organizationId, limit)).toEqual(expected)
    expect(await pageThrough(db, organizationId, 1, 'os')).toEqual(['Oslo', 'ost', 'Östra'])
  } finally {
    await database.close()
    await onServer(serverUrl, `drop database ${swedish} with (force)`)
  }
})

test('the longest of names has room in the index, whatever it is made of', async () => {
  const { database, ownerUrl, organization } = await openWorld()
  // Characters of four bytes, which do not shrink, and a few that unaccent makes longer.
  const signs = fc.integer({ min: 0x20000, max: 0x2a6df }).map((code) => String.fromCodePoint(code))
  const [random = ''] = fc.sample(fc.string({ unit: signs, minLength: 199, maxLength: 199, size: 'max' }), 1)
  const names = [`é${random}`, '⅒'.repeat(200), `⅒${random}`]
  await addNamed(ownerUrl, organization.id, names)
  const listed = await pageThrough(database.of(organization.id), organization.id, 1)
  expect(listed.toSorted()).toEqual(names.toSorted())
})

test('contacts come by name likewise, and who has none by address', async () => {
  const { owner, acme, addContact } = await openCast()
  for (const [firstName, lastName, email] of [
    ['Özlem', 'Kaya', 'a@x.example'],
    ['olaf', 'Berg', 'z@x.example'],
    ['Zoe', '', 'b@x.example'],
    ['Łucja', 'Nowak', 'c@x.example'],
    ['', '', 'mail@x.example'],
  ] as const)
    await addContact(acme, { firstName, lastName, email })
  const listed: string[] = []
  let cursor: string | undefined
  do {
    const page = await owner.call(contactsApi.list, {
      params: { customerId: acme.id },
      query: { limit: 1, cursor },
    })
    listed.push(page.data[0]!.firstName || page.data[0]!.email)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(listed).toEqual(['Anna', 'Łucja', 'mail@x.example', 'olaf', 'Özlem', 'Zoe'])
})

test('what is typed without accents finds first what begins so with them', async () => {
  const { owner, addCustomer, acme, addContact } = await openCast()
  for (const called of ['The Backs', 'Bäckerei Roth', 'back to back']) await addCustomer(called)
  await addContact(acme, { firstName: 'Bob', lastName: 'Björk', email: 'bob@x.example' })
  await addContact(acme, { firstName: 'Björk', lastName: 'Zander', email: 'z@x.example' })
  const found = await owner.call(searchApi.search, { query: { query: 'BACK' } })
  expect(found.customers.map((customer) => customer.name)).toEqual([
    'back to back',
    'Bäckerei Roth',
    'The Backs',
  ])
  const people = await owner.call(searchApi.search, { query: { query: 'bjork' } })
  expect(people.contacts.map((contact) => contact.name)).toEqual(['Björk Zander', 'Bob Björk'])
})

async function pageThrough(
  db: Db,
  organizationId: string,
  limit: number,
  search?: string,
): Promise<string[]> {
  const names: string[] = []
  let cursor: string | undefined
  do {
    const page = await listCustomers(
      { db, organizationId, now: new Date() },
      { limit, cursor, search, status: 'all' },
    )
    names.push(...page.data.map((line) => line.name))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return names
}

async function addNamed(ownerUrl: string, organizationId: string, names: string[]): Promise<void> {
  await withOwner(ownerUrl, (client) =>
    client.query(
      `insert into customers (organization_id, id, name, created_at, updated_at)
       select $1, gen_random_uuid(), name, now(), now() from unnest($2::text[]) name`,
      [organizationId, names],
    ),
  )
}

async function withOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

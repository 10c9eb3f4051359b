import { expect, test } from 'vitest'
import { PorticoError, type PorticoErrorCode } from '../portico.ts'
import { openConnected } from './connected.ts'

test('a contact is added, changed, deleted and undeleted, and gets a password', async () => {
  const { portico, world } = await openConnected()
  const acme = await portico.customers.add({ name: 'Acme' })
  const anna = await portico.contacts.add(acme.id, { email: 'anna@ash.example', portalPassword: null })
  const changed = await portico.contacts.change(
    anna.id,
    { jobTitle: 'Head of finance' },
    { version: anna.version },
  )
  expect(changed).toMatchObject({ jobTitle: 'Head of finance', version: anna.version + 1 })
  await portico.contacts.issuePassword(anna.id, { generate: true })
  expect((await world.deliverMail()).map(({ to }) => to)).toEqual(['anna@ash.example'])
  expect((await portico.contacts.delete(anna.id)).active).toBe(false)
  expect((await portico.contacts.undelete(anna.id)).active).toBe(true)
  expect(await portico.contacts.read(anna.id)).toMatchObject({ active: true, jobTitle: 'Head of finance' })
})

test('a list is read to its end page by page, a row at a time, or its first page alone', async () => {
  const { portico } = await openConnected()
  const names = ['Acme', 'Birch', 'Cedar', 'Dove', 'Elm']
  for (const name of names) await portico.customers.add({ name })
  expect((await allOf(portico.customers.list({ limit: 2 }))).map(({ name }) => name)).toEqual(names)
  const pages = await allOf(portico.customers.list({ limit: 2 }).pages())
  expect(pages.map(({ data }) => data.length)).toEqual([2, 2, 1])
  const first = await portico.customers.list({ limit: 2 })
  expect(first.data.length).toBe(2)
  expect(first.nextCursor).not.toBeNull()
})

test('events are read to where nothing is new, and from there on', async () => {
  const { portico, world } = await openConnected()
  const acme = await portico.customers.add({ name: 'Acme' })
  const add = (name: string) =>
    portico.contacts.add(acme.id, { email: `${name}@acme.example`, portalPassword: null })
  for (const name of ['ann', 'ben', 'cem']) await add(name)
  await world.publish()
  const pages = await allOf(portico.events.list({ type: 'contact.added', limit: 2 }).pages())
  expect(pages.flatMap(({ data }) => data.map((event) => event.data.contact?.person.email))).toEqual([
    'ann@acme.example',
    'ben@acme.example',
    'cem@acme.example',
  ])
  await add('dan')
  await world.publish()
  const { nextCursor } = pages.at(-1)!
  const news = await allOf(portico.events.list({ type: 'contact.added', cursor: nextCursor }))
  expect(news.map((event) => event.data.contact?.person.email)).toEqual(['dan@acme.example'])
})

test('a file goes up as what it is, and another comes down', async () => {
  const { portico } = await openConnected()
  const file = new Blob(['Name,E-mail\nAcme,anna@ash.example\n'], { type: 'text/csv' })
  const uploaded = await portico.imports.upload(file, { fileName: 'customers.csv' })
  expect(uploaded).toMatchObject({ fileName: 'customers.csv' })
  await portico.customers.add({ name: 'Birch' })
  const export_ = await portico.exports.customersCsv()
  expect(await export_.text()).toContain('Birch')
  await portico.imports.delete(uploaded.id)
})

test('the error says what was refused, by a code, and which fields are wrong', async () => {
  const { portico } = await openConnected(['customers:write', 'contacts:write'])
  const acme = await portico.customers.add({ name: 'Acme' })
  const anna = { email: 'anna@ash.example', portalPassword: null }
  const { id } = await portico.contacts.add(acme.id, anna)
  expect(await errorOf(portico.contacts.add(acme.id, anna))).toMatchObject({
    name: 'PorticoError',
    status: 409,
    code: 'already-a-contact',
    facts: { contactId: id, active: true },
  })
  const wrong = await errorOf(portico.contacts.add(acme.id, { email: 'anna at ash', language: '?' }))
  expect(wrong).toMatchObject({ status: 400, code: 'invalid-request' })
  expect(wrong.errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/email', '/language'])
  expect(wrong.message).toBe(wrong.detail)
  await expectCode(portico.contacts.change(id, { jobTitle: 'Buyer' }, { version: 7 }), 'stale-version')
  await expectCode(portico.contacts.read(acme.id), 'not-found')
  const refused = await errorOf(portico.invoices.list())
  expect(refused).toMatchObject({ code: 'scope-missing', facts: { scope: 'invoices:read' } })
})

async function expectCode(call: Promise<unknown>, code: PorticoErrorCode) {
  expect((await errorOf(call)).code).toBe(code)
}

async function errorOf(call: Promise<unknown>): Promise<PorticoError> {
  const error: unknown = await call.catch((reason: unknown) => reason)
  if (!(error instanceof PorticoError)) throw new Error('the call was not refused', { cause: error })
  return error
}

async function allOf<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = []
  for await (const row of rows) all.push(row)
  return all
}

test('an id that would lead to another endpoint is sent nowhere', async () => {
  const { portico } = await openConnected()
  const acme = await portico.customers.add({ name: 'Acme' })
  await portico.contacts.add(acme.id, { email: 'anna@ash.example', portalPassword: null })
  for (const odd of ['.', '..']) await expect(portico.contacts.list(odd)).rejects.toThrow(TypeError)
  expect(await portico.customers.keep('../x', { name: 'Birch' })).toMatchObject({ externalId: '../x' })
})

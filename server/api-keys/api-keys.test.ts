import { expect, test } from 'vitest'
import { openCast, type Cast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { OWNER } from '../../test/world.ts'
import { contactsApi, type Contact } from '../contacts/contacts.api.ts'
import { customersApi } from '../customers/customers.api.ts'
import { KEY_REQUESTS_PER_MINUTE } from '../http/key-limit.ts'
import { KEY_SCOPES } from '../http/key-scopes.ts'
import { importsApi, type CsvImport } from '../imports/imports.api.ts'
import { takeUpImports } from '../imports/take-up-imports.ts'
import { journalApi } from '../journal/journal.api.ts'
import { mailboxApi } from '../mail/mailbox/mailbox.api.ts'
import { portalApi } from '../portal-access/portal-access.api.ts'
import { staffApi, staffSessionApi } from '../staff/staff.api.ts'
import { createLongWork } from '../work/long-work.ts'
import { apiKeysApi, type NewApiKey } from './api-keys.api.ts'

const make = ({ owner }: Cast, body: Partial<NewApiKey> = {}) =>
  owner.call(apiKeysApi.make, { body: { name: 'The shop', scopes: ['contacts:write'], ...body } })

/** A program with a key of these scopes. */
const program = async (cast: Cast, scopes: NewApiKey['scopes']) =>
  cast.owner.withKey((await make(cast, { scopes })).key)

const nobody = { portalPassword: null }
const change = ({ id, version }: Contact, body: object) =>
  [contactsApi.change, { params: { contactId: id }, version, body }] as const

test('a program adds a contact with its key, without Origin or cookie, and the journal says that it did', async () => {
  const cast = await openCast()
  const { owner, acme, clock } = cast
  const { key, ...made } = await make(cast)
  expect(made).toMatchObject({ name: 'The shop', madeBy: OWNER.name, state: 'active', lastUsedAt: null })
  expect(key).toMatch(/^portico_[0-9A-Za-z]{71}$/)
  expect(key.endsWith(made.ending)).toBe(true)

  clock.advance({ hours: 1 })
  const shop = owner.withKey(key, '203.0.113.9')
  const body = { ...nobody, email: 'berta@acme.example', firstName: 'Berta' }
  const berta = await shop.call(contactsApi.add, { params: { customerId: acme.id }, body })
  const entries = await owner.call(journalApi.list, { query: { contactId: berta.id } })
  expect(entries.data).toMatchObject([
    { actor: { kind: 'key', name: 'The shop' }, action: 'contact.added', sentence: 'added the contact' },
  ])
  const { data } = await owner.call(apiKeysApi.list, {})
  expect(data).toMatchObject([{ lastUsedFrom: '203.0.113.9', lastUsedAt: clock.now().toISOString() }])
  expect(JSON.stringify(data)).not.toContain(key.slice(8, -4))
})

test('a key may do what its scopes say: writing includes reading, and what lets somebody in needs a scope of its own', async () => {
  const cast = await openCast()
  const { owner, acme, anna } = cast
  const reader = await program(cast, ['contacts:read'])
  const params = { customerId: acme.id }
  expect((await reader.call(contactsApi.list, { params })).data).toHaveLength(1)
  const add = { params, body: { ...nobody, email: 'berta@acme.example' } }
  expect(await refused(reader.call(contactsApi.add, add))).toMatchObject({
    status: 403,
    code: 'scope-missing',
    problem: { scope: 'contacts:write', detail: expect.stringContaining('under Contacts') },
  })
  expect(await refused(reader.call(customersApi.list))).toMatchObject({
    problem: { scope: 'customers:read' },
  })

  const writer = await program(cast, ['contacts:write'])
  expect((await writer.call(contactsApi.list, { params })).data).toHaveLength(1)
  await writer.call(contactsApi.add, add)
  const withPassword = { params, body: { email: 'carl@acme.example' } }
  expect(await refused(writer.call(contactsApi.add, withPassword))).toMatchObject({
    problem: { scope: 'portal-access:write' },
  })
  await cast.settle(anna.atAcme)
  const atAcme = await cast.read(anna.atAcme.id)
  const another = { email: 'anna@elsewhere.example' }
  expect(await refused(writer.call(...change(atAcme, another)))).toMatchObject({
    problem: { scope: 'portal-access:write' },
  })
  await writer.call(...change(atAcme, { jobTitle: 'Bookkeeper' }))

  const both = await program(cast, ['contacts:write', 'portal-access:write'])
  await both.call(contactsApi.add, withPassword)
  expect((await cast.deliverMail()).find(({ to }) => to === 'carl@acme.example')?.password).toBeTruthy()
  expect((await both.call(...change(await cast.read(atAcme.id), another))).email).toBe(another.email)

  const refusals = await owner.call(journalApi.security, { query: { who: 'staff' } })
  expect(refusals.data.filter(({ action }) => action === 'api-key.not-allowed')).toMatchObject([
    { actor: { kind: 'key', name: 'The shop' }, times: 2 },
  ])
})

test('what was never a key, was revoked, has expired or comes from elsewhere opens nothing, and only its holder learns why', async () => {
  const cast = await openCast()
  const { owner, clock } = cast
  const attempt = (key: string, address?: string) =>
    refused(owner.withKey(key, address).call(customersApi.list))
  const scopes: NewApiKey['scopes'] = ['customers:read']
  const revoked = await make(cast, { scopes })
  await owner.withKey(revoked.key).call(customersApi.list)
  expect((await owner.call(apiKeysApi.revoke, { params: { apiKeyId: revoked.id } })).state).toBe('revoked')
  const answers = [
    await attempt(revoked.key),
    await attempt('nonsense'),
    await attempt(revoked.key.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'))),
  ]
  for (const answer of answers) expect(answer).toMatchObject({ status: 401, code: 'key-refused' })
  expect(new Set(answers.map(({ problem }) => problem.detail)).size).toBe(1)

  const until = new Date(clock.now().getTime() + 60_000).toISOString()
  const short = await make(cast, { scopes, expiresAt: until })
  await owner.withKey(short.key).call(customersApi.list)
  clock.advance({ minutes: 1 })
  expect((await attempt(short.key)).problem.detail).toContain('expired on 2026-05-04')

  const here = await make(cast, { scopes, networks: ['203.0.113.77/24', '2001:db8::/32'] })
  expect(here.networks).toEqual(['203.0.113.0/24', '2001:db8::/32'])
  for (const address of ['203.0.113.9', '::ffff:203.0.113.9', '2001:db8:1::1'])
    await owner.withKey(here.key, address).call(customersApi.list)
  for (const address of ['198.51.100.1', '2001:db9::1'])
    expect((await attempt(here.key, address)).problem.detail).toContain(`from ${address}`)
})

test('a key signs nobody in: it reads no mailbox, makes no key, sees no staff, and a cookie beside it counts for nothing', async () => {
  const cast = await openCast()
  const everything = await program(cast, KEY_SCOPES)
  const body: NewApiKey = { name: 'Another', scopes: ['customers:read'] }
  for (const call of [
    () => everything.call(mailboxApi.list),
    () => everything.call(staffApi.list),
    () => everything.call(staffSessionApi.read),
    () => everything.call(apiKeysApi.list),
    () => everything.call(apiKeysApi.make, { body }),
  ])
    expect(await refused(call())).toMatchObject({ status: 403, code: 'not-for-keys' })
  for (const [name, value] of cast.owner.cookies) everything.cookies.set(name, value)
  expect(await refused(everything.call(staffApi.list))).toMatchObject({ code: 'not-for-keys' })
  const portal = { portal: cast.organization.slug }
  expect(await refused(everything.call(portalApi.home, { params: portal }))).toMatchObject({ status: 401 })
})

test('a key is made by an owner who has just typed their password, with scopes and networks that exist', async () => {
  const cast = await openCast()
  const { owner, clock } = cast
  const wrong = await refused(
    make(cast, {
      networks: ['203.0.113.9', 'next door'],
      expiresAt: clock.now().toISOString(),
    }),
  )
  expect(wrong.problem.errors!.map(({ pointer }) => pointer)).toEqual(['/networks/1', '/expiresAt'])
  expect(await refused(make(cast, { scopes: ['contacts:delete' as 'contacts:write'] }))).toMatchObject({
    status: 400,
    problem: { errors: [{ pointer: '/scopes/0' }] },
  })
  expect(await refused(make(cast, { scopes: [] }))).toMatchObject({ status: 400 })
  clock.advance({ minutes: 31 })
  expect(await refused(make(cast))).toMatchObject({ code: 'password-needed' })
  await owner.call(staffSessionApi.showPassword, { body: { password: OWNER.password } })
  await make(cast)
  expect((await owner.call(apiKeysApi.list, {})).data).toHaveLength(1)
})

test('each key may send so many requests a minute, is told how many are left, and when to come again', async () => {
  const cast = await openCast()
  const [busy, calm] = [
    await make(cast, { scopes: ['settings:read'] }),
    await make(cast, { scopes: ['settings:read'] }),
  ]
  const get = (key: string) => cast.owner.withKey(key).send('GET', '/v1/organization')
  const first = await get(busy.key)
  expect(first.headers).toMatchObject({
    'ratelimit-policy': `"key";q=${KEY_REQUESTS_PER_MINUTE};w=60`,
    ratelimit: `"key";r=${KEY_REQUESTS_PER_MINUTE - 1};t=1`,
  })
  for (let sent = 1; sent < KEY_REQUESTS_PER_MINUTE; sent += 100)
    await Promise.all(
      Array.from({ length: Math.min(100, KEY_REQUESTS_PER_MINUTE - sent) }, () => get(busy.key)),
    )
  expect(await refused(get(busy.key))).toMatchObject({
    status: 429,
    code: 'too-many-requests',
    retryAfter: '1',
  })
  await get(calm.key)
  cast.clock.advance({ minutes: 1 })
  await get(busy.key)
})

test('what a key began goes on as its own after the process that did it has gone', async () => {
  const cast = await openCast()
  const { owner, app } = cast
  const shop = await program(cast, ['imports:write'])
  const { json } = await shop.send('POST', '/v1/imports?fileName=file.csv', {
    payload: 'Company,E-mail\nDelta,dora@delta.example\n',
    type: 'text/csv',
  })
  const params = { importId: (json as CsvImport).id }
  await shop.call(importsApi.plan, { params })
  await app.services.longWork.settled()
  await app.services.longWork.stop()
  await shop.call(importsApi.run, { params })
  await cast.letLeasesRunOut()
  const longWork = createLongWork(app.services.log)
  await takeUpImports({ ...app.services, longWork })
  await longWork.settled()
  expect((await owner.call(importsApi.read, { params })).state).toBe('done')
  const { data } = await owner.call(journalApi.list, { query: { importId: params.importId } })
  expect(new Set(data.map(({ actor }) => `${actor.kind} ${actor.name}`))).toEqual(new Set(['key The shop']))
})

import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused, type Client } from '../../test/client.ts'
import { ask } from '../../test/database.ts'
import { PATIENT } from '../../test/patience.ts'
import { sampleBody } from '../../test/sample-body.ts'
import { OWNER } from '../../test/world.ts'
import { apiKeysApi } from '../api-keys/api-keys.api.ts'
import { modules } from '../app.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { customersApi } from '../customers/customers.api.ts'
import { importsApi } from '../imports/imports.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { webhooksApi } from '../webhooks/webhooks.api.ts'
import { takesIdempotencyKey } from './endpoint.ts'

const under = (idempotencyKey: string) => ({ idempotencyKey })

test('a payment that is sent again under its key is recorded once, and gets the first answer whatever happened since', async () => {
  const { owner, clock, acme } = await openCast()
  const body = { customerId: acme.id, amountMinor: 5000 }
  const pay = (key: string, more: object = {}) =>
    owner.call(paymentsApi.add, { body: { ...body, ...more }, ...under(key) })
  const count = async () => (await owner.call(paymentsApi.list, {})).data.length
  const first = await pay('one')
  await owner.call(customersApi.change, {
    params: { customerId: acme.id },
    body: { name: 'Acme & Sons' },
    version: acme.version,
  })
  expect(await pay('one')).toEqual(first)
  expect(await count()).toBe(1)

  expect(await refused(pay('one', { amountMinor: 6000 }))).toMatchObject({
    status: 422,
    code: 'idempotency-key-reused',
  })
  expect((await refused(pay('with blanks'))).problem.errors?.[0]?.pointer).toBe('/Idempotency-Key')
  await pay('two')
  // A refused request leaves its key free.
  await refused(pay('three', { receivedOn: '2030-01-01' }))
  await pay('three')
  expect(await count()).toBe(3)
  clock.advance({ hours: 25 })
  await owner.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
  await pay('one', { amountMinor: 6000 })
  expect(await count()).toBe(4)
})

test('the answer is the same to the byte, with its status and version; a key is its caller’s alone', async () => {
  const { owner, hire, acme, deliverMail } = await openCast()
  const add = (by: Client) =>
    by.send('POST', `/v1/customers/${acme.id}/contacts`, {
      payload: JSON.stringify({ email: 'cleo@acme.example', portalPassword: { generate: true } }),
      type: 'application/json',
      headers: { 'idempotency-key': 'cleo' },
    })
  const first = await add(owner)
  const again = await add(owner)
  expect([again.status, again.text, again.headers['etag']]).toEqual([201, first.text, first.headers['etag']])
  expect(first.headers['etag']).toMatch(/^"\d"$/)
  expect((await deliverMail()).map(({ to }) => to)).toEqual(['cleo@acme.example'])
  const manager = await hire('manager')
  expect(await refused(add(manager))).toMatchObject({ status: 409, code: 'already-a-contact' })
  const elsewhere = await refused(
    owner.call(contactsApi.add, {
      params: { customerId: (await owner.call(customersApi.add, { body: { name: 'Cedar' } })).id },
      body: { email: 'cleo@acme.example', portalPassword: { generate: true } },
      ...under('cleo'),
    }),
  )
  expect(elsewhere.code).toBe('idempotency-key-reused')
})

test('the same request while the first is at work is told to come again, and then gets its answer', async () => {
  const { owner, ownerUrl, acme } = await openCast()
  const pay = () =>
    owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 700 }, ...under('seven') })
  const holder = new pg.Client({ connectionString: ownerUrl })
  await holder.connect()
  // Whoever records a payment waits for this.
  await holder.query('begin; lock table payments in exclusive mode')
  const first = pay()
  await vi.waitFor(async () => expect(await waitingFor(ownerUrl)).toHaveLength(1), PATIENT)
  expect(await refused(pay())).toMatchObject({ status: 409, code: 'idempotency-in-flight', retryAfter: '1' })
  await holder.query('rollback')
  await holder.end()
  const done = await first
  expect(await pay()).toEqual(done)
  expect((await owner.call(paymentsApi.list, {})).data).toHaveLength(1)
})

test('ten at once with one key do it once', async () => {
  const { owner, acme } = await openCast()
  const pay = () =>
    owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 700 }, ...under('seven') })
  const answers = await Promise.allSettled(Array.from({ length: 10 }, pay))
  const done = new Set(answers.flatMap((one) => (one.status === 'fulfilled' ? one.value.id : [])))
  expect(done.size).toBe(1)
  for (const one of answers)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'idempotency-in-flight' })
  expect((await owner.call(paymentsApi.list, {})).data).toHaveLength(1)
})

test('many that wait with a key leave connections for those who read', async () => {
  const { app, owner, ownerUrl, acme } = await openCast()
  const { most } = app.services.database.load().main
  const holder = new pg.Client({ connectionString: ownerUrl })
  await holder.connect()
  await holder.query('begin; lock table payments in exclusive mode')
  const paying = Array.from({ length: most + 2 }, (_, number) =>
    owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 700 }, ...under(`${number}`) }),
  )
  await vi.waitFor(async () => expect((await waitingFor(ownerUrl)).length).toBe(most / 2), PATIENT)
  expect(await owner.call(customersApi.read, { params: { customerId: acme.id } })).toMatchObject({
    name: 'Acme',
  })
  await holder.query('rollback')
  await holder.end()
  await Promise.all(paying)
  expect((await owner.call(paymentsApi.list, {})).data).toHaveLength(most + 2)
})

test('a batch of contacts keeps what is done of it as it goes, so that nobody waits for the rest', async () => {
  const { owner, ownerUrl, acme } = await openCast()
  const contacts = (jobTitle: string) =>
    ['cleo', 'dora'].map((name) => ({
      externalId: name,
      customerId: acme.id,
      email: `${name}@acme.example`,
      jobTitle,
    }))
  await owner.call(contactsApi.keepMany, { body: { contacts: contacts('Clerk') } })
  const keep = () =>
    owner.call(contactsApi.keepMany, { body: { contacts: contacts('Owner') }, ...under('batch') })
  const holder = new pg.Client({ connectionString: ownerUrl })
  await holder.connect()
  await holder.query("begin; select from people where email = 'dora@acme.example' for update")
  const keeping = keep()
  const titles = () =>
    ask<{ title: string }>(ownerUrl, 'select job_title as title from contacts order by external_id')
  await vi.waitFor(async () => expect((await titles())[0]!.title).toBe('Owner'), PATIENT)
  expect((await titles())[1]!.title).toBe('Clerk')
  await holder.query('rollback')
  await holder.end()
  const kept = await keeping
  expect(kept.results.map(({ status }) => status)).toEqual(['updated', 'updated'])
  expect(await keep()).toEqual(kept)
})

test('a secret is kept for nobody: what was made is not made twice, and its secret is not shown again', async () => {
  const { owner, ownerUrl } = await openCast()
  const key = { name: 'ERP', scopes: ['contacts:read' as const] }
  const making = () => owner.call(apiKeysApi.make, { body: key, ...under('erp') })
  const { key: shown } = await making()
  expect(await refused(making())).toMatchObject({ status: 409, code: 'answer-not-kept' })
  expect((await owner.call(apiKeysApi.list)).data).toHaveLength(1)
  const adding = () =>
    owner.call(webhooksApi.add, { body: { url: 'https://erp.example/hook' }, ...under('hook') })
  const { secret } = await adding()
  expect((await refused(adding())).code).toBe('answer-not-kept')
  const kept = JSON.stringify(await ask(ownerUrl, 'select * from idempotent_requests'))
  expect(kept).toContain('"answer":null')
  for (const one of [shown, secret]) expect(kept).not.toContain(one)
})

test('a file that is uploaded again under its key is one import; another file is another request', async () => {
  const { owner } = await openCast()
  const upload = (content: string) =>
    owner.send('POST', '/v1/imports?fileName=new.csv', {
      payload: content,
      type: 'text/csv',
      headers: { 'idempotency-key': 'file' },
    })
  const first = await upload('Name\nDelta\n')
  expect((await upload('Name\nDelta\n')).text).toBe(first.text)
  expect((await refused(upload('Name\nEcho\n'))).code).toBe('idempotency-key-reused')
  expect((await owner.call(importsApi.list)).data).toHaveLength(1)
})

test('every other POST says that it would be done again, and does nothing', async () => {
  const { owner, organization, visitor } = await openCast()
  const refusing = modules
    .map(({ endpoint }) => endpoint)
    .filter((endpoint) => endpoint.method === 'POST' && endpoint.caller !== 'machine')
    .filter((endpoint) => endpoint.caller !== 'choosing' && !takesIdempotencyKey(endpoint))
  expect(refusing.length).toBeGreaterThan(8)
  for (const { path, caller, body } of refusing) {
    const by = caller === 'anyone' ? visitor() : owner
    const { status, code } = await refused(
      by.send('POST', path.replace(':portal', organization.slug), {
        ...(body && { payload: JSON.stringify(sampleBody(body)), type: 'application/json' }),
        headers: { 'idempotency-key': 'any' },
      }),
    )
    expect([status, code], path).toEqual([400, 'not-idempotent'])
  }
})

const waitingFor = (ownerUrl: string) =>
  ask(
    ownerUrl,
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  )

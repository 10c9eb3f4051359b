import fc from 'fast-check'
import { expect, test } from 'vitest'
import type * as z from 'zod'
import { modules } from '../server/app.ts'
import { contactsApi } from '../server/contacts/contacts.api.ts'
import { customersApi } from '../server/customers/customers.api.ts'
import type { Endpoint } from '../server/http/endpoint.ts'
import { jsonSchema } from '../server/http/json-schema.ts'
import { openCast, type Cast } from './cast.ts'
import { refused, Refused, type Client } from './client.ts'
import { sampleBody } from './sample-body.ts'

/** What callers get wrong, by accident and on purpose. The reply is a clear 4xx, and at most one row changes. */

test('whatever is sent to whichever endpoint, the answer is no error of the server, and in words that people know', async () => {
  const cast = await openCast()
  const contact = await cast.settle(cast.anna.atAcme)
  const endpoints = modules
    .map(({ endpoint }) => endpoint)
    .filter(({ body, path }) => body && !/setup/.test(path))
  const faults: string[] = []
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...endpoints), junk, fc.nat(), async (endpoint, value, position) => {
      const client = endpoint.path.includes('/portals/') ? contact : cast.owner
      const { status, said } = await answerOf(
        client,
        endpoint,
        cast,
        spoiled(sampleBody(endpoint.body!), value, position),
      )
      const ofMachines = said.find((sentence) => !isPlain(sentence))
      if (status >= 500 || ofMachines)
        faults.push(
          `${endpoint.method} ${endpoint.path} with ${JSON.stringify(value)}: ${status} ${ofMachines ?? ''}`,
        )
    }),
    { numRuns: 400 },
  )
  expect(faults).toEqual([])
})

test.each([
  [{ paymentTermsDays: 'thirty' }, 'Use a whole number from 0 to 365.'],
  [{ paymentTermsDays: 1.5 }, 'Use a whole number from 0 to 365.'],
  [{ paymentTermsDays: 999 }, 'Use a whole number from 0 to 365.'],
  [{ name: undefined }, 'Fill this in.'],
  [{ name: 7 }, 'Use text, in quotes.'],
  [{ defaultReceives: { invoices: 'bcc' } }, 'Use to or cc.'],
  [{ defaultReceives: 'all' }, 'Use an object with named fields, in braces.'],
  [{ parentId: 'acme' }, expect.stringContaining('Use an id that Portico gave')],
  [{ currency: 'euro' }, 'Use the three letters of a currency, such as EUR.'],
  [{ timeZone: 1 }, expect.stringContaining('There is no field "timeZone" here.')],
])('%j at a customer is refused with the remedy', async (fields, detail) => {
  const { owner } = await openCast()
  const body = { name: 'Acme', ...fields } as never
  const { problem } = await refused(owner.call(customersApi.add, { body }))
  expect(problem.errors).toEqual([{ pointer: expect.any(String), detail }])
  expect(problem.detail).toEqual(detail)
})

test('what is wrong with a request is reported before the password is asked for', async () => {
  const cast = await openCast()
  cast.clock.advance({ minutes: 31 })
  for (const { endpoint } of modules.filter(({ endpoint }) => endpoint.fresh))
    for (const body of [null, [], { nonsense: true }])
      expect(await answerOf(cast.owner, endpoint, cast, body), endpoint.path).toMatchObject({ status: 400 })
})

test('a key that nobody declared is refused by name, and nothing is saved', async () => {
  const { owner, acme } = await openCast()
  const { status, problem } = await refused(
    owner.call(contactsApi.add, {
      params: { customerId: acme.id },
      body: { email: 'new@new.example', isAdmin: true } as never,
    }),
  )
  expect(status).toBe(400)
  expect(problem.errors).toEqual([{ pointer: '/isAdmin', detail: expect.stringContaining('isAdmin') }])
  const { data } = await owner.call(contactsApi.list, { params: { customerId: acme.id } })
  expect(data).toHaveLength(1)
})

test('a currency that does not exist is refused wherever one enters', async () => {
  const cast = await openCast()
  const withCurrency = modules
    .map(({ endpoint }) => endpoint)
    .filter(({ body }) => body && 'currency' in ((jsonSchema(body, 'input')['properties'] as object) ?? {}))
  expect(withCurrency.length).toBeGreaterThan(5)
  for (const endpoint of withCurrency) {
    const body = { ...(sampleBody(endpoint.body!) as object), currency: 'XXY' }
    const { said } = await answerOf(cast.owner, endpoint, cast, body)
    expect(said, endpoint.path).toContain('There is no such currency. Use a code of ISO 4217, such as EUR.')
  }
})

test('every wrong field is named with its remedy', async () => {
  const { owner, acme } = await openCast()
  const { problem } = await refused(
    owner.call(contactsApi.add, {
      params: { customerId: acme.id },
      body: {
        email: 'two@a.example, three@b.example',
        timeZone: 'Mars/Olympus',
        receives: { bills: 'to', invoices: 'bcc' } as never,
      },
    }),
  )
  expect(problem.errors!.map(({ pointer }) => pointer).toSorted()).toEqual([
    '/email',
    '/receives/bills',
    '/receives/invoices',
    '/timeZone',
  ])
})

test.each([
  ['a comment', 'anna(comment)@ash.example'],
  ['a quoted local part', '"anna smith"@ash.example'],
  ['a display name', 'Anna <anna@ash.example>'],
  ['a group', 'team: anna@ash.example;'],
  ['an IP literal', 'anna@[127.0.0.1]'],
  ['an encoded word', '=?utf-8?q?anna?=@ash.example'],
  ['a header of its own', 'anna@ash.example\r\nBcc: all@ash.example'],
  ['a NUL', 'anna\0@ash.example'],
  ['two addresses', 'anna@ash.example,ben@ash.example'],
])('an e-mail address with %s is refused', async (_, email) => {
  const { owner, acme } = await openCast()
  const { status, problem } = await refused(
    owner.call(contactsApi.add, { params: { customerId: acme.id }, body: { email } }),
  )
  expect(status).toBe(400)
  expect(problem.errors![0]!.pointer).toBe('/email')
})

test('names in any script are kept as they are', async () => {
  const { owner } = await openCast()
  for (const name of ['李小龍 𠮷', 'مثال العربية', 'Ünïcödé 🧾', 'O’Brien <b>&amp;</b>', '=cmd|1']) {
    const { id } = await owner.call(customersApi.add, { body: { name } })
    expect((await owner.call(customersApi.read, { params: { customerId: id } })).name).toBe(name)
  }
})

test('NUL, lone surrogates and line breaks in a name are refused', async () => {
  const { owner } = await openCast()
  for (const name of ['a\0b', 'a\ud800b', 'a\nb']) {
    const { problem } = await refused(owner.call(customersApi.add, { body: { name } }))
    expect(problem).toMatchObject({ status: 400, errors: [{ pointer: '/name' }] })
  }
})

test('ten megabytes, broken JSON, another type and no origin are told apart', async () => {
  const { owner } = await openCast()
  const send = (payload: string, type: string, headers = {}) =>
    refused(owner.send('POST', '/v1/customers', { payload, type, headers }))
  const huge = JSON.stringify({ name: 'a'.repeat(10 * 1024 * 1024) })
  expect((await send(huge, 'application/json')).status).toBe(413)
  const broken = await send('{"name":', 'application/json')
  expect([broken.status, broken.problem.detail]).toEqual([
    400,
    'The body is not JSON. Look at its quotes, commas and brackets.',
  ])
  expect((await send('{"__proto__":{"name":"x"}}', 'application/json')).status).toBe(400)
  expect((await send('name=Acme', 'application/x-www-form-urlencoded')).status).toBe(415)
  expect((await send('name', 'text/csv')).status).toBe(415)
  const foreign = await send('{"name":"Acme"}', 'application/json', { origin: 'https://evil.example' })
  expect([foreign.status, foreign.code]).toEqual([403, 'wrong-origin'])
})

test('ids, cursors, limits and versions that are none are refused without a look at the database', async () => {
  const { owner, acme } = await openCast()
  const get = (url: string) => refused(owner.send('GET', url))
  const none = await get('/v1/contacts/not-a-uuid')
  expect([none.status, none.problem.detail]).toEqual([404, 'There is no such contact.'])
  expect((await get(`/v1/customers/${acme.id}%00`)).status).toBe(404)
  expect((await get('/v1/customers/%ff')).code).toBe('not-found')
  expect((await get(`/v1/customers/${'a'.repeat(300)}`)).code).toBe('not-found')
  expect((await get('/v1/customers?limit=101')).problem.errors![0]!.pointer).toBe('/limit')
  expect((await get('/v1/customers?limit=1&limit=2')).problem.errors![0]!.pointer).toBe('/limit')
  expect((await get('/v1/customers?cursor=WyJhIl0')).problem.errors![0]!.pointer).toBe('/cursor')
  expect((await get('/v1/customers?offset=10')).problem.errors![0]!.pointer).toBe('/offset')
  for (const method of ['GET', 'POST'] as const)
    expect((await refused(owner.send(method, '/v1/nowhere'))).problem.detail).toMatch(
      /no such endpoint.*\/docs/,
    )
  const stale = await refused(
    owner.send('PATCH', `/v1/customers/${acme.id}`, {
      payload: '{"name":"New"}',
      type: 'application/json',
      headers: { 'if-match': 'yesterday' },
    }),
  )
  expect(stale.status).toBe(400)
})

test('a cursor that no page gave is refused as one at every list', async () => {
  const cast = await openCast()
  const contact = await cast.settle(cast.anna.atAcme)
  const lists = modules
    .map(({ endpoint }) => endpoint)
    .filter(({ query }) => query && 'cursor' in query.shape)
  expect(lists.length).toBeGreaterThan(12)
  const asked: Record<string, string> = { who: 'staff', kind: 'invoices', which: 'all' }
  const untold: string[] = []
  for (const { path, query } of lists) {
    const client = path.includes('/portals/') ? contact : cast.owner
    const needed = Object.entries(query!.shape as Record<string, z.ZodType>)
      .filter(([name, field]) => name in asked && !field.safeParse(undefined).success)
      .map(([name]) => name)
    for (const key of [
      ['x'],
      ['x', 'x'],
      ['2026-05-04', 'x'],
      [true, 'x', 'x'],
      ['2026-05-04', cast.acme.id, 'x'],
    ]) {
      const cursor = Buffer.from(JSON.stringify(key)).toString('base64url')
      const search = new URLSearchParams({
        ...Object.fromEntries(needed.map((name) => [name, asked[name]!])),
        cursor,
      })
      const answer = await client
        .send('GET', `${pathIn(cast, path)}?${search.toString()}`)
        .catch((error: unknown) => error)
      const errors =
        answer instanceof Refused && answer.status !== 404 ? answer.problem.errors : [{ pointer: '/cursor' }]
      if (errors?.[0]?.pointer !== '/cursor') untold.push(`${path} after ${cursor}`)
    }
  }
  expect(untold).toEqual([])
})

/** Values that some code somewhere is not ready for. */
const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    '\0',
    '\ud800',
    '‮abc',
    -1,
    0,
    1e308,
    2 ** 53,
    [],
    {},
    [[]],
    true,
    'x'.repeat(20_000),
    '%00',
    "'; drop table people; --",
    '{{7*7}}',
    '../../etc/passwd',
    '9999-99-99',
  ),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.jsonValue(),
)

/** The body with one of its fields replaced, or the value alone, or one field too many. */
function spoiled(body: unknown, value: unknown, position: number): unknown {
  if (typeof body !== 'object' || body === null) return value
  const fields = Object.keys(body)
  const at = position % (fields.length + 2)
  if (at === fields.length) return value
  return { ...body, [fields[at] ?? 'unknown']: value }
}

/** A sentence, without the words that programs use among themselves. */
function isPlain(sentence: string): boolean {
  const machine =
    /undefined|NaN|\b(?:expected|received|invalid (?:input|option|key)|too (?:small|big):|minor units?)\b/i
  return /^[\p{Lu}\p{N}“"].*[.?]$/su.test(sentence) && !machine.test(sentence.replace(/"[^"]*"/gs, ''))
}

function pathIn(cast: Cast, path: string): string {
  const ids: Record<string, string> = {
    portal: cast.organization.slug,
    customerId: cast.acme.id,
    contactId: cast.anna.atAcme.id,
  }
  return path.replaceAll(/:(\w+)/g, (_, name) => ids[name as string] ?? cast.acme.id)
}

async function answerOf(client: Client, endpoint: Endpoint, cast: Cast, body: unknown) {
  try {
    const { status } = await client.send(endpoint.method, pathIn(cast, endpoint.path), {
      payload: JSON.stringify(body) ?? 'null',
      type: 'application/json',
      ...(endpoint.ifMatch && { headers: { 'if-match': '"1"' } }),
    })
    return { status, said: [] }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { detail, errors = [] } = error.problem
    return { status: error.status, said: [detail, ...errors.map((field) => field.detail)] }
  }
}

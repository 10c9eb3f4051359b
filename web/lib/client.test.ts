import * as z from 'zod'
import { afterEach, expect, test, vi } from 'vitest'
import { endpoint } from '../../server/http/endpoint.ts'
import { addressOf, call } from './client.ts'
import { ProblemError } from './problem.ts'

const change = endpoint({
  method: 'PATCH',
  path: '/v1/things/:thingId',
  summary: 'Change a thing',
  caller: 'viewer',
  ifMatch: true,
  params: z.object({ thingId: z.string() }),
  body: z.strictObject({ name: z.string() }),
  reply: z.object({ name: z.string() }),
})

afterEach(() => {
  vi.unstubAllGlobals()
})

function answering(status: number, body: unknown, headers: Record<string, string> = {}) {
  const fetch = vi.fn<(address: string, request: RequestInit) => Promise<Response>>(
    async () =>
      new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/json', ...headers },
      }),
  )
  vi.stubGlobal('fetch', fetch)
  return fetch
}

const request = { params: { thingId: 'a' }, body: { name: 'B' }, version: 3 }
const refusalOf = (calling: Promise<unknown>) =>
  calling.then(
    () => null,
    (error: unknown) => error,
  )

test('what comes from outside cannot leave its place in the address', () => {
  expect(addressOf(change, { params: { thingId: '../staff?x=1' } })).toBe('/v1/things/..%2Fstaff%3Fx%3D1')
  expect(addressOf(change, { params: { thingId: 'a' }, query: { search: 'b&c', cursor: undefined } })).toBe(
    '/v1/things/a?search=b%26c',
  )
})

test('an edit sends the version that was read', async () => {
  const fetch = answering(200, { name: 'B' })
  await expect(call(change, request)).resolves.toEqual({ name: 'B' })
  const [address, sent] = fetch.mock.calls[0]!
  expect(address).toBe('/v1/things/a')
  expect(new Headers(sent.headers).get('if-match')).toBe('"3"')
  expect(sent.body).toBe('{"name":"B"}')
})

test('a refusal arrives as the problem that the server sent', async () => {
  answering(429, { type: '/docs#too-many-attempts', title: 'Too many', status: 429 }, { 'retry-after': '60' })
  const refusal = await refusalOf(call(change, request))
  expect(refusal).toBeInstanceOf(ProblemError)
  expect(refusal).toMatchObject({ status: 429, kind: 'too-many-attempts', retryAfterSeconds: 60 })
})

test('no answer at all is a problem too, not an exception of the browser', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch')
  })
  expect(await refusalOf(call(change, request))).toMatchObject({ status: 0, kind: 'unreachable' })
})

const add = endpoint({
  method: 'POST',
  path: '/v1/things',
  summary: 'Add a thing',
  caller: 'manager',
  body: z.strictObject({ name: z.string() }),
  reply: z.object({ name: z.string() }),
})

const keysOf = (fetch: ReturnType<typeof answering>) =>
  fetch.mock.calls.map(([, { headers }]) => new Headers(headers).get('idempotency-key'))

test('a second click while the first is under way is the same request', async () => {
  const fetch = answering(201, { name: 'A' })
  const clicks = [call(add, { body: { name: 'A' } }), call(add, { body: { name: 'A' } })]
  expect(await Promise.all(clicks)).toEqual([{ name: 'A' }, { name: 'A' }])
  expect(fetch).toHaveBeenCalledTimes(1)
  await call(add, { body: { name: 'A' } })
  const [first, next] = keysOf(fetch)
  expect(first).toMatch(/^[\da-f-]{36}$/)
  expect(next).not.toBe(first)
})

test('after an answer that was lost the same again has the same key, and another thing another', async () => {
  const fetch = answering(201, { name: 'B' })
  fetch.mockRejectedValueOnce(new TypeError('Failed to fetch'))
  fetch.mockResolvedValueOnce(new Response('{}', { status: 502 }))
  expect(await refusalOf(call(add, { body: { name: 'B' } }))).toMatchObject({ kind: 'unreachable' })
  expect(await refusalOf(call(add, { body: { name: 'B' } }))).toMatchObject({ status: 502 })
  await call(add, { body: { name: 'C' } })
  await call(add, { body: { name: 'B' } })
  await call(add, { body: { name: 'B' } })
  const [lost, broken, other, again, anew] = keysOf(fetch)
  expect([broken, again]).toEqual([lost, lost])
  expect(new Set([lost, other, anew]).size).toBe(3)
})

test('what is still at work at the server is asked for until it is done', async () => {
  vi.useFakeTimers()
  const fetch = answering(201, { name: 'D' })
  const atWork = { type: '/docs#idempotency-in-flight', title: 'At work', status: 409 }
  fetch.mockResolvedValueOnce(
    new Response(JSON.stringify(atWork), {
      status: 409,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
    }),
  )
  const asking = call(add, { body: { name: 'D' } })
  await vi.advanceTimersByTimeAsync(1000)
  expect(await asking).toEqual({ name: 'D' })
  const [first, again] = keysOf(fetch)
  expect(again).toBe(first)
  vi.useRealTimers()
})

test('what cannot be repeated is sent without a key', async () => {
  const signIn = endpoint({ method: 'POST', path: '/v1/session', summary: 'Sign in', caller: 'anyone' })
  const fetch = answering(204, null)
  fetch.mockResolvedValueOnce(new Response(null, { status: 204 }))
  await call(signIn)
  expect(keysOf(fetch)).toEqual([null])
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openFaultyWebhook, type Answer, type FaultyWebhook } from '../../test/faulty-webhook.ts'
import { closedPort } from '../../test/faulty-smtp.ts'
import { sendRequest, type Way } from './send-request.ts'

let receiver: FaultyWebhook
beforeEach(async () => {
  receiver = await openFaultyWebhook()
})
afterEach(() => receiver.close())

const NEVER = new AbortController().signal
const LOOPBACK = { address: '127.0.0.1', family: 4 }

const wayTo = (more: Partial<Way> = {}): Way => ({
  privateNetworks: ['127.0.0.0/8'],
  timeoutMs: 60_000,
  resolve: () => Promise.resolve([LOOPBACK]),
  ...more,
})

const send = (url: string, way = wayTo(), signal = NEVER) =>
  sendRequest(way, { url, headers: { 'x-sent': 'yes' }, body: '{"it":"is"}' }, signal)

describe('an answer', () => {
  test.each<[number, string | null]>([
    [200, null],
    [204, null],
    [299, null],
    [301, 'It answered 301: a redirect, which is not followed. Enter the address that it leads to.'],
    [304, 'It answered 304: a redirect, which is not followed. Enter the address that it leads to.'],
    [400, 'It answered 400.'],
    [410, 'It answered 410: it wants no more.'],
    [500, 'It answered 500.'],
  ])('with %i', async (status, error) => {
    receiver.answer({ status, ...(status !== 204 && status !== 304 && { body: 'said' }) })
    const outcome = await send(receiver.url)
    expect(outcome).toMatchObject({ status, error })
    expect(receiver.requests).toMatchObject([
      { path: '/hook', body: '{"it":"is"}', headers: { 'x-sent': 'yes' } },
    ])
  })

  test('says no more than its beginning, without what is no text', async () => {
    receiver.answer({ status: 500, body: `a\0b\u001b[31m${'x'.repeat(5000)}` })
    const { answer } = await send(receiver.url)
    expect(answer).toBe(`ab[31m${'x'.repeat(994)}`)
  })
})

test('a redirect to a place that is allowed as well is not followed either', async () => {
  const other = await openFaultyWebhook()
  receiver.answer({ status: 307, headers: { location: other.url } })
  expect((await send(receiver.url)).status).toBe(307)
  expect(other.connections).toBe(0)
  await other.close()
})

describe('what misbehaves ends, and is said in words', () => {
  test.each<[Answer, number | null, string | null]>([
    ['hang-up', null, 'The connection was closed before there was an answer.'],
    ['reset', null, 'The connection was closed before there was an answer.'],
    ['another-protocol', null, 'The connection was closed before there was an answer.'],
    ['not-http', null, expect.stringContaining('no answer of HTTP') as string],
    ['endless-headers', null, expect.stringContaining('no answer of HTTP') as string],
    // The status has come: the message was taken.
    ['endless', 200, null],
    ['less-than-promised', 200, null],
  ])('%s', async (answer, status, error) => {
    receiver.answer(answer)
    expect(await send(receiver.url)).toMatchObject({ status, error, retryAfter: null })
  })

  test.each<[Answer, number | null, string | null]>([
    ['stall', null, 'There was no answer within 2 seconds.'],
    ['stall-after-status', 200, null],
  ])('%s', async (answer, status, error) => {
    receiver.answer(answer)
    expect(await send(receiver.url, wayTo({ timeoutMs: 2000 }))).toMatchObject({ status, error })
  })

  test('a name that is not found, one that is looked up for ever, a port that is closed, a process that stops', async () => {
    const notFound = () => Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }))
    expect((await send('http://nowhere.example/', wayTo({ resolve: notFound }))).error).toBe(
      'There is no such host: its name was not found.',
    )
    const forEver = wayTo({ resolve: () => new Promise(() => {}), timeoutMs: 50 })
    expect((await send('http://slow.example/', forEver)).error).toBe(
      'There was no answer within 0.05 seconds.',
    )
    expect((await send(`http://127.0.0.1:${await closedPort()}/`)).error).toBe('The connection was refused.')
    expect(await send(receiver.url, wayTo(), AbortSignal.abort())).toMatchObject({ status: null })
  })

  test('https where http is spoken', async () => {
    const { status, error } = await send(receiver.url.replace('http:', 'https:'))
    expect([status, error]).toEqual([null, expect.stringContaining('No secure connection could be made')])
  })
})

describe('no request goes to an address that is not public', () => {
  const NOT_ALLOWED = expect.stringContaining('The address is not a public one.') as string
  const closed = (more: Partial<Way> = {}) => wayTo({ privateNetworks: [], ...more })

  test.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://017700000001/',
    'https://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/',
    // Not by http, wherever it is.
    'http://8.8.8.8/',
  ])('%s', async (url) => {
    expect(await send(url, closed())).toMatchObject({ status: null, error: NOT_ALLOWED })
  })

  test('nor where a name leads to one, among others or alone', async () => {
    for (const address of ['127.0.0.1', '10.0.0.7', '::1', 'fe80::1', '::ffff:127.0.0.1']) {
      const way = closed({
        resolve: () => Promise.resolve([{ address, family: address.includes(':') ? 6 : 4 }]),
      })
      expect(await send(`https://hooks.example:${receiver.port}/`, way)).toMatchObject({ error: NOT_ALLOWED })
    }
    expect(receiver.connections).toBe(0)
  })

  test('a name that leads elsewhere when it is asked again is asked once, and the checked address is used', async () => {
    let asked = 0
    // Loopback is what is allowed here, and the other what a rebinding would gain.
    const resolve = () => Promise.resolve([asked++ === 0 ? LOOPBACK : { address: '10.0.0.1', family: 4 }])
    const { status } = await send(`http://rebinds.example:${receiver.port}/hook`, wayTo({ resolve }))
    expect([status, asked]).toEqual([204, 1])
    expect(receiver.requests[0]!.headers.host).toBe(`rebinds.example:${receiver.port}`)
    // The next request looks again, and is refused.
    const again = await send(`http://rebinds.example:${receiver.port}/hook`, wayTo({ resolve }))
    expect([again.error, asked, receiver.connections]).toEqual([NOT_ALLOWED, 2, 1])
  })

  test('of several addresses only those that are allowed are tried', async () => {
    const resolve = () => Promise.resolve([{ address: '10.255.255.1', family: 4 }, LOOPBACK])
    expect((await send(`http://several.example:${receiver.port}/`, wayTo({ resolve }))).status).toBe(204)
  })
})

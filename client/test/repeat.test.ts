import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { connect, PorticoError, type ConnectOptions } from '../portico.ts'

const CONTACT = '0196f000-0000-7000-8000-000000000001'

test('a call waits as long as it is told to, however many were too many', async () => {
  const { portico, pauses, requests } = await openAnswers(tooMany('7'), tooMany('2'), json({ id: CONTACT }))
  expect(await portico.contacts.read(CONTACT)).toEqual({ id: CONTACT })
  expect(pauses).toEqual([7, 2])
  expect(requests.length).toBe(3)
})

test('where nobody says how long, pauses grow, and after four the failure is told', async () => {
  const { portico, pauses } = await openAnswers(...Array.from({ length: 5 }, () => cut))
  await expect(portico.contacts.read(CONTACT)).rejects.toMatchObject({ code: 'unreachable', status: 0 })
  expect(pauses.length).toBe(4)
  const bounds = [0.5, 1, 2, 4]
  expect(pauses.every((seconds, at) => seconds >= bounds[at]! && seconds <= 2 * bounds[at]!)).toBe(true)
})

test('what is overloaded, cut off before the answer or in the middle of it, is asked again', async () => {
  const { portico, requests } = await openAnswers(busy, cut, half, json({ id: CONTACT }))
  expect(await portico.contacts.read(CONTACT)).toEqual({ id: CONTACT })
  expect(requests.length).toBe(4)
})

test('a POST that is done once has one key through all attempts, and another at the next call', async () => {
  const paid = json({ id: CONTACT }, 201)
  const { portico, requests } = await openAnswers(busy, cut, inFlight, paid, paid, paid)
  const payment = { customerId: CONTACT, amountMinor: 100, currency: 'EUR', receivedOn: '2026-05-04' }
  const pay = (options?: { idempotencyKey: string }) => portico.payments.add(payment as never, options)
  await pay()
  await pay()
  await pay({ idempotencyKey: 'mine' })
  const keys = requests.map(({ headers }) => headers['idempotency-key'])
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
  expect(keys.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => keys[0]))
  expect(keys[4]).not.toBe(keys[0])
  expect(keys[5]).toBe('mine')
})

test('an edit that may have been done is not repeated; one that was too many is', async () => {
  const { portico, requests, pauses } = await openAnswers(cut, busy, tooMany('1'), json({ id: CONTACT }))
  const change = () => portico.contacts.change(CONTACT, { jobTitle: 'Buyer' }, { version: 3 })
  await expect(change()).rejects.toMatchObject({ code: 'unreachable' })
  await expect(change()).rejects.toMatchObject({ code: 'busy', retryAfterSeconds: 3 })
  await change()
  expect(pauses).toEqual([1])
  expect(requests.map(({ headers }) => headers['if-match'])).toEqual(Array.from({ length: 4 }, () => '"3"'))
})

test('a refusal is not repeated, nor what would take too long, nor the page of something else', async () => {
  const { portico, requests, pauses } = await openAnswers(
    problem(404, 'not-found'),
    tooMany('900'),
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>'),
    (_, response) => response.writeHead(301, { location: 'https://elsewhere.example/' }).end(),
  )
  const read = () => portico.contacts.read(CONTACT)
  await expect(read()).rejects.toMatchObject({ code: 'not-found' })
  await expect(read()).rejects.toMatchObject({ code: 'too-many-requests', retryAfterSeconds: 900 })
  await expect(read()).rejects.toMatchObject({ code: 'unexpected-answer', status: 200 })
  await expect(read()).rejects.toThrow('leads on to https://elsewhere.example/')
  expect([requests.length, pauses]).toEqual([4, []])
})

test('a call that is given up ends at once, in a pause as well', async () => {
  const giveUp = new AbortController()
  const { portico } = await openAnswers(tooMany('50'), { pause: undefined })
  const call = portico.contacts.read(CONTACT, { signal: giveUp.signal })
  giveUp.abort(new Error('I changed my mind'))
  await expect(call).rejects.toThrow('I changed my mind')
  await expect(call).rejects.not.toBeInstanceOf(PorticoError)
})

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const json =
  (body: unknown, status = 200): Answer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
const problem =
  (status: number, code: string, headers = {}): Answer =>
  (_, response) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json', ...headers })
      .end(JSON.stringify({ type: `/docs#${code}`, title: code, status, detail: code }))
const tooMany = (after: string) => problem(429, 'too-many-requests', { 'retry-after': after })
const busy = problem(503, 'busy', { 'retry-after': '3' })
const inFlight = problem(409, 'idempotency-in-flight', { 'retry-after': '1' })
const cut: Answer = ({ socket }) => socket.destroy()
const half: Answer = ({ socket }, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
  response.write('{"id":', () => socket.destroy())
}

/** A server that gives these answers, one after another, and a client whose pauses are over at once. */
async function openAnswers(...given: (Answer | Partial<ConnectOptions>)[]) {
  const answers = given.filter((one) => typeof one === 'function')
  const options = given.find((one) => typeof one === 'object')
  const requests: IncomingMessage[] = []
  const pauses: number[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answers.shift()!(request, response)
  })
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens))
  onTestFinished(() => new Promise((closed) => server.close(() => closed())))
  const portico = connect({
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: 'portico_key',
    ...(options && 'pause' in options ? {} : { pause: async (seconds: number) => void pauses.push(seconds) }),
  })
  return { portico, requests, pauses }
}

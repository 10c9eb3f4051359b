import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import type { Client } from '../../test/client.ts'
import { openWorld, ORIGIN } from '../../test/world.ts'
import { importsApi } from '../imports/imports.api.ts'
import { PATIENCE } from './slow-clients.ts'

const FIFTIETH = { head: 300, body: 400, upload: 12_000, lookEvery: 100 }

async function open(environment: Record<string, string> = {}) {
  const world = await openWorld(environment, FIFTIETH)
  await world.app.server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = world.app.server.server.address() as AddressInfo
  /** Sends the beginning at once, and then a byte now and then forever. Gives what was answered until it was closed. */
  const dribble = (beginning: string) =>
    new Promise<string>((closed) => {
      const socket = connect(port, '127.0.0.1')
      let answered = ''
      socket.write(beginning)
      const timer = setInterval(() => socket.write('a'), 20)
      socket.on('data', (chunk) => (answered += chunk.toString()))
      socket.on('error', () => {})
      socket.on('close', () => {
        clearInterval(timer)
        closed(answered)
      })
    })
  const begin = (method: string, path: string, headers: Record<string, string | number>) =>
    request({ port, host: '127.0.0.1', method, path, headers: { origin: ORIGIN, ...headers } })
  return { ...world, dribble, begin }
}

test('who sends a head, or a body, a byte at a time is closed within half a minute', async () => {
  expect(PATIENCE.head + PATIENCE.lookEvery).toBeLessThan(30_000)
  expect(PATIENCE.body).toBeLessThan(30_000)
  const { dribble } = await open()
  const post = (path: string, type = 'application/json') =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nOrigin: ${ORIGIN}\r\nContent-Type: ${type}\r\nContent-Length: 9000\r\n\r\n`
  const answers = await Promise.all(
    ['GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ', post('/v1/session')].map(dribble),
  )
  expect(answers.map((answer) => answer.split('\r\n')[0])).toEqual([
    'HTTP/1.1 408 Request Timeout',
    'HTTP/1.1 408 Request Timeout',
  ])
  // Who is answered before the body has come keeps the connection no longer for it.
  expect(await dribble(post('/v1/customers'))).toMatch(/^HTTP\/1.1 401 /)
})

test('a file may take longer, over a slow line', async () => {
  const { dribble, begin, owner } = await open()
  const upload = begin(importsApi.upload.method, `${importsApi.upload.path}?fileName=customers.csv`, {
    'content-type': 'text/csv',
    cookie: cookiesOf(owner),
  })
  upload.write('name\nAc')
  await dribble(
    `POST /v1/session HTTP/1.1\r\nHost: localhost\r\nOrigin: ${ORIGIN}\r\nContent-Length: 9000\r\n\r\n`,
  )
  upload.end('me\n')
  expect((await answerTo(upload)).statusCode).toBe(201)
})

test('of what a mail service posts nothing is read before its signature is', async () => {
  const { begin } = await open({ MAIL_EVENTS_SECRET: 'what the mail service knows' })
  const post = begin('POST', '/v1/mail/events', {
    'content-type': 'application/json',
    'content-length': 9000,
  })
  post.flushHeaders()
  expect((await answerTo(post)).statusCode).toBe(401)
  post.destroy()
})

const answerTo = (sent: ClientRequest) =>
  new Promise<IncomingMessage>((resolve, reject) => sent.on('response', resolve).on('error', reject))

const cookiesOf = ({ cookies }: Client) => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

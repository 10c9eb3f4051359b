import { request, type ClientRequest } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { staffApi } from '../../server/staff/staff.api.ts'
import type { Client } from '../client.ts'
import { OWNER } from '../world.ts'
import { PATIENT } from '../patience.ts'
import { isAlive, isListening, openInstallation, type Installation } from './installation.ts'
import { openFaultySmtp } from '../faulty-smtp.ts'
import {
  expectEverythingFound,
  expectHonestMail,
  expectNothingHalfDone,
  letMailGoOut,
} from './kept-promises.ts'
import { startLoad } from './load.ts'

test(
  'SIGTERM under load: what began is answered, nobody new gets in, all processes end, and a start finds everything',
  { timeout: 900_000 },
  async () => {
    // On a busy machine what has begun takes longer than the seconds that it usually gets.
    const installation = await openInstallation({ STOP_WITHIN_SECONDS: '240' })
    await installation.start()
    const owner = await installation.setUp()
    const load = startLoad(owner, 4, 3)
    await vi.waitFor(() => expect(load.answered).toBeGreaterThan(10), PATIENT)
    const postgres = [installation.postgresPid(), ...installation.postgresProcesses()]
    expect(postgres.every(isAlive)).toBe(true)

    // The server has said that it reads these, and does not have all of them yet.
    const customers = Array.from({ length: 6 }, (_, number) =>
      beginRequest(installation, owner, 'POST', '/v1/customers', { name: `Late ${number}` }),
    )
    await Promise.all(customers.map(({ begun }) => begun))
    // These it has, and hashes one password after the other.
    const signIns = Array.from({ length: 6 }, () => {
      const { email, password } = OWNER
      return beginRequest(installation, installation.visitor(), 'POST', '/v1/session', { email, password })
    })
    await Promise.all(signIns.map(({ begun }) => begun))
    for (const signIn of signIns) signIn.finish()

    installation.signal('SIGTERM')
    await vi.waitFor(async () => expect(await isListening(installation.port)).toBe(false), PATIENT)
    for (const customer of customers) customer.finish()
    const added = await Promise.all(customers.map(({ answer }) => answer))
    expect(added.map(({ status }) => status)).toEqual(customers.map(() => 201))
    const signedIn = await Promise.all(signIns.map(({ answer }) => answer))
    // Past the hashing capacity a 503 says when to come back: that is a reply, too.
    expect(signedIn.filter(({ status }) => ![200, 503].includes(status))).toEqual([])

    expect(await installation.ended()).toEqual({ code: 0, signal: null })
    expect(postgres.filter(isAlive)).toEqual([])
    expect(installation.postgresProcesses()).toEqual([])
    expect(installation.printed()).not.toContain('connection was lost')

    await installation.start()
    await load.stop()
    expect(load.wrong).toEqual([])
    for (const { json } of added) load.promised.customers.push(json as never)
    await expectEverythingFound(owner, load.promised)
    await expectNothingHalfDone(installation)
    expect(await installation.end('SIGTERM')).toEqual({ code: 0, signal: null })
  },
)

test(
  // If it waited for this one, the last resort would end the process with 1.
  'a client that never ends its request does not keep the server from ending',
  { timeout: 900_000 },
  async () => {
    const installation = await openInstallation()
    await installation.start()
    const owner = await installation.setUp()
    const endless = beginRequest(installation, owner, 'POST', '/v1/customers', { name: 'Never' })
    await endless.begun
    const idle = await owner.send('GET', '/v1/session')
    expect(idle.status).toBe(200)
    const postgres = installation.postgresPid()

    expect(await installation.end('SIGTERM')).toEqual({ code: 0, signal: null })
    await expect(endless.answer).rejects.toThrow(/socket hang up|ECONNRESET/)
    expect(isAlive(postgres)).toBe(false)
  },
)

test(
  'SIGTERM behind a load balancer: it is told first, and requests that still come are served and their connections closed',
  { timeout: 900_000 },
  async () => {
    const installation = await openInstallation({ SERVE_ON_SECONDS: '20', STOP_WITHIN_SECONDS: '240' })
    await installation.start()
    const owner = await installation.setUp()
    const ready = async () => (await fetch(`http://127.0.0.1:${installation.port}/readyz`)).text()
    expect(await ready()).toBe('ready\n')
    installation.signal('SIGTERM')
    await vi.waitFor(async () => expect(await ready()).toBe('Portico is being stopped.\n'), PATIENT)
    const answers = []
    for (let count = 0; count < 20; count++) answers.push(await owner.send('GET', '/v1/session'))
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    expect(answers.at(-1)!.headers['connection']).toBe('close')
    expect(await installation.ended()).toEqual({ code: 0, signal: null })
  },
)

test(
  'SIGTERM while a mail server takes seven seconds for its answer: the message is sent once, and the record says so',
  { timeout: 900_000 },
  async () => {
    const smtp = await openFaultySmtp()
    onTestFinished(() => smtp.close())
    smtp.fail({ at: 'dot', do: '250 Kept', keeps: true, afterSeconds: 7, times: 1 })
    const installation = await openInstallation({ SMTP_URL: smtp.url, STOP_WITHIN_SECONDS: '240' })
    await installation.start()
    const owner = await installation.setUp()
    await owner.call(staffApi.invite, {
      body: { name: 'Max', email: 'max@northwind.example', role: 'manager' },
    })
    await vi.waitFor(() => expect(smtp.messages).toHaveLength(1), PATIENT)
    expect(await installation.end('SIGTERM')).toEqual({ code: 0, signal: null })

    await installation.start()
    await letMailGoOut(installation, new Date())
    expect(await expectHonestMail(installation, smtp)).toEqual({ sent: 1, unknown: 0, repeated: 0 })
  },
)

interface Begun {
  /** The server has the headers, and said that it reads on. */
  begun: Promise<void>
  finish(): void
  answer: Promise<{ status: number; json: unknown }>
}

/** A request whose body is held back: with `Expect: 100-continue` the server says when it has begun. */
function beginRequest(
  { port, origin }: Installation,
  client: Client,
  method: string,
  path: string,
  body: object,
): Begun {
  const payload = JSON.stringify(body)
  const sent: ClientRequest = request({
    host: '127.0.0.1',
    port,
    method,
    path,
    agent: false,
    headers: {
      origin,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
      cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      expect: '100-continue',
    },
  })
  sent.flushHeaders()
  const answer = new Promise<{ status: number; json: unknown }>((resolve, reject) => {
    sent.on('error', reject)
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode!, json: JSON.parse(text) as unknown })
      })
    })
  })
  // Its caller sees it fail.
  answer.catch(() => {})
  return {
    begun: new Promise((resolve) => sent.once('continue', () => resolve())),
    finish: () => void sent.end(payload),
    answer,
  }
}

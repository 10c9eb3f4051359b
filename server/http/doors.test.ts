import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { ask } from '../../test/database.ts'
import { PATIENT } from '../../test/patience.ts'
import { openEmptyWorld, openWorld, ORIGIN } from '../../test/world.ts'
import { customersApi } from '../customers/customers.api.ts'
import { importsApi } from '../imports/imports.api.ts'

/** What strangers, and programs that watch Portico, meet before anybody has signed in. */

const json = (payload: string) => ({ payload, type: 'application/json' })
const long = JSON.stringify({ email: 'a@b.example', password: 'x'.repeat(20_000) })

test('before a session a body has 16 kB at most', async () => {
  const { visitor } = await openWorld()
  const { status } = await refused(visitor().send('POST', '/v1/session', json(long)))
  expect(status).toBe(413)
})

test('without a session nothing of a body is read, not even whether it is JSON', async () => {
  const { visitor, owner } = await openWorld()
  const send = (client: typeof owner) => refused(client.send('POST', '/v1/customers', json('[[[no JSON')))
  expect((await send(visitor())).code).toBe('not-signed-in')
  expect((await send(owner)).code).toBe('invalid-request')
})

test('a body that is nothing but nesting is refused in a sentence', async () => {
  const { owner } = await openWorld()
  const { status, problem } = await refused(
    owner.send('POST', '/v1/customers', json(`{"name":${'['.repeat(400_000)}`)),
  )
  expect(status).toBe(400)
  expect(problem.detail).toContain('nested more than 32 deep')
})

test('connections are counted', async () => {
  const { app } = await openEmptyWorld()
  expect(app.server.server.maxConnections).toBe(5_000)
})

test('those who watch Portico learn whether it lives, and whether its database answers', async () => {
  const { app, database } = await openEmptyWorld()
  expect(await app.server.inject('/healthz')).toMatchObject({ statusCode: 200, body: 'ok\n' })
  expect(await app.server.inject('/readyz')).toMatchObject({ statusCode: 200, body: 'ready\n' })
  vi.spyOn(database, 'of').mockImplementation(() => {
    throw new Error('connect ECONNREFUSED')
  })
  await vi.waitFor(async () => {
    const { statusCode, body } = await app.server.inject('/readyz')
    expect({ statusCode, body }).toEqual({ statusCode: 503, body: 'The database does not answer.\n' })
  }, PATIENT)
  expect((await app.server.inject('/healthz')).statusCode).toBe(200)
})

test('on a database that became a replica it is not ready, and a change is refused for the moment', async () => {
  const { app, owner, ownerUrl } = await openWorld()
  const become = (what: string) =>
    ask(
      ownerUrl,
      `do $$ begin
         execute format('alter role portico_app in database %I ${what}', current_database());
         perform pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'portico_app';
       end $$`,
    )
  onTestFinished(async () => void (await become('reset default_transaction_read_only')))
  await become('set default_transaction_read_only = on')
  await vi.waitFor(async () => {
    const { statusCode, body } = await app.server.inject('/readyz')
    expect({ statusCode, body }).toEqual({
      statusCode: 503,
      body: 'The database is a replica, or read-only: nothing can be saved.\n',
    })
  }, PATIENT)
  const refusal = await refused(owner.call(customersApi.add, { body: { name: 'Acme' } }))
  expect(refusal).toMatchObject({ status: 503, code: 'database-away' })
})

test('search engines are told to keep out', async () => {
  const { app } = await openEmptyWorld()
  const { statusCode, body, headers } = await app.server.inject('/robots.txt')
  expect({ statusCode, body }).toEqual({ statusCode: 200, body: 'User-agent: *\nDisallow: /\n' })
  expect(headers['content-type']).toBe('text/plain; charset=utf-8')
})

test('security.txt names who the operator named, and is not there where nobody is named', async () => {
  const { app } = await openEmptyWorld({ SECURITY_CONTACT: 'mailto:security@northwind.example' })
  const { body, headers } = await app.server.inject('/.well-known/security.txt')
  expect(headers['content-type']).toBe('text/plain; charset=utf-8')
  expect(body).toBe(
    'Contact: mailto:security@northwind.example\n' +
      'Expires: 2026-10-31T00:00:00.000Z\n' +
      `Canonical: ${ORIGIN}/.well-known/security.txt\n` +
      'Preferred-Languages: en\n',
  )
  const without = await openEmptyWorld()
  expect((await without.app.server.inject('/.well-known/security.txt')).statusCode).toBe(404)
})

test('pages may use none of what a browser can do beyond showing them', async () => {
  const { app } = await openEmptyWorld()
  const { headers } = await app.server.inject('/healthz')
  expect(headers['permissions-policy']).toContain('camera=(), display-capture=(), geolocation=()')
})

test('who signs out leaves no page behind in the browser', async () => {
  const { owner } = await openWorld()
  const { headers } = await owner.send('DELETE', '/v1/session')
  expect(headers['clear-site-data']).toBe('"cache"')
})

test('an upload that was broken off is nobody’s fault, and not logged as ours', async () => {
  const { app, owner } = await openCast()
  const told = vi.spyOn(app.server.log, 'error')
  const info = vi.spyOn(app.server.log, 'info')
  await app.server.listen({ port: 0, host: '127.0.0.1' })
  const upload = request({
    port: (app.server.server.address() as AddressInfo).port,
    host: '127.0.0.1',
    method: importsApi.upload.method,
    path: `${importsApi.upload.path}?fileName=customers.csv`,
    headers: {
      origin: ORIGIN,
      'content-type': 'text/csv',
      'content-length': 1_000_000,
      cookie: [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    },
  })
  upload.on('error', () => {})
  upload.write('name\nAcme\n')
  await vi.waitFor(async () => expect(await connections(app.server.server)).toBe(1), PATIENT)
  upload.destroy()
  await vi.waitFor(() => expect(info.mock.calls.flat()).toContain('a request was broken off'), PATIENT)
  expect(told).not.toHaveBeenCalled()
})

const connections = (server: {
  getConnections(done: (error: Error | null, count: number) => void): unknown
}) => new Promise<number>((resolve) => void server.getConnections((_error, count) => resolve(count)))

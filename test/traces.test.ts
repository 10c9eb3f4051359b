import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { contactsApi } from '../server/contacts/contacts.api.ts'
import { customersApi } from '../server/customers/customers.api.ts'
import { staffSessionApi } from '../server/staff/staff.api.ts'
import { createTestDatabase } from './database.ts'
import { openInstallation } from './faults/installation.ts'
import { openFaultySmtp } from './faulty-smtp.ts'
import { PATIENT } from './patience.ts'
import { OWNER } from './world.ts'

/** Takes OTLP over HTTP, as a collector does. Texts stand in its bytes as they are. */
async function openCollector() {
  const received: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push(`${request.url}\n${Buffer.concat(chunks).toString('utf8')}`)
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    all: () => received.join('\n'),
  }
}

test('a collector is told of requests, statements and mail, and of nothing that anybody typed, keeps or is called', async () => {
  const [database, smtp, collector] = await Promise.all([
    createTestDatabase(),
    openFaultySmtp(),
    openCollector(),
  ])
  onTestFinished(async () => {
    await smtp.close()
    await database.drop()
  })
  const installation = await openInstallation({
    DATABASE_URL: database.ownerUrl,
    SMTP_URL: smtp.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=rehearsal',
    STOP_WITHIN_SECONDS: '240',
  })
  await installation.start()
  await installation.setUp()
  const olga = installation.visitor()
  const { email, password } = OWNER
  const { organization } = await olga.call(staffSessionApi.signIn, { body: { email, password } })
  const acme = await olga.call(customersApi.add, { body: { name: 'Acme Unlimited' } })
  const typed = 'purple lanterns over water'
  const anna = { email: 'anna@ash.example', firstName: 'Annabelle', phone: '+44 20 7946 0018' }
  await olga.call(contactsApi.add, {
    params: { customerId: acme.id },
    body: { ...anna, portalPassword: { password: typed } },
  })
  await olga.send('GET', `/v1/nothing/${acme.id}?email=${anna.email}`).catch(String)
  await vi.waitFor(() => expect(smtp.messages.some(({ to }) => to.includes(anna.email))).toBe(true), PATIENT)
  // The rest is sent as it ends.
  expect(await installation.end('SIGTERM')).toEqual({ code: 0, signal: null })

  const told = collector.all()
  const wanted = [
    '/v1/traces',
    'rehearsal',
    'POST /v1/session',
    'POST /v1/customers/:customerId/contacts',
    'begin',
    'commit',
    'insert into customers',
    'mail hand-over',
    'accepted',
  ]
  expect(wanted.filter((text) => !told.includes(text))).toEqual([])
  expect(told).toMatch(/organization_id = \$\d/)
  const theirs = [
    ...[email, password, OWNER.name, typed, acme.id, acme.name, organization.id, organization.slug],
    ...[...Object.values(anna), ...olga.cookies.values()],
    '127.0.0.1',
    'northwind.example',
  ]
  expect(olga.cookies.size).toBeGreaterThan(0)
  expect(theirs.filter((text) => told.includes(text))).toEqual([])
})

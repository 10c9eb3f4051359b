import { expect, test, vi } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { closedPort, openFaultySmtp } from '../../test/faulty-smtp.ts'
import { openEmptyWorld, openWorld, STAFF_PASSWORD, type World } from '../../test/world.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { customersApi } from '../customers/customers.api.ts'
import { staffApi } from '../staff/staff.api.ts'

const METRICS_TOKEN = 'a token that Prometheus shows'
const authorization = `Bearer ${METRICS_TOKEN}`

const ask = ({ app }: World, headers: Record<string, string> = { authorization }) =>
  app.server.inject({ url: '/metrics', headers })

/** The value of every series, such as `portico_database_up` or `portico_outbox_letters{when="now"}`. */
async function read(world: World): Promise<Map<string, number>> {
  const { statusCode, body } = await ask(world)
  expect(statusCode).toBe(200)
  const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ')
      return [line.slice(0, end), Number(line.slice(end + 1))]
    }),
  )
}

let ahead = 0

/** After the seconds for which the figures of the database are remembered. */
async function readAnew(world: World): Promise<Map<string, number>> {
  ahead += 10_000
  const later = performance.now() + ahead
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => later)
  try {
    return await read(world)
  } finally {
    clock.mockRestore()
  }
}

test('without a setting there are no metrics; with a token only those who show it read them', async () => {
  const without = await openEmptyWorld()
  expect((await ask(without)).statusCode).toBe(404)
  const world = await openEmptyWorld({ METRICS_TOKEN })
  for (const wrong of [undefined, 'Bearer ', METRICS_TOKEN, `${authorization}x`, `Basic ${METRICS_TOKEN}`]) {
    const { statusCode, headers, body } = await ask(
      world,
      wrong === undefined ? {} : { authorization: wrong },
    )
    expect([statusCode, headers['www-authenticate']]).toEqual([401, 'Bearer'])
    expect(body).not.toContain('portico_')
  }
  const { statusCode, headers, body } = await ask(world)
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  expect(body).toContain('portico_database_up 1\n')
})

test('on a port of their own they are there alone, and need the token only if there is one', async () => {
  for (const token of [null, METRICS_TOKEN]) {
    const METRICS_PORT = String(await closedPort())
    const world = await openEmptyWorld({ METRICS_PORT, ...(token !== null && { METRICS_TOKEN: token }) })
    expect((await ask(world)).statusCode).toBe(404)
    const get = (path: string, headers = {}) => fetch(`http://127.0.0.1:${METRICS_PORT}${path}`, { headers })
    expect((await get('/metrics')).status).toBe(token === null ? 200 : 401)
    expect(await (await get('/metrics', { authorization })).text()).toContain('portico_database_up 1\n')
    expect((await get('/v1/session')).status).toBe(404)
  }
})

test('requests are counted and timed by the path as it is declared', async () => {
  const world = await openWorld({ METRICS_TOKEN })
  const { owner } = world
  const customers = ['1', '2', '3'].map((number) =>
    owner.call(customersApi.add, { body: { name: `Acme ${number}` }, idempotencyKey: number }),
  )
  for (const { id } of await Promise.all(customers))
    await owner.call(customersApi.read, { params: { customerId: id } })
  await world.visitor().call(customersApi.list, {}).catch(String)
  await world.visitor().send('GET', '/no-such-page?with=query').catch(String)
  const figures = await read(world)
  const count = (labels: string) => figures.get(`portico_http_requests_total{${labels}}`)
  expect(count('method="POST",route="/v1/customers",status="2xx"')).toBe(3)
  expect(count('method="GET",route="/v1/customers/:customerId",status="2xx"')).toBe(3)
  expect(count('method="GET",route="/v1/customers",status="4xx"')).toBe(1)
  expect(count('method="GET",route="none",status="4xx"')).toBe(1)
  const timed = 'portico_http_request_duration_seconds_count{method="POST",route="/v1/customers"}'
  expect(figures.get(timed)).toBe(3)
})

test('no label carries an id, an address or a name of anybody', async () => {
  const cast = await openCast({ METRICS_TOKEN })
  const { organization, acme, anna, owner } = cast
  await cast.settle(anna.atAcme)
  await owner.call(contactsApi.read, { params: { contactId: anna.atAcme.id } })
  await cast.visitor().send('GET', `/v1/nothing/${acme.id}?email=${anna.email}`).catch(String)
  const { body } = await ask(cast)
  for (const theirs of [organization.id, organization.slug, acme.id, anna.atAcme.id, anna.email, 'Anna'])
    expect(body).not.toContain(theirs)
  expect(body).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/)
})

test('letters that wait are counted, and for how long; and what came of each attempt', async () => {
  const smtp = await openFaultySmtp()
  const world = await openWorld({ METRICS_TOKEN, SMTP_URL: smtp.url })
  const invite = (name: string) =>
    world.owner.call(staffApi.invite, {
      body: { name, email: `${name.toLowerCase()}@northwind.example`, role: 'viewer' },
    })
  await Promise.all([invite('Max'), invite('Mia')])
  world.clock.advance({ minutes: 7 })
  let figures = await readAnew(world)
  expect(figures.get('portico_outbox_letters{when="now"}')).toBe(2)
  expect(figures.get('portico_outbox_oldest_due_seconds')).toBe(7 * 60)
  expect(figures.get('portico_mail_attempts_total{outcome="accepted"}')).toBe(0)

  smtp.fail({ at: 'rcpt', do: '451 Try again later', to: (address) => address.startsWith('mia') })
  await world.app.postman.deliverDue()
  await smtp.close()
  figures = await readAnew(world)
  expect(figures.get('portico_outbox_letters{when="now"}')).toBe(0)
  expect(figures.get('portico_outbox_letters{when="later"}')).toBe(1)
  expect(figures.get('portico_outbox_oldest_due_seconds')).toBe(0)
  expect(figures.get('portico_mail_attempts_total{outcome="accepted"}')).toBe(1)
  expect(figures.get('portico_mail_attempts_total{outcome="refused-for-now"}')).toBe(1)
})

test('while the database is away they are served all the same, say so, and leave out what it alone knows', async () => {
  const world = await openWorld({ METRICS_TOKEN })
  expect((await read(world)).get('portico_database_up')).toBe(1)
  const away = vi.spyOn(world.database, 'of').mockImplementation(() => {
    throw new Error('connect ECONNREFUSED')
  })
  const figures = await readAnew(world)
  expect(figures.get('portico_database_up')).toBe(0)
  expect([...figures.keys()].filter((name) => /outbox|regular_work/.test(name))).toEqual([])
  expect(figures.has('nodejs_eventloop_lag_p99_seconds')).toBe(true)
  away.mockRestore()
  expect((await readAnew(world)).get('portico_outbox_letters{when="now"}')).toBe(0)
})

test('of connections, hashing and work it says what each module says of itself', async () => {
  const world = await openWorld({ METRICS_TOKEN })
  const signIn = { email: 'olga@northwind.example', password: STAFF_PASSWORD }
  await world
    .visitor()
    .send('POST', '/v1/session', { payload: JSON.stringify(signIn), type: 'application/json' })
    .catch(String)
  const figures = await read(world)
  const { main } = world.database.load()
  expect(figures.get('portico_database_connections{pool="main",state="most"}')).toBe(main.most)
  expect(figures.get('portico_database_connections_waited_for{pool="counters"}')).toBe(0)
  expect(figures.get('portico_password_hashes{state="running"}')).toBe(0)
  expect(figures.get('portico_long_work_running')).toBe(0)
  expect(figures.get('portico_regular_work_failing{work="reminders"}')).toBe(0)
  expect(figures.get('portico_regular_work_due{work="housekeeping"}')).toBe(1)
})

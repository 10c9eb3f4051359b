import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { contactsApi } from '../../server/contacts/contacts.api.ts'
import { customersApi } from '../../server/customers/customers.api.ts'
import { importsApi } from '../../server/imports/imports.api.ts'
import { invoiceBatchesApi } from '../../server/invoices/invoice-batches.api.ts'
import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { organizationApi } from '../../server/organization/organization.api.ts'
import { portalApi } from '../../server/portal-access/portal-access.api.ts'
import { staffSessionApi } from '../../server/staff/staff.api.ts'
import { refused, type Client } from '../client.ts'
import {
  expectEverythingFound,
  expectHonestMail,
  expectNothingHalfDone,
  expectPasswordsWhole,
  letMailGoOut,
} from '../faults/kept-promises.ts'
import { startLoad } from '../faults/load.ts'
import { PATIENT, VERY_PATIENT } from '../patience.ts'
import { openPgBouncer, PGBOUNCER, SERVER_CONNECTIONS } from '../pgbouncer.ts'
import { OWNER } from '../world.ts'
import { openCluster, type Cluster } from './cluster.ts'
import { letMaxIn } from './let-max-in.ts'
import { planImport } from './plan-import.ts'

const TIMEOUT = { timeout: 900_000 }
const CONTACTS = 100
const INVOICES = 60
const KILLS = 3
const CLIENTS = 6
const SEED = 7

test.skipIf(PGBOUNCER === null)(
  'three processes start at once on an empty database, through a pooler and beside it, and again; what is added at one is found, mailed and signed in with at another',
  TIMEOUT,
  async () => {
    const pooler = await openPgBouncer('transaction')
    const { processes, at, start, setUp, letterTo, look, database } = await openCluster({
      migrated: false,
      pooler,
    })
    const [one, two, three] = processes
    await Promise.all([one.start({ DATABASE_URL: database.ownerUrl }), start(two, three)])
    const owner = await setUp()

    const { id: customerId } = await at(one, owner).call(customersApi.add, { body: { name: 'Acme' } })
    const email = 'anna@ash.example'
    await at(two, owner).call(contactsApi.add, {
      params: { customerId },
      body: { email, firstName: 'Anna', portalPassword: { generate: true } },
    })
    const found = await at(three, owner).call(customersApi.list, { query: { search: 'anna@ash' } })
    expect(found.data).toMatchObject([{ id: customerId }])
    const { password } = await letterTo(email)
    const { organization } = await owner.call(staffSessionApi.read)
    const portal = { params: { portal: organization.slug } }
    await at(one).call(portalApi.signIn, { ...portal, body: { email, password: password! } })

    for (const process of processes) expect(await process.end('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(await look(`select from pg_locks where locktype = 'advisory'`)).toEqual([])
    await start()
    for (const process of processes)
      expect(await at(process, owner).call(staffSessionApi.read)).toMatchObject({ organization })
  },
)

test.skipIf(PGBOUNCER === null)(
  'two organizations work at once over the same three connections: each finds what is its own, and nothing stays on a connection',
  TIMEOUT,
  async () => {
    const pooler = await openPgBouncer('transaction')
    const cluster = await openCluster({ migrated: false, pooler })
    const { processes, at, start, setUp, visitor, look, database } = cluster
    await start()
    // The PostgreSQL of the tests does without.
    await look(
      `do $$ begin execute format('alter database %I set synchronous_commit = on', current_database()); end $$`,
    )
    await pooler.kill()
    await pooler.start()

    const northwind = await setUp()
    const { id: organizationId } = await northwind.call(organizationApi.found, {
      body: { name: 'Southwind' },
    })
    const southwind = visitor()
    const { email, password } = OWNER
    await southwind.call(staffSessionApi.signIn, { body: { email, password } })
    await southwind.call(staffSessionApi.switchOrganization, { body: { organizationId } })

    // The same people, at customers that tell whose they are.
    const importFor = async (owner: Client, name: string) => {
      const rows = Array.from({ length: CONTACTS }, (_, at) => `${name} ${at % 20},reader${at}@acme.example`)
      const params = await planImport(owner, owner, rows)
      await owner.call(importsApi.run, { params })
      const read = () => owner.call(importsApi.read, { params })
      await vi.waitFor(async () => expect((await read()).state).toBe('done'), VERY_PATIENT)
      expect((await read()).counts).toMatchObject({ create: CONTACTS, refuse: 0 })
    }
    const seen = { Northwind: new Set<string>(), Southwind: new Set<string>() }
    let isDone = false
    const lookAround = async (owner: Client, name: keyof typeof seen) => {
      for (let turn = 0, last = false; !last; turn++) {
        last = isDone
        const there = at(processes[turn % processes.length]!, owner)
        const { data } = await there.call(customersApi.list, { query: { search: 'reader1', limit: 100 } })
        for (const customer of data) seen[name].add(customer.name)
        // An attempt is counted without waiting for the disk.
        const body = { email: `${turn}@nobody.example`, password: 'open sesame' }
        expect((await refused(there.call(staffSessionApi.signIn, { body }))).status).toBeOneOf([
          401, 429, 503,
        ])
      }
    }
    const looking = Array.from({ length: CLIENTS }, () => [
      lookAround(northwind, 'Northwind'),
      lookAround(southwind, 'Southwind'),
    ]).flat()
    await Promise.all([importFor(northwind, 'Northwind'), importFor(southwind, 'Southwind')]).finally(
      () => (isDone = true),
    )
    await Promise.all(looking)
    for (const [name, names] of Object.entries(seen)) {
      expect(names.size).toBeGreaterThan(0)
      expect([...names].filter((one) => !one.startsWith(name))).toEqual([])
    }
    for (const process of processes)
      for (const owner of [northwind, southwind])
        expect(
          (await at(process, owner).call(customersApi.list, { query: { limit: 100 } })).data,
        ).toHaveLength(20)

    const connections = await look(
      `select from pg_stat_activity where datname = current_database() and usename = 'portico_app'`,
    )
    expect(connections).toHaveLength(SERVER_CONNECTIONS)
    expect(await whatStaysOn(pooler.through(database.appUrl))).toEqual(
      Array.from({ length: SERVER_CONNECTIONS }, () => ({
        organization: '',
        commit: 'on',
        limit: '0',
        listens: false,
        prepared: false,
      })),
    )
  },
)

test.skipIf(PGBOUNCER === null)(
  'who has another role or is signed out at one process has that at all from the very next request on',
  TIMEOUT,
  async () => {
    const pooler = await openPgBouncer('transaction')
    const cluster = await openCluster({ pooler })
    const { processes, at, start, setUp } = cluster
    const [, two, three] = processes
    await start()
    const owner = await setUp()
    const { browser, addCustomer, becomeViewer } = await letMaxIn(cluster, owner)
    await Promise.all(processes.map(addCustomer))
    await becomeViewer(two)
    const added = await Promise.all(processes.map((process) => refused(addCustomer(process))))
    expect(added.map(({ status }) => status)).toEqual([403, 403, 403])
    await at(three, browser).call(staffSessionApi.signOut)
    const read = await Promise.all(
      processes.map((process) => refused(at(process, browser).call(staffSessionApi.read))),
    )
    expect(read.map(({ status }) => status)).toEqual([401, 401, 401])
  },
)

test.skipIf(PGBOUNCER === null)(
  'a pooler that is killed while people work: they are told to come back, a balancer sends them elsewhere, and all goes on by itself once the pooler is back',
  TIMEOUT,
  async () => {
    const pooler = await openPgBouncer('transaction')
    const cluster = await openCluster({ pooler })
    const { processes, at, start, setUp, smtp, visitor } = cluster
    const [one] = processes
    await start()
    const owner = await setUp()
    const load = startLoad(at(one, owner), CLIENTS, SEED)
    const isWorking = (answered: number) =>
      vi.waitFor(() => expect(load.answered).toBeGreaterThan(answered + 5), PATIENT)
    let back = new Date()
    for (let kills = 0; kills < KILLS; kills++) {
      await isWorking(load.answered)
      const { refusedForNow } = load
      await pooler.kill()
      await vi.waitFor(() => expect(load.refusedForNow).toBeGreaterThan(refusedForNow), PATIENT)
      const isNoneReady = async () =>
        expect((await refused(visitor().call(staffSessionApi.read))).message).toBe('503 No process is ready.')
      await vi.waitFor(isNoneReady, PATIENT)
      await pooler.start()
      back = new Date()
      await isWorking(load.answered)
    }
    await load.stop()
    expect(load).toMatchObject({ lost: 0, wrong: [] })
    await vi.waitFor(() => owner.call(staffSessionApi.read), PATIENT)
    await letMailGoOut(cluster, back)
    await expectEverythingFound(at(one, owner), load.promised)
    await expectPasswordsWhole(cluster, load.promised)
    await expectNothingHalfDone(cluster)
    expect((await expectHonestMail(cluster, smtp)).sent).toBeGreaterThan(0)
  },
)

test.skipIf(PGBOUNCER === null)(
  'when PostgreSQL goes away behind the pooler, invoices that are being sent and a file that is being imported go on by themselves, and nothing is sent twice or left to staff',
  TIMEOUT,
  async () => {
    const pooler = await openPgBouncer('transaction')
    const cluster = await openCluster({ pooler })
    const { at, start, setUp, look, smtp } = cluster
    const [one, two] = cluster.processes
    await start()
    const owner = await setUp()
    const acme = await owner.call(customersApi.add, { body: { name: 'Acme' } })
    await owner.call(contactsApi.add, {
      params: { customerId: acme.id },
      body: { email: 'anna@ash.example', receives: { invoices: 'to' }, portalPassword: null },
    })
    const lines = [{ description: 'Work', unitPriceMinor: 10_000 }]
    const invoiceIds: string[] = []
    for (let count = 0; count < INVOICES; count++)
      invoiceIds.push((await owner.call(invoicesApi.add, { body: { customerId: acme.id, lines } })).id)

    const body = { invoiceIds }
    const { id: batchId } = await at(one, owner).call(invoiceBatchesApi.add, { body })
    const batch = () => owner.call(invoiceBatchesApi.read, { params: { batchId } })
    await vi.waitFor(async () => expect((await batch()).sentCount).toBeGreaterThan(0), PATIENT)
    await loseConnectionsWhileWriting(cluster, 'invoice_batches')
    await vi.waitFor(async () => expect((await batch()).state).toBe('done'), VERY_PATIENT)

    const rows = Array.from({ length: CONTACTS }, (_, at) => `Birch ${at % 50},reader${at}@birch.example`)
    const params = await planImport(owner, owner, rows)
    const read = () => owner.call(importsApi.read, { params })
    await at(two, owner).call(importsApi.run, { params })
    await vi.waitFor(async () => expect((await read()).passwordCount).toBeGreaterThan(0), PATIENT)
    await loseConnectionsWhileWriting(cluster, 'imports')
    const back = new Date()
    await vi.waitFor(async () => expect((await read()).state).toBe('done'), VERY_PATIENT)

    await letMailGoOut(cluster, back)
    expect((await batch()).fates).toMatchObject({ mailed: INVOICES })
    expect(await look('select distinct number from invoices')).toHaveLength(INVOICES)
    expect(await read()).toMatchObject({ passwordCount: CONTACTS, counts: { create: CONTACTS } })
    expect(await expectHonestMail(cluster, smtp)).toMatchObject({ sent: INVOICES + CONTACTS })
  },
)

/** What the next one would find who gets a connection: all of them at once, each in a transaction. */
async function whatStaysOn(appUrl: string) {
  const clients = Array.from({ length: SERVER_CONNECTIONS }, () => new pg.Client(appUrl))
  try {
    for (const client of clients) {
      await client.connect()
      await client.query('begin')
    }
    return await Promise.all(
      clients.map(
        async (client) =>
          (
            await client.query(
              `select coalesce(current_setting('app.organization_id', true), '') as organization,
                current_setting('synchronous_commit') as commit, current_setting('statement_timeout') as limit,
                exists (select from pg_listening_channels()) as listens, exists (select from pg_prepared_statements) as prepared`,
            )
          ).rows[0] as object,
      ),
    )
  } finally {
    for (const client of clients) await client.end()
  }
}

/** As when PostgreSQL starts again, or another server takes over, in the middle of a transaction that changes this. */
async function loseConnectionsWhileWriting({ look }: Cluster, table: 'invoice_batches' | 'imports') {
  const lose = () =>
    look(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename = 'portico_app' and exists (
          select from pg_locks where relation = '${table}'::regclass and mode = 'RowExclusiveLock')`,
    )
  await vi.waitFor(async () => expect(await lose()).not.toEqual([]), PATIENT)
}

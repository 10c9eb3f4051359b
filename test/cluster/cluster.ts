import { randomBytes } from 'node:crypto'
import { expect, onTestFinished, vi } from 'vitest'
import { setUpApi } from '../../server/staff/staff.api.ts'
import { Client } from '../client.ts'
import { ask, createTestDatabase, type TestDatabase } from '../database.ts'
import { openInstallation, type Installation } from '../faults/installation.ts'
import { overHttp } from '../faults/over-http.ts'
import { openFaultySmtp, type FaultySmtp } from '../faulty-smtp.ts'
import { readLetter, type ReadLetter } from '../letters.ts'
import { PATIENT } from '../patience.ts'
import type { PgBouncer } from '../pgbouncer.ts'
import { OWNER } from '../world.ts'
import { openBalancer } from './balancer.ts'

/** Three processes of the built server on one PostgreSQL, each with a data folder of its own, behind a load balancer. */
export interface Cluster {
  processes: readonly [Installation, Installation, Installation]
  /** Where it is itself, past the pooler if there is one. */
  database: Pick<TestDatabase, 'ownerUrl' | 'appUrl'>
  /** Where all of them send mail, unless they use the built-in mailbox. */
  smtp: FaultySmtp
  /** Starts these at once, by default all, and returns once the balancer sends people to them. */
  start(...which: Installation[]): Promise<void>
  /** A browser, whose requests go to one process after another. */
  visitor(): Client
  /** The same with the cookies of another: all its requests go to one process. */
  at(process: Installation, browser?: Client): Client
  /** Founds Northwind, and returns its owner. */
  setUp(): Promise<Client>
  /** The letter to an address, once the mail server has it. */
  letterTo(address: string): Promise<ReadLetter>
  /** Asks the database itself, past the application and row-level security. */
  look: Installation['look']
}

interface ClusterOptions {
  migrated?: boolean
  /** In transaction mode: all processes reach the database through it. */
  pooler?: PgBouncer
  environment?: Record<string, string>
}

/** The processes, their folders and the database end with the test. */
export async function openCluster({
  migrated = true,
  pooler,
  environment = {},
}: ClusterOptions = {}): Promise<Cluster> {
  const [database, smtp, balancer] = await Promise.all([
    createTestDatabase({ migrated }),
    openFaultySmtp(),
    openBalancer(),
  ])
  onTestFinished(async () => {
    await balancer.close()
    await smtp.close()
    await database.drop()
  })
  const origin = `http://localhost:${balancer.port}`
  const shared = {
    PUBLIC_URL: origin,
    TRUST_PROXY: '127.0.0.1',
    SECRET_KEY: randomBytes(32).toString('base64'),
    ...(pooler
      ? {
          DATABASE_URL: pooler.through(database.ownerUrl),
          DATABASE_APP_URL: pooler.through(database.appUrl),
          TENANT_SCOPE: 'transaction',
        }
      : { DATABASE_URL: database.ownerUrl }),
    DATABASE_CONNECTIONS: '8',
    SMTP_URL: smtp.url,
    STOP_WITHIN_SECONDS: '240',
    ...environment,
  }
  const open = (name: string) => openInstallation({ ...shared, MAIL_FROM: `${name}@northwind.example` })
  const processes = await Promise.all([open('one'), open('two'), open('three')])
  for (const { port } of processes) balancer.add(port)

  const wires = new Map([balancer, ...processes].map(({ port }) => [port, overHttp(port)]))
  onTestFinished(() => wires.forEach((wire) => wire.close()))
  const openBrowser = (port: number) => new Client(wires.get(port)!, origin)
  const visitor = () => openBrowser(balancer.port)
  return {
    processes,
    database,
    smtp,
    async start(...which) {
      const starting = which.length > 0 ? which : processes
      await Promise.all(starting.map((process) => process.start()))
      const ports = starting.map(({ port }) => port)
      await vi.waitFor(() => expect(balancer.inRotation()).toEqual(expect.arrayContaining(ports)), PATIENT)
    },
    visitor,
    at({ port }, browser) {
      const there = openBrowser(port)
      for (const [name, value] of browser?.cookies ?? []) there.cookies.set(name, value)
      return there
    },
    async setUp() {
      const owner = visitor()
      await owner.call(setUpApi.setUp, { body: { organizationName: 'Northwind', ...OWNER } })
      return owner
    },
    async letterTo(address) {
      const letter = () => smtp.messages.find(({ to }) => to.includes(address))
      await vi.waitFor(() => expect(letter()).toBeDefined(), PATIENT)
      return readLetter(Buffer.from(letter()!.raw, 'latin1'))
    },
    look: (statement, values) => ask(database.ownerUrl, statement, values),
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { buildApp, type App } from '../server/app.ts'
import { readConfig } from '../server/config.ts'
import { openDatabase, type Database } from '../server/database/database.ts'
import type { Patience } from '../server/http/slow-clients.ts'
import { setUpApi, staffApi, type Role } from '../server/staff/staff.api.ts'
import { publishEvents } from '../server/events/publish-events.ts'
import { doDueWork } from '../server/work/do-due-work.ts'
import type { RegularWork } from '../server/work/regular-work.ts'
import { Client } from './client.ts'
import { createTestDatabase, letLeasesRunOut, STAYS_OPEN } from './database.ts'
import { readLetters, type ReadLetter } from './letters.ts'
import { createQuickHasher } from './quick-hasher.ts'

export const ORIGIN = 'http://localhost:8080'
export const OWNER = {
  name: 'Olga Owner',
  email: 'olga@northwind.example',
  password: 'seven brown foxes dine',
}
export const STAFF_PASSWORD = 'nine calm herons wade'
/** A signal that nobody gives. */
export const NEVER = new AbortController().signal

/** A running Portico: real PostgreSQL, real SMTP to the built-in mailbox, and a clock that stands still until told. */
export interface World {
  app: App
  database: Database
  /** Where tests may look behind the application's back. */
  ownerUrl: string
  dataDir: string
  clock: { now(): Date; advance(by: { minutes?: number; hours?: number; days?: number }): void }
  /** A browser that nobody has signed in with yet. */
  visitor(address?: string): Client
  /** As after the minutes for which a process that died may have held something. */
  letLeasesRunOut(): Promise<void>
  /** Lets Portico do what is due by itself. */
  doDue(work: RegularWork, signal?: AbortSignal): Promise<void>
  /** Lets Portico publish what happened. */
  publish(): Promise<void>
  /** Lets the postman deliver what is due, and reads what is new in the mailbox. */
  deliverMail(): Promise<ReadLetter[]>
}

/** A world with one organization, Northwind, and its owner signed in. */
export interface SetUpWorld extends World {
  owner: Client
  organization: { id: string; slug: string; name: string }
  /** A colleague with a role, invited by mail and signed in. */
  hire(role: Role, name?: string): Promise<Client>
}

/** An installation that waits to be set up. It ends with the test. */
export async function openEmptyWorld(
  environment: Record<string, string> = {},
  patience?: Patience,
): Promise<World> {
  const [testDatabase, dataDir] = await Promise.all([
    createTestDatabase(),
    mkdtemp(join(tmpdir(), 'portico-test-')),
  ])
  let now = new Date('2026-05-04T09:00:00.000Z')
  const database = connectTo(testDatabase.appUrl)
  const app = await buildApp({
    config: readConfig({
      PUBLIC_URL: ORIGIN,
      DATA_DIR: dataDir,
      SECRET_KEY: randomBytes(32).toString('base64'),
      ...environment,
    }),
    database,
    log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
    clock: () => now,
    passwordHasher: createQuickHasher(),
    ...(patience && { patience }),
  })
  onTestFinished(async () => {
    await app.close()
    await testDatabase.drop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const seen = new Set<string>()
  return {
    app,
    database,
    ownerUrl: testDatabase.ownerUrl,
    dataDir,
    clock: {
      now: () => now,
      advance({ minutes = 0, hours = 0, days = 0 }) {
        now = new Date(now.getTime() + ((days * 24 + hours) * 60 + minutes) * 60_000)
      },
    },
    visitor: (address) => new Client(app.server, ORIGIN, { ...(address && { address }), insists: true }),
    letLeasesRunOut: () => letLeasesRunOut(testDatabase),
    doDue: (work, signal = NEVER) => doDueWork(app.services, work, signal),
    publish: () => publishEvents(app.services, NEVER),
    async deliverMail() {
      await app.services.afterAnswer.settled()
      await app.postman.deliverDue()
      return readLetters(join(dataDir, 'mailbox'), seen)
    },
  }
}

const connected = new Map<string, Database>()

/** Worlds leave their connections to the next one: on new ones PostgreSQL would plan every statement again. */
function connectTo(connectionString: string): Database {
  let database = connected.get(connectionString)
  if (!database) {
    const connection = { connectionString, application_name: STAYS_OPEN }
    database = openDatabase({ connection, connections: 8 })
    connected.set(connectionString, database)
  }
  // Of its own, so that what a test replaces in it ends with the test.
  return { ...database }
}

export async function openWorld(
  environment: Record<string, string> = {},
  patience?: Patience,
): Promise<SetUpWorld> {
  const world = await openEmptyWorld(environment, patience)
  const owner = world.visitor()
  const session = await owner.call(setUpApi.setUp, { body: { organizationName: 'Northwind', ...OWNER } })
  return {
    ...world,
    owner,
    organization: session.organization,
    async hire(role, name = `Some ${role}`) {
      const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@northwind.example`
      await owner.call(staffApi.invite, { body: { name, email, role } })
      const letter = (await world.deliverMail()).find(({ to }) => to === email)
      const colleague = world.visitor()
      await colleague.call(staffApi.acceptInvitation, {
        body: { token: letter!.token!, password: STAFF_PASSWORD },
      })
      return colleague
    },
  }
}

import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, letLeasesRunOut, type TestDatabase } from '../../../test/database.ts'
import { openFaultySmtp, type Fault, type FaultySmtp } from '../../../test/faulty-smtp.ts'
import { openDatabase, transaction, type Database, type Db } from '../../database/database.ts'
import { newId } from '../../database/id.ts'
import { inOrganization, inTransaction } from '../../scope/scope.ts'
import type { Sealer, Services } from '../../scope/services.ts'
import { createPostman, type Postman, type PostmanOptions } from './postman.ts'
import {
  cancelCredentialLetters,
  cancelLettersOfContact,
  post,
  redirectLetters,
  type NewLetter,
} from './post.ts'
import { recordOutcome } from './record-outcome.ts'
import { createSealer } from './seal.ts'
import { openSmtp, type Smtp } from '../smtp/smtp.ts'
import { throughOutages } from './through-outages.ts'

const PASSWORD = 'kRwDf4eUTxN7hpJ3aMyc'
const MINUTE = 60_000
const DAY = 1_440 * MINUTE

const sealer = createSealer({ current: randomBytes(32), old: [] })
const organizationId = newId()
const person = newId()
const customer = newId()
const contact = newId()

let testDatabase: TestDatabase
let database: Database
let db: Db
let server: FaultySmtp
let smtp: Smtp
let postman: Postman
let now: Date

beforeEach(async () => {
  now = new Date('2026-11-22T17:00:00.000Z')
  testDatabase = await createTestDatabase()
  database = openDatabase({ connection: { connectionString: testDatabase.appUrl }, connections: 8 })
  db = database.of(organizationId)
  await populate()
  server = await openFaultySmtp()
  smtp = openSmtp({ url: server.url, limits: { idleMilliseconds: 50 } })
  postman = newPostman()
})
afterEach(async () => {
  await postman.stop()
  await server.close()
  await database.close()
  await testDatabase.drop()
})

function newPostman(through = smtp, more: Partial<PostmanOptions> = {}) {
  return createPostman({
    services: servicesOf(sealer),
    smtp: through,
    mailFrom: 'portal@northwind.test',
    ...more,
  })
}

function servicesOf(sealedBy: Sealer): Services {
  const ofPostman: Pick<Services, 'database' | 'sealer' | 'publicUrl' | 'clock' | 'log'> = {
    database,
    sealer: sealedBy,
    publicUrl: new URL('https://portal.test'),
    clock: () => now,
    log: pino({ level: 'silent' }),
  }
  return ofPostman as Services
}

const inThisOrganization = () => inOrganization(servicesOf(sealer), organizationId)

async function populate() {
  await sql`insert into organizations (id, name, slug, created_at, updated_at)
    values (${organizationId}, 'Northwind', 'northwind', ${now}, ${now})`.execute(db)
  await sql`insert into people (organization_id, id, email, email_identity, first_name, created_at, updated_at)
    values (${organizationId}, ${person}, 'anna@acme.test', 'anna@acme.test', 'Anna', ${now}, ${now})`.execute(
    db,
  )
  await sql`insert into customers (organization_id, id, name, created_at, updated_at)
    values (${organizationId}, ${customer}, 'Acme', ${now}, ${now})`.execute(db)
  await sql`insert into contacts (organization_id, id, customer_id, person_id, created_at, updated_at)
    values (${organizationId}, ${contact}, ${customer}, ${person}, ${now}, ${now})`.execute(db)
  await sql`insert into portal_access (organization_id, person_id, generation, kind, password_hash, expires_at, issued_at)
    values (${organizationId}, ${person}, 3, 'temporary', 'hash', ${later(3 * DAY)}, ${now})`.execute(db)
}

async function becomeContactOfBirch() {
  const birch = newId()
  await sql`insert into customers (organization_id, id, name, created_at, updated_at)
    values (${organizationId}, ${birch}, 'Birch', ${now}, ${now})`.execute(db)
  await sql`insert into contacts (organization_id, id, customer_id, person_id, created_at, updated_at)
    values (${organizationId}, ${newId()}, ${birch}, ${person}, ${now}, ${now})`.execute(db)
}

const later = (milliseconds: number) => new Date(now.getTime() + milliseconds)
const pass = (milliseconds: number) => {
  now = later(milliseconds)
}

const to = { personId: person, contactId: contact, customerId: customer }
const password = (): NewLetter => ({
  kind: 'temporaryPassword',
  facts: { replaces: false },
  to,
  cause: newId(),
  secret: PASSWORD,
  expiresAt: later(3 * DAY),
  generation: 3,
})
const notice = (): NewLetter => ({
  kind: 'contactAdded',
  facts: { customerName: 'Acme' },
  to,
  cause: newId(),
})

const send = async (letter: NewLetter) =>
  (await transaction(db, (tx) => post({ db: tx, organizationId, now, services: { sealer } }, letter)))!

async function read(id: string) {
  const { rows } = await sql<{
    state: string
    reason: string | null
    sealed: Buffer | null
    due_at: string | null
    address: string
    attempts: string[]
    waits: boolean
  }>`
    select state, reason, sealed, due_at, address,
      (select coalesce(json_agg(outcome order by number), '[]') from delivery_attempts a where a.delivery_id = d.id) as attempts,
      exists (select from outbox o where o.delivery_id = d.id) as waits
    from deliveries d where organization_id = ${organizationId} and id = ${id}`.execute(db)
  return rows[0]!
}

describe('a letter', () => {
  test('names its reader in full in its head, and greets by the first name', async () => {
    await sql`update people set last_name = 'Ash' where organization_id = ${organizationId} and id = ${person}`.execute(
      db,
    )
    await send(notice())
    await postman.deliverDue()
    expect(server.messages[0]!.raw).toMatch(/^To: "?Anna Ash"? <anna@acme\.test>/m)
    expect(server.messages[0]!.raw).toContain('Hello Anna,')
  })

  test('goes out once, and its secret is erased', async () => {
    const id = await send(password())
    expect((await read(id)).sealed).not.toBeNull()
    expect(await postman.deliverDue()).toBe(1)
    expect(server.messages).toMatchObject([
      { from: 'portal@northwind.test', to: ['anna@acme.test'], messageId: `<${id}@portal.test>` },
    ])
    expect(server.messages[0]!.raw).toContain(PASSWORD)
    expect(await read(id)).toMatchObject({
      state: 'sent',
      sealed: null,
      due_at: null,
      attempts: ['accepted'],
      waits: false,
    })
    expect(await postman.deliverDue()).toBe(0)
    expect(server.messages).toHaveLength(1)
  })

  test('whose transaction is undone never was', async () => {
    await expect(
      transaction(db, async (tx) => {
        await post({ db: tx, organizationId, now, services: { sealer } }, notice())
        throw new Error('undone')
      }),
    ).rejects.toThrow('undone')
    expect(await postman.deliverDue()).toBe(0)
  })

  test('of the same cause is one letter', async () => {
    const letter = notice()
    expect(await send(letter)).toBeTruthy()
    expect(await send(letter)).toBeNull()
    expect(await postman.deliverDue()).toBe(1)
  })

  test('taken up by two postmen at once goes out once', async () => {
    for (let i = 0; i < 20; i++) await send(notice())
    const taken = await Promise.all([postman.deliverDue(), newPostman().deliverDue()])
    expect(taken[0] + taken[1]).toBe(20)
    expect(new Set(server.messages.map((m) => m.messageId)).size).toBe(20)
    expect(server.messages).toHaveLength(20)
  })

  test('that one postman has is not taken by another whose clock is six minutes ahead', async () => {
    server.fail({ at: 'dot', do: 'stall', times: 1 })
    const id = await send(notice())
    const patient = openSmtp({ url: server.url })
    const sending = newPostman(patient).deliverDue()
    await expect.poll(() => server.commands.at(-1)).toBe('DATA')
    pass(6 * MINUTE)
    expect(await postman.deliverDue()).toBe(0)
    patient.close({ now: true })
    await sending
    expect((await read(id)).attempts).toEqual(['unknown'])
  })

  test('goes out by itself soon after its commit', async () => {
    postman.start()
    const id = await send(notice())
    await expect.poll(() => server.messages.length).toBe(1)
    await expect.poll(async () => (await read(id)).state).toBe('sent')
  })

  test('goes out although PostgreSQL hung up on everybody in between', async () => {
    postman.start()
    await send(notice())
    await expect.poll(() => server.messages.length).toBe(1)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
      .execute(db)
      .catch(() => {})
    await expect.poll(() => send(notice()).catch(() => null)).toBeTruthy()
    await expect.poll(() => server.messages.length).toBe(2)
  })
})

describe('many letters that wait', () => {
  const WAIT = `insert into outbox (organization_id, delivery_id, due_at)
    select $1, gen_random_uuid(), $2::timestamptz - n * interval '1 second' from generate_series(1, $3::integer) n`
  const CLAIM = `select * from claim_due_deliveries($1, '5 minutes', $2)`
  const READ = `select (seq_tup_read + idx_tup_fetch)::integer as read from pg_stat_xact_user_tables where relname = 'outbox'`
  let owner: pg.Client
  beforeEach(async () => {
    owner = new pg.Client({ connectionString: testDatabase.ownerUrl })
    await owner.connect()
  })
  afterEach(() => owner.end())

  test('are claimed by an index, also if nothing waited when that was planned', async () => {
    await owner.query('vacuum analyze outbox')
    for (let time = 0; time < 10; time++) await owner.query(CLAIM, [now, 5])
    await owner.query(WAIT, [organizationId, now, 20_000])
    await owner.query('select pg_stat_force_next_flush()')
    await owner.query('begin')
    expect((await owner.query(CLAIM, [now, 5])).rows).toHaveLength(5)
    const { rows } = await owner.query<{ read: number }>(READ)
    await owner.query('rollback')
    expect(rows[0]!.read).toBeLessThan(50)
  })

  test('are shared by those who claim at once: each gets as many as it asked for, and no two the same', async () => {
    await owner.query(WAIT, [organizationId, now, 200])
    const claims = await Promise.all(
      Array.from({ length: 6 }, () =>
        sql<{
          id: string
        }>`select delivery_id as id from claim_due_deliveries(${now}, '5 minutes', 7)`.execute(db),
      ),
    )
    expect(claims.map(({ rows }) => rows.length)).toEqual([7, 7, 7, 7, 7, 7])
    expect(new Set(claims.flatMap(({ rows }) => rows.map(({ id }) => id))).size).toBe(42)
  })
})

describe('what the mail server says', () => {
  const outcome = async (fault: Fault, letter = notice()) => {
    server.fail(fault)
    const id = await send(letter)
    await postman.deliverDue()
    return { id, ...(await read(id)) }
  }

  test('not now: it is tried again after growing pauses', async () => {
    const { id, state, attempts } = await outcome({ at: 'rcpt', do: '451 Greylisted' })
    expect({ state, attempts }).toEqual({ state: 'queued', attempts: ['refused-for-now'] })
    const pauses: number[] = []
    for (let i = 0; i < 4; i++) {
      const { due_at } = await read(id)
      pauses.push((new Date(due_at!).getTime() - now.getTime()) / MINUTE)
      pass(new Date(due_at!).getTime() - now.getTime() - 1)
      expect(await postman.deliverDue()).toBe(0)
      pass(1)
      expect(await postman.deliverDue()).toBe(1)
    }
    expect(pauses).toEqual([1, 5, 15, 30])
    server.work()
    pass(DAY)
    await postman.deliverDue()
    expect(await read(id)).toMatchObject({ state: 'sent' })
    expect(new Set(server.messages.map((m) => m.messageId)).size).toBe(1)
  })

  test('not now for five days: it is given up', async () => {
    const { id } = await outcome({ at: 'rcpt', do: '451 Greylisted' })
    for (let due: string | null; (due = (await read(id)).due_at);) {
      now = new Date(due)
      await postman.deliverDue()
    }
    const { state, reason, attempts } = await read(id)
    expect({ state, reason }).toEqual({ state: 'failed', reason: 'Given up after 5 days of trying.' })
    expect(attempts.length).toBeGreaterThan(10)
    expect(now.getTime()).toBeLessThanOrEqual(new Date('2026-11-27T17:00:00Z').getTime())
  })

  test('not now until the password expired: it is given up and erased', async () => {
    const { id } = await outcome({ at: 'rcpt', do: '451 Greylisted' }, password())
    for (let due: string | null; (due = (await read(id)).due_at);) {
      now = new Date(due)
      await postman.deliverDue()
    }
    expect(await read(id)).toMatchObject({ state: 'failed', sealed: null, waits: false })
    expect(now).toEqual(new Date('2026-11-25T17:00:00Z'))
  })

  test('no, for good: it failed', async () => {
    expect(await outcome({ at: 'dot', do: '550 5.7.1 Spam' }, password())).toMatchObject({
      state: 'failed',
      attempts: ['refused-for-good'],
      sealed: null,
      waits: false,
    })
  })

  test('no to our own sign-in: that is no fault of the letter, and it waits', async () => {
    expect(await outcome({ at: 'greeting', do: '554 Go away' })).toMatchObject({
      state: 'queued',
      attempts: ['refused-for-now'],
    })
  })

  test('nothing: the letter waits when it was not sent', async () => {
    expect(await outcome({ at: 'data', do: 'drop' })).toMatchObject({
      state: 'queued',
      attempts: ['not-reached'],
    })
  })

  test('nothing after the whole letter: it is sent again under the same Message-ID, and the record says so', async () => {
    const { id, attempts, state } = await outcome({ at: 'dot', do: 'drop', keeps: true, times: 1 })
    expect({ state, attempts }).toEqual({ state: 'queued', attempts: ['unknown'] })
    pass(MINUTE)
    await postman.deliverDue()
    expect(await read(id)).toMatchObject({ state: 'sent', attempts: ['unknown', 'accepted'] })
    expect(server.messages.map((m) => m.messageId)).toEqual([`<${id}@portal.test>`, `<${id}@portal.test>`])
  })

  test('a password that it quotes in its answer is not written down', async () => {
    const { id } = await outcome({ at: 'dot', do: `554 Not with ${PASSWORD} in it` }, password())
    const { rows } = await sql<{
      reply: string
    }>`select reply from delivery_attempts where delivery_id = ${id}`.execute(db)
    expect(rows).toEqual([{ reply: '554 Not with … in it' }])
  })

  test('nothing for long: one that stalls does not hold up the others', async () => {
    server.fail({ at: 'dot', do: 'stall', times: 1 })
    const patient = openSmtp({ url: server.url })
    const working = newPostman(patient)
    const ids = [await send(notice()), await send(notice()), await send(notice())]
    const done = working.deliverDue()
    const states = async () => (await Promise.all(ids.map(read))).map(({ state }) => state).sort()
    await expect.poll(states).toEqual(['queued', 'sent', 'sent'])
    patient.close({ now: true })
    expect(await done).toBe(3)
  })
})

describe('looked at again before it goes out', () => {
  const undone = async (letter: NewLetter, change: ReturnType<typeof sql>) => {
    const id = await send(letter)
    await change.execute(db)
    await postman.deliverDue()
    expect(server.messages).toEqual([])
    return read(id)
  }

  test('the contact is inactive', async () => {
    expect(
      await undone(
        notice(),
        sql`update contacts set active = false, inactive_since = ${now} where id = ${contact}`,
      ),
    ).toMatchObject({
      state: 'cancelled',
      reason: 'Cancelled: the contact or the customer is inactive.',
      waits: false,
    })
  })

  test('the customer is inactive', async () => {
    expect(await undone(notice(), sql`update customers set active = false`)).toMatchObject({
      state: 'cancelled',
      reason: 'Cancelled: the contact or the customer is inactive.',
    })
    expect(await undone(password(), sql`select`)).toMatchObject({ state: 'cancelled', sealed: null })
  })

  test('the contact is inactive, and the person still another customer’s: their password goes out', async () => {
    await becomeContactOfBirch()
    const id = await send(password())
    await sql`update contacts set active = false, inactive_since = ${now} where id = ${contact}`.execute(db)
    await postman.deliverDue()
    expect(server.messages).toHaveLength(1)
    expect(await read(id)).toMatchObject({ state: 'sent', sealed: null })
  })

  test('a newer password was issued', async () => {
    expect(await undone(password(), sql`update portal_access set generation = 4`)).toMatchObject({
      state: 'cancelled',
      sealed: null,
    })
  })

  test('access has ended or was taken away', async () => {
    expect(await undone(password(), sql`update portal_access set locked_at = ${now}`)).toMatchObject({
      state: 'cancelled',
    })
    expect(await undone(password(), sql`delete from portal_access`)).toMatchObject({ state: 'cancelled' })
  })

  test('the address changed: a password does not follow, a notice does', async () => {
    const moved = sql`update people set email = 'anna@new.test', email_identity = 'anna@new.test'`
    expect(await undone(password(), moved)).toMatchObject({ state: 'cancelled', sealed: null })
    const id = await send(notice())
    await sql`update people set email = 'anna@newer.test', email_identity = 'anna@newer.test'`.execute(db)
    await postman.deliverDue()
    expect(server.messages).toMatchObject([{ to: ['anna@newer.test'] }])
    expect(await read(id)).toMatchObject({ state: 'sent', address: 'anna@newer.test' })
  })

  test('the same address in other letters is the same address', async () => {
    const id = await send(password())
    await sql`update people set email = 'Anna@acme.test'`.execute(db)
    await postman.deliverDue()
    expect(await read(id)).toMatchObject({ state: 'sent' })
  })

  test('the old address is notified of the change although it is nobody’s now', async () => {
    await sql`update contacts set active = false, inactive_since = ${now}`.execute(db)
    await send({
      kind: 'addressChanged',
      facts: { at: now.toISOString() },
      to,
      cause: newId(),
      address: 'old@acme.test',
    })
    await postman.deliverDue()
    expect(server.messages).toMatchObject([{ to: ['old@acme.test'] }])
  })

  test('sealed under another key: it fails, and says why', async () => {
    const id = await send(password())
    postman = createPostman({
      services: servicesOf(createSealer({ current: randomBytes(32), old: [] })),
      smtp,
      mailFrom: 'portal@northwind.test',
    })
    await postman.deliverDue()
    expect(await read(id)).toMatchObject({ state: 'failed', reason: expect.stringContaining('SECRET_KEY') })
    expect(server.messages).toEqual([])
  })
})

describe('cancelled while it waits', () => {
  test('every credential letter of a person, and nothing else of theirs', async () => {
    const [secret, plain] = [await send(password()), await send(notice())]
    await inTransaction(inThisOrganization(), (tx) =>
      cancelCredentialLetters(tx, person, 'a newer one was issued'),
    )
    expect(await read(secret)).toMatchObject({
      state: 'cancelled',
      reason: 'Cancelled: a newer one was issued.',
      sealed: null,
      waits: false,
    })
    expect((await read(plain)).state).toBe('queued')
  })

  test('every letter to a contact, except a password and the farewell to an old address', async () => {
    const [plain, ...others] = [
      await send(notice()),
      await send(password()),
      await send({ kind: 'addressChanged', facts: { at: now.toISOString() }, to, cause: newId() }),
    ]
    await inTransaction(inThisOrganization(), (tx) =>
      cancelLettersOfContact(tx, contact, 'the contact was deleted'),
    )
    expect(await read(plain!)).toMatchObject({ state: 'cancelled', waits: false })
    for (const id of others) expect(await read(id)).toMatchObject({ state: 'queued', waits: true })
  })

  test('redirected: notices follow the person, passwords and farewells do not', async () => {
    const ids = [
      await send(notice()),
      await send(password()),
      await send({ kind: 'addressChanged', facts: { at: now.toISOString() }, to, cause: newId() }),
    ]
    await inTransaction(inThisOrganization(), (tx) => redirectLetters(tx, person, 'new@acme.test'))
    const addresses = await Promise.all(ids.map(async (id) => (await read(id)).address))
    expect(addresses).toEqual(['new@acme.test', 'anna@acme.test', 'anna@acme.test'])
  })

  test('too late when the mail server had it: the record says so', async () => {
    const id = await send(password())
    const cancelling: Smtp = {
      send: async (message) => {
        const result = await smtp.send(message)
        await inTransaction(inThisOrganization(), (tx) =>
          cancelCredentialLetters(tx, person, 'a newer one was issued'),
        )
        return result
      },
      close: () => {},
    }
    await newPostman(cancelling).deliverDue()
    expect(await read(id)).toMatchObject({
      state: 'sent',
      reason: 'It was already being sent when it was cancelled.',
      attempts: ['accepted'],
      waits: false,
    })
  })
})

test('cancelled on its way and not taken by the mail server, it is done with', async () => {
  const id = await send(password())
  const cancelling: Smtp = {
    async send() {
      await inTransaction(inThisOrganization(), (tx) =>
        cancelCredentialLetters(tx, person, 'a newer one was issued'),
      )
      return { outcome: 'not-sent', phase: 'connect', reason: 'nobody answers' }
    },
    close: () => {},
  }
  await newPostman(cancelling).deliverDue()
  expect(await read(id)).toMatchObject({ state: 'cancelled', attempts: ['not-reached'], waits: false })
})

describe('a postman that ends in the middle', () => {
  test('leaves a lease that runs out; the next one says what is not known and sends again', async () => {
    const id = await send(notice())
    await sql`select * from claim_due_deliveries(${now}, '5 minutes', 10)`.execute(db)
    expect(await postman.deliverDue()).toBe(0)
    await letLeasesRunOut(testDatabase)
    expect(await postman.deliverDue()).toBe(1)
    expect(await read(id)).toMatchObject({ state: 'sent', attempts: ['unknown', 'accepted'] })
  })

  test('over one letter three times gives it up in the moment it says so, and nobody gets a fourth copy', async () => {
    const id = await send(notice())
    const endsInTheMiddle: Smtp = {
      send: () => Promise.reject(new Error('the process ended')),
      close: () => {},
    }
    for (let times = 0; times < 3; times++) {
      await newPostman(endsInTheMiddle).deliverDue()
      await letLeasesRunOut(testDatabase)
    }
    await postman.deliverDue()
    expect(await read(id)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('Given up after 3 attempts'),
      attempts: ['unknown', 'unknown', 'unknown'],
      waits: false,
    })
    expect(server.messages).toEqual([])
  })

  test('and whose letter was cancelled then: the record says that it may have arrived', async () => {
    const id = await send(password())
    await sql`select * from claim_due_deliveries(${now}, '5 minutes', 10)`.execute(db)
    await inTransaction(inThisOrganization(), (tx) =>
      cancelCredentialLetters(tx, person, 'a newer one was issued'),
    )
    expect(await read(id)).toMatchObject({ state: 'cancelled', sealed: null, attempts: [] })
    await letLeasesRunOut(testDatabase)
    expect(await postman.deliverDue()).toBe(1)
    expect(await read(id)).toMatchObject({
      state: 'cancelled',
      reason: expect.stringContaining('may have arrived'),
      attempts: ['unknown'],
      waits: false,
    })
  })

  test('waits for the answer of a slow mail server, and takes up nothing else', async () => {
    server.fail({ at: 'dot', do: '250 Kept', keeps: true, afterSeconds: 5 })
    const id = await send(notice())
    pass(1)
    const next = await send(notice())
    postman = newPostman(smtp, { mostAtOnce: 1, endsWithinMs: 120_000 })
    const working = postman.deliverDue()
    await expect.poll(() => server.commands.at(-1)).toBe('DATA')
    await postman.stop()
    expect(await working).toBe(1)
    expect(await read(id)).toMatchObject({ state: 'sent', attempts: ['accepted'] })
    expect(await read(next)).toMatchObject({ state: 'queued', attempts: [] })
    expect(server.messages).toHaveLength(1)
  })

  test('ends in time although the mail server stalls, and says what it knows', async () => {
    server.fail({ at: 'dot', do: 'stall' })
    const patient = openSmtp({ url: server.url })
    const stubborn = newPostman(patient, { endsWithinMs: 100 })
    const id = await send(notice())
    const working = stubborn.deliverDue()
    await expect.poll(() => server.commands.at(-1)).toBe('DATA')
    await stubborn.stop()
    await working
    expect(await read(id)).toMatchObject({ state: 'queued', attempts: ['unknown'], waits: true })
  })

  test('writes the answer down although the database was away when it came', async () => {
    const id = await send(notice())
    let lost = false
    const cutting: Smtp = {
      send: async (message) => {
        const result = await smtp.send(message)
        lost = true
        await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
          .execute(database.of(organizationId))
          .catch(() => {})
        return result
      },
      close: () => {},
    }
    const interrupted = newPostman(cutting)
    // While looking for more letters it may meet a connection that was cut.
    await interrupted.deliverDue().catch(() => {})
    await interrupted.stop()
    expect(lost).toBe(true)
    const found = await throughOutages(() => read(id))
    expect(found).toMatchObject({ state: 'sent', attempts: ['accepted'] })
    expect(server.messages).toHaveLength(1)
  })

  test('writes it down once although the answer to its commit was lost', async () => {
    const deliveryId = await send(notice())
    const attempted = { deliveryId, number: 1 }
    const accepted = { outcome: 'accepted', reply: '250' } as const
    await recordOutcome(inThisOrganization(), attempted, 'anna@acme.test', accepted)
    await recordOutcome(inThisOrganization(), attempted, 'anna@acme.test', accepted)
    expect(await read(deliveryId)).toMatchObject({ state: 'sent', reason: null, attempts: ['accepted'] })
  })
})

import fc from 'fast-check'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase, transaction, type Database, type Db } from '../database/database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../database/embedded.ts'
import { INSTALLATION, newId } from '../database/id.ts'
import {
  giveBack,
  peekThrottle,
  pruneThrottles,
  subjectWithin,
  throttle,
  type Attempt,
  type Limit,
} from './rate-limit.ts'

const START = new Date('2026-11-22T17:00:00.000Z')
/** Five at once, and one more every two minutes. */
const SIGN_IN: Limit = { name: 'sign-in', attempts: 5, perMinutes: 10 }

let folder: string
let postgres: EmbeddedPostgres
let database: Database
let db: Db

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-rate-limit-'))
  postgres = await startEmbeddedPostgres({ dataDir: folder, durable: false })
  const owner = new pg.Client(postgres.ownerUrl)
  await owner.connect()
  await owner.query(
    await readFile(new URL('../database/migrations/001-tenancy.sql', import.meta.url), 'utf8'),
  )
  await owner.end()
  database = openDatabase({ connection: { connectionString: postgres.appUrl } })
})

afterAll(async () => {
  await database?.close()
  await postgres?.stop()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  db = database.counters
  await db.deleteFrom('throttles').where('organization_id', '=', INSTALLATION).execute()
})

const after = (seconds: number) => new Date(START.getTime() + seconds * 1_000)
const attemptOf = (subject: string, now = START, limit = SIGN_IN): Attempt => ({
  limit,
  subject,
  now,
})

async function useUp(subject: string): Promise<void> {
  for (let count = 0; count < SIGN_IN.attempts; count += 1) await throttle(db, attemptOf(subject))
}

describe('attempts', () => {
  test('are allowed up to the limit, then refused until the next one is due', async () => {
    for (const left of [4, 3, 2, 1, 0])
      expect(await throttle(db, attemptOf('anna'))).toEqual({ allowed: true, retryAfterSeconds: 0, left })
    expect(await throttle(db, attemptOf('anna'))).toMatchObject({ allowed: false, retryAfterSeconds: 120 })
    expect(await throttle(db, attemptOf('anna', after(119)))).toMatchObject({
      allowed: false,
      retryAfterSeconds: 1,
    })
    expect((await throttle(db, attemptOf('anna', after(120)))).allowed).toBe(true)
    expect(await throttle(db, attemptOf('anna', after(120)))).toMatchObject({
      allowed: false,
      retryAfterSeconds: 120,
    })
  })

  test('that are refused do not put off the next one', async () => {
    await useUp('anna')
    for (let count = 0; count < 20; count += 1) await throttle(db, attemptOf('anna', after(count)))
    expect((await throttle(db, attemptOf('anna', after(120)))).allowed).toBe(true)
  })

  test('are all back once the time of the limit has passed, and never more than those', async () => {
    await useUp('anna')
    const muchLater = after(3_600)
    for (let count = 0; count < 5; count += 1) {
      expect((await throttle(db, attemptOf('anna', muchLater))).allowed).toBe(true)
    }
    expect((await throttle(db, attemptOf('anna', muchLater))).allowed).toBe(false)
  })

  test('at the very same moment pass exactly as often as the limit says', async () => {
    const attempts = await Promise.all(Array.from({ length: 40 }, () => throttle(db, attemptOf('anna'))))
    expect(attempts.filter(({ allowed }) => allowed)).toHaveLength(5)
    for (const { allowed, retryAfterSeconds } of attempts) if (!allowed) expect(retryAfterSeconds).toBe(120)
  })

  test('are counted apart by subject, by limit and by organization', async () => {
    await useUp('anna')
    expect((await throttle(db, attemptOf('anna'))).allowed).toBe(false)
    expect((await throttle(db, attemptOf('birch'))).allowed).toBe(true)
    expect((await throttle(db, attemptOf('anna', START, { ...SIGN_IN, name: 'device' }))).allowed).toBe(true)
    const [north, south] = [newId(), newId()].map((id) => subjectWithin(id, 'anna')) as [string, string]
    await useUp(north)
    expect((await throttle(db, attemptOf(north))).allowed).toBe(false)
    expect((await throttle(db, attemptOf(south))).allowed).toBe(true)
  })

  test('by several limits are counted by each, up to the first that is used up and not behind it', async () => {
    const [client, network, anna, birch] = ['client', 'network', 'anna', 'birch'].map((one) =>
      attemptOf(one),
    ) as [Attempt, Attempt, Attempt, Attempt]
    for (let count = 0; count < 3; count += 1)
      expect((await throttle(db, client, network, anna)).allowed).toBe(true)
    for (let count = 0; count < 2; count += 1)
      expect((await throttle(db, client, network, birch)).allowed).toBe(true)
    expect(await throttle(db, client, network, anna)).toMatchObject({
      allowed: false,
      retryAfterSeconds: 120,
    })
    // The client and the network are used up by five; of the addresses one has two left, and the other three.
    const left = async (attempt: Attempt) => {
      for (let count = 0; ; count += 1) if (!(await throttle(db, attempt)).allowed) return count
    }
    expect(await left(network)).toBe(0)
    expect(await left(anna)).toBe(2)
    expect(await left(birch)).toBe(3)
  })

  test.each([
    ['counted', (client: Attempt, network: Attempt) => throttle(db, client, network)],
    ['given back', (client: Attempt, network: Attempt) => giveBack(db, { one: [client], all: [network] })],
  ])(
    'by several limits are %s in one order: none waits for a limit while it has one behind it',
    async (_, act) => {
      const client = attemptOf('client')
      await throttle(db, client)
      const [first] = (await readRows()).rows
      await throttle(db, attemptOf('network'))
      const holder = new pg.Client(postgres.ownerUrl)
      await holder.connect()
      onTestFinished(() => holder.end())
      await holder.query(`begin; set local lock_timeout = '1s'`)
      await holder.query('select from throttles where key = $1 for update', [first!.key])
      const acted = act(client, attemptOf('network'))
      while ((await holder.query('select from pg_locks where not granted')).rowCount === 0);
      expect((await holder.query('select from throttles for update')).rowCount).toBe(2)
      await holder.query('commit')
      await acted
    },
  )

  test('are counted for good when what was attempted commits, and not when it is undone', async () => {
    const undone = transaction(db, async (tx) => {
      await useUp('anna')
      await throttle(tx, attemptOf('birch'))
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect((await peekThrottle(db, attemptOf('anna'))).allowed).toBe(false)
    const { rows } = await readRows()
    expect(rows).toHaveLength(1)
  })

  test('leave no trace of who made them', async () => {
    await throttle(db, attemptOf('anna@example.com'))
    const { rows } = await readRows()
    expect(rows).toHaveLength(1)
    expect(rows[0]?.key).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  test('made under a clock that was set ahead and back keep nobody waiting longer than the limit says', async () => {
    const threeDays = 3 * 86_400
    for (let count = 0; count < 5; count += 1) await throttle(db, attemptOf('anna', after(threeDays)))
    const stopped = { allowed: false, retryAfterSeconds: 120 }
    expect(await peekThrottle(db, attemptOf('anna', after(60)))).toEqual(stopped)
    expect(await throttle(db, attemptOf('anna', after(60)))).toMatchObject(stopped)
    expect(await throttle(db, attemptOf('anna', after(70)))).toMatchObject({
      allowed: false,
      retryAfterSeconds: 110,
    })
    expect((await throttle(db, attemptOf('anna', after(180)))).allowed).toBe(true)
    expect((await throttle(db, attemptOf('anna', after(180)))).allowed).toBe(false)
    for (let count = 0; count < 5; count += 1)
      expect((await throttle(db, attemptOf('anna', after(1_000)))).allowed).toBe(true)
  })

  test('pass as a plain model of the algorithm says, at any times', async () => {
    const gaps = fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 25 })
    const limits = fc.record({
      name: fc.constant('model'),
      attempts: fc.integer({ min: 1, max: 7 }),
      perMinutes: fc.integer({ min: 1, max: 20 }),
    })
    await fc.assert(
      fc.asyncProperty(gaps, limits, fc.uuid(), async (seconds, limit, subject) => {
        const share = Math.ceil((limit.perMinutes * 60_000) / limit.attempts)
        let now = START.getTime()
        let paidOffAt = 0
        for (const gap of seconds) {
          now += gap * 1_000
          const next = Math.max(paidOffAt, now) + share
          const allowed = next - now <= limit.attempts * share
          if (allowed) paidOffAt = next
          const waitSeconds = allowed ? 0 : Math.ceil((next - now - limit.attempts * share) / 1_000)
          const attempt = attemptOf(subject, new Date(now), limit)
          expect(await peekThrottle(db, attempt)).toEqual({ allowed, retryAfterSeconds: waitSeconds })
          const left = allowed ? Math.floor((now + limit.attempts * share - paidOffAt) / share) : 0
          expect(await throttle(db, attempt)).toEqual({ allowed, retryAfterSeconds: waitSeconds, left })
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('looking, forgiving, forgetting', () => {
  test('looking counts nothing', async () => {
    for (let count = 0; count < 10; count += 1) {
      expect(await peekThrottle(db, attemptOf('anna'))).toEqual({ allowed: true, retryAfterSeconds: 0 })
    }
    await useUp('anna')
    expect(await peekThrottle(db, attemptOf('anna'))).toEqual({ allowed: false, retryAfterSeconds: 120 })
  })

  test('forgiving gives one attempt back', async () => {
    await useUp('anna')
    await giveBack(db, { one: [attemptOf('anna')] })
    expect((await throttle(db, attemptOf('anna'))).allowed).toBe(true)
    expect((await throttle(db, attemptOf('anna'))).allowed).toBe(false)
  })

  test('forgiving what was never counted gives nothing', async () => {
    await giveBack(db, { one: [attemptOf('anna')] })
    for (let count = 0; count < 3; count += 1) await giveBack(db, { one: [attemptOf('birch', after(count))] })
    await useUp('birch')
    expect((await throttle(db, attemptOf('birch'))).allowed).toBe(false)
  })

  test('forgiving again and again never gives more than the limit', async () => {
    await throttle(db, attemptOf('anna'))
    for (let count = 0; count < 9; count += 1) await giveBack(db, { one: [attemptOf('anna')] })
    await useUp('anna')
    expect((await throttle(db, attemptOf('anna'))).allowed).toBe(false)
  })

  test('forgetting gives all of them back', async () => {
    await useUp('anna')
    await useUp('birch')
    await giveBack(db, { all: [attemptOf('anna')] })
    for (let count = 0; count < 5; count += 1)
      expect((await throttle(db, attemptOf('anna'))).allowed).toBe(true)
    expect((await throttle(db, attemptOf('birch'))).allowed).toBe(false)
  })
})

describe('pruning', () => {
  test('takes away what holds nobody back, so many at a time, and nothing else', async () => {
    for (let count = 0; count < 5; count += 1) await throttle(db, attemptOf(`visitor ${count}`))
    await useUp('anna')
    // A single attempt is paid off after two minutes, five of them after ten.
    expect(await pruneThrottles(db, after(119))).toBe(0)
    expect(await pruneThrottles(db, after(120), 3)).toBe(3)
    expect(await pruneThrottles(db, after(120), 3)).toBe(2)
    expect((await peekThrottle(db, attemptOf('anna'))).allowed).toBe(false)
    expect(await pruneThrottles(db, after(600))).toBe(1)
    expect((await readRows()).rows).toEqual([])
  })
})

async function readRows(): Promise<{ rows: { key: string }[] }> {
  return {
    rows: await db
      .selectFrom('throttles')
      .select('key')
      .where('organization_id', '=', INSTALLATION)
      .execute(),
  }
}

import { sql } from 'kysely'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { DatabaseAway, NoConnectionFree, openDatabase, transaction, type Db } from './database.ts'
import { INSTALLATION, newId } from './id.ts'

test.each(['connection', 'transaction'] as const)(
  'each organization sees its own rows and no other (organization set on the %s)',
  async (tenantScope) => {
    const database = await openOn(tenantScope)
    const [northwind, southwind] = [newId(), newId()]
    const keysIn = async (db: Db) =>
      (await sql<{ key: string }>`select key from throttles`.execute(db)).rows.map(({ key }) => key)
    for (const id of [northwind, southwind])
      await database
        .of(id)
        .insertInto('throttles')
        .values({ organization_id: id, key: `of ${id}`, arrives_at: NOON })
        .execute()
    for (const id of [northwind, southwind, northwind]) {
      expect(await keysIn(database.of(id))).toEqual([`of ${id}`])
      expect(await transaction(database.of(id), keysIn)).toEqual([`of ${id}`])
    }
    expect(await keysIn(database.of(newId()))).toEqual([])
  },
)

test.each(['connection', 'transaction'] as const)(
  'of two changes that wait for each other, none is lost (organization set on the %s)',
  async (tenantScope) => {
    const db = await openThrottles(tenantScope)
    const [firstHasA, secondHasB] = [gate(), gate()]
    await Promise.all([
      transaction(db, async (tx) => {
        await later(tx, 'a')
        firstHasA.open()
        await secondHasB.passed
        await later(tx, 'b')
      }),
      transaction(db, async (tx) => {
        await later(tx, 'b')
        secondHasB.open()
        await firstHasA.passed
        await later(tx, 'a')
      }),
    ])
    expect(await minutesLater(db)).toEqual({ a: 2, b: 2 })
  },
)

test('who finds all connections in use is told so, and not that the database is away', async () => {
  const { appUrl, drop } = await createTestDatabase()
  const database = openDatabase({
    connection: { connectionString: appUrl, connectionTimeoutMillis: 20 },
    connections: 3,
  })
  onTestFinished(async () => {
    await database.close()
    await drop()
  })
  const db = database.of(INSTALLATION)
  const [begun, asked] = [gate(), gate()]
  const holding = transaction(db, async () => {
    begun.open()
    await asked.passed
  })
  await begun.passed
  await expect(sql`select 1`.execute(db)).rejects.toThrow(NoConnectionFree)
  asked.open()
  await holding
})

test('a part that throws is undone as a whole, also where a part of it was undone before', async () => {
  const db = await openThrottles('connection')
  const undone = (tx: Db, change: (part: Db) => Promise<unknown>) =>
    transaction(tx, async (part) => {
      await change(part)
      throw new Error('undo')
    }).catch(() => {})
  await transaction(db, async (tx) => {
    await later(tx, 'a')
    await undone(tx, async (part) => {
      await later(part, 'a')
      await undone(part, (within) => later(within, 'b'))
    })
    await later(tx, 'b')
  })
  expect(await minutesLater(db)).toEqual({ a: 1, b: 1 })
})

test.each(['connection', 'transaction'] as const)(
  'a statement on its own is made again as well (organization set on the %s)',
  async (tenantScope) => {
    const db = await openThrottles(tenantScope)
    // It takes a, and then waits for b, while the one that has b wants a.
    const both = sql`
      with a as (
        update throttles set arrives_at = arrives_at + interval '1 minute'
        where organization_id = ${INSTALLATION} and key = 'a' returning key),
      taken as materialized (select count(*) as rows from a)
      update throttles set arrives_at = arrives_at + interval '1 minute' from taken
      where organization_id = ${INSTALLATION} and throttles.key = 'b' and taken.rows = 1`
    let hasBegun = false
    let alone: Promise<unknown> = Promise.resolve()
    await transaction(db, async (tx) => {
      await later(tx, 'b')
      // Once: PostgreSQL may end this transaction, which is then made again.
      if (!hasBegun) {
        hasBegun = true
        alone = both.execute(db)
        while (!(await somebodyWaitsForUs(tx)));
      }
      await later(tx, 'a')
    })
    await alone
    expect(await minutesLater(db)).toEqual({ a: 2, b: 2 })
  },
)

test.each(['connection', 'transaction'] as const)(
  'no statement goes on, waits or idles forever (organization set on the %s)',
  async (tenantScope) => {
    const database = await openOn(tenantScope)
    const limits = sql<Record<'statement' | 'lock' | 'idle', string | null>>`
      select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle`
    for (const db of [database.of(newId()), database.counters]) {
      const { rows } = await limits.execute(db)
      expect(rows).toEqual([{ statement: '1min', lock: '20s', idle: '1min' }])
    }
  },
)

test.each(['connection', 'transaction'] as const)(
  'a flood of attempts waits on a few connections of its own, and not for the disk (organization set on the %s)',
  async (tenantScope) => {
    const database = await openOn(tenantScope, true)
    const waiting = async (db: Db) =>
      (
        await sql<{ commit: string | null }>`select current_setting('synchronous_commit') as commit`.execute(
          db,
        )
      ).rows
    expect(await waiting(database.of(newId()))).toEqual([{ commit: 'on' }])
    expect(await waiting(database.counters)).toEqual([{ commit: 'off' }])

    const db = database.of(INSTALLATION)
    await db
      .insertInto('throttles')
      .values({ organization_id: INSTALLATION, key: 'a', arrives_at: NOON })
      .execute()
    let flood: Promise<unknown> = Promise.resolve()
    await transaction(db, async (tx) => {
      await later(tx, 'a')
      flood = Promise.all(Array.from({ length: 30 }, () => later(database.counters, 'a')))
      while (!(await somebodyWaitsForUs(tx)));
      const all = gate()
      let begun = 0
      const others = Array.from({ length: 9 }, () =>
        transaction(database.of(newId()), async (other) => {
          await sql`select`.execute(other)
          if (++begun === 9) all.open()
          await all.passed
        }),
      )
      await Promise.all(others)
    })
    await flood
    expect(await minutesLater(db)).toEqual({ a: 31 })
  },
)

test.each(['connection', 'transaction'] as const)(
  'a connection that PostgreSQL ends in the middle is a database that is away, and the next one works (organization set on the %s)',
  async (tenantScope) => {
    const db = (await openOn(tenantScope)).of(INSTALLATION)
    const end = sql`select pg_terminate_backend(pg_backend_pid())`
    await expect(end.execute(db)).rejects.toThrow(DatabaseAway)
    await expect(transaction(db, (tx) => end.execute(tx))).rejects.toThrow(DatabaseAway)
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(db)
    expect(rows).toEqual([{ one: 1 }])
  },
)

const NOON = new Date('2026-05-04T12:00:00.000Z')

/** Any table will do: two rows, each of which counts the minutes added to it. */
async function openThrottles(tenantScope: 'connection' | 'transaction'): Promise<Db> {
  const db = (await openOn(tenantScope)).of(INSTALLATION)
  for (const key of ['a', 'b'])
    await db
      .insertInto('throttles')
      .values({ organization_id: INSTALLATION, key, arrives_at: NOON })
      .execute()
  return db
}

/** Here nothing waits for the disk, unless it is to be seen what would. */
async function openOn(tenantScope: 'connection' | 'transaction', isDurable = false) {
  const { appUrl, ownerUrl, drop } = await createTestDatabase()
  if (isDurable) {
    const owner = new pg.Client(ownerUrl)
    await owner.connect()
    await owner.query(
      `do $$ begin execute format('alter database %I set synchronous_commit = on', current_database()); end $$`,
    )
    await owner.end()
  }
  const database = openDatabase({ connection: { connectionString: appUrl }, tenantScope })
  onTestFinished(async () => {
    await database.close()
    await drop()
  })
  return database
}

const later = (tx: Db, key: string) =>
  sql`update throttles set arrives_at = arrives_at + interval '1 minute'
    where organization_id = ${INSTALLATION} and key = ${key}`.execute(tx)

/** From `pg_locks`, because within a transaction `pg_stat_activity` keeps showing what it showed first. */
async function somebodyWaitsForUs(tx: Db): Promise<boolean> {
  const { rows } = await sql`
    select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))`.execute(tx)
  return rows.length > 0
}

async function minutesLater(db: Db) {
  const rows = await db.selectFrom('throttles').select(['key', 'arrives_at']).execute()
  return Object.fromEntries(
    rows.map(({ key, arrives_at }) => [key, (Date.parse(arrives_at) - NOON.getTime()) / 60_000]),
  )
}

function gate() {
  let open = () => {}
  const passed = new Promise<void>((resolve) => (open = resolve))
  return { passed, open }
}

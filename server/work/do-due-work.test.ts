import pg from 'pg'
import { onTestFinished, expect, test } from 'vitest'
import { openWorld } from '../../test/world.ts'
import { organizationApi } from '../organization/organization.api.ts'
import type { Scope } from '../scope/scope.ts'
import { receivablesApi } from '../receivables/home.api.ts'
import type { Outcome, RegularWork, Round } from './regular-work.ts'

const DAY = 86_400_000

/** Three sellers, for whom there is something to do. It is 09:00 UTC on 4 May. */
async function openSellers() {
  const world = await openWorld()
  const { owner, organization, clock, ownerUrl } = world
  const others = [
    await owner.call(organizationApi.found, { body: { name: 'Birch' } }),
    await owner.call(organizationApi.found, { body: { name: 'Cedar' } }),
  ]
  const ids = [organization.id, ...others.map(({ id }) => id)] as [string, string, string]
  const postgres = new pg.Client({ connectionString: ownerUrl })
  await postgres.connect()
  onTestFinished(() => postgres.end())
  await postgres.query(
    `insert into regular_work (organization_id, work, due_at) select id, 'statements', timestamptz '2026-05-01' + n * interval '1 minute'
     from unnest($1::uuid[]) with ordinality as seller (id, n)`,
    [ids],
  )
  const tomorrow = () => new Date(clock.now().getTime() + DAY)
  return {
    ...world,
    ids,
    postgres,
    tomorrow,
    /** Work that does what it is told, and has seen the organizations in `seen`. */
    work(does: (scope: Scope, round: Round) => Promise<void> = () => Promise.resolve()) {
      const seen: string[] = []
      const work: RegularWork = {
        name: 'statements',
        isMissedByStaff: true,
        async doIn(scope, round): Promise<Outcome> {
          seen.push(scope.organizationId)
          await does(scope, round)
          return { tried: 'all', dueAt: tomorrow() }
        },
      }
      return { ...work, seen }
    },
    failing: async () => (await owner.call(receivablesApi.mail, {})).failing,
  }
}

test('each organization is seen when it is due, the longest due first, and not again before', async () => {
  const { ids, work, doDue, clock } = await openSellers()
  const look = work()
  await doDue(look)
  expect(look.seen).toEqual(ids)
  await doDue(look)
  expect(look.seen).toHaveLength(3)
  clock.advance({ days: 1 })
  await Promise.all([doDue(look), doDue(look), doDue(look)])
  expect(look.seen.slice(3).toSorted()).toEqual(ids.toSorted())
})

test('an organization that throws stops no other, is shown to its staff, and is tried again in five minutes', async () => {
  const { ids, work, doDue, clock, failing } = await openSellers()
  let isBroken = true
  const look = work(({ organizationId }) =>
    isBroken && organizationId === ids[0] ? Promise.reject(new Error('not to be read')) : Promise.resolve(),
  )
  await doDue(look)
  expect(look.seen).toEqual(ids)
  expect(await failing()).toMatchObject([{ work: 'statements', invoiceId: null, customerId: null }])
  clock.advance({ minutes: 4 })
  await doDue(look)
  expect(look.seen).toHaveLength(3)
  clock.advance({ minutes: 1 })
  isBroken = false
  await doDue(look)
  expect(look.seen.slice(3)).toEqual([ids[0]])
  expect(await failing()).toEqual([])
})

test('a piece that throws stops no other piece', async () => {
  const { ids, work, doDue, clock } = await openSellers()
  const done: string[] = []
  const look = work(async ({ organizationId }, round) => {
    for (const piece of ['one', 'two'])
      await round.piece({}, () => {
        if (organizationId === ids[1] && piece === 'one') throw new Error('a fault that nobody thought of')
        done.push(`${organizationId} ${piece}`)
        return Promise.resolve()
      })
    expect(round.hasFailed).toBe(organizationId === ids[1])
  })
  await doDue(look)
  expect(done).toHaveLength(5)
  clock.advance({ minutes: 5 })
  await doDue(look)
  expect(look.seen.slice(3)).toEqual([ids[1]])
})

test('stopped, it ends after the piece at hand, and another process goes on there at once', async () => {
  const { ids, work, doDue, failing } = await openSellers()
  const stopping = new AbortController()
  const done: number[] = []
  const look = work(async (_, round) => {
    for (const piece of [1, 2, 3])
      await round.piece({}, () => {
        done.push(piece)
        stopping.abort()
        return Promise.resolve()
      })
  })
  await doDue(look, stopping.signal)
  expect([look.seen, done]).toEqual([[ids[0]], [1]])
  expect(await failing()).toEqual([])
  await doDue(look)
  expect(look.seen).toEqual([ids[0], ...ids])
})

test('what a killed process had taken is gone on with once its lease has run out', async () => {
  const { ids, work, doDue, clock, postgres, letLeasesRunOut } = await openSellers()
  await postgres.query(`select claim_due_work('statements', $1, gen_random_uuid(), '5 minutes')`, [
    clock.now(),
  ])
  const look = work()
  await doDue(look)
  expect(look.seen).toEqual(ids.slice(1))
  await letLeasesRunOut()
  await doDue(look)
  expect(look.seen.slice(2)).toEqual([ids[0]])
})

test('a process whose clock is ahead does not take what another has just taken', async () => {
  const { ids, work, doDue, clock } = await openSellers()
  const ahead = work()
  const look = work(async ({ organizationId }) => {
    if (organizationId !== ids[2]) return
    clock.advance({ minutes: 6 })
    await doDue(ahead)
  })
  await doDue(look)
  expect([look.seen, ahead.seen]).toEqual([ids, []])
})

test('what becomes due while its organization is gone through is looked at right after', async () => {
  const { ids, work, doDue, postgres } = await openSellers()
  let changes = 1
  const look = work(async ({ organizationId }) => {
    if (organizationId === ids[0] && changes-- > 0)
      await postgres.query(`select make_due($1, 'statements')`, [organizationId])
  })
  await doDue(look)
  expect(look.seen.toSorted()).toEqual([ids[0], ...ids].toSorted())
})

test('a change that is not committed yet is not missed: its organization waits for it', async () => {
  const { ids, work, doDue, postgres } = await openSellers()
  await postgres.query('begin')
  await postgres.query(`select make_due($1, 'statements')`, [ids[0]])
  const look = work()
  await doDue(look)
  expect(look.seen).toEqual(ids.slice(1))
  await postgres.query('commit')
  await doDue(look)
  expect(look.seen.slice(2)).toEqual([ids[0]])
})

test('an organization where nothing is left to do is seen again when its settings change', async () => {
  const { ids, work, doDue, clock, postgres } = await openSellers()
  const look = { ...work(), doIn: (): Promise<Outcome> => Promise.resolve({ tried: 'nothing', dueAt: null }) }
  await doDue(look)
  clock.advance({ days: 1000 })
  const again = work()
  await doDue(again)
  expect(again.seen).toEqual([])
  await postgres.query(`select switch_on($1, 'statements')`, [ids[2]])
  await doDue(again)
  expect(again.seen).toEqual([ids[2]])
})

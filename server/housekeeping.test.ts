import pg from 'pg'
import { expect, test } from 'vitest'
import { openCast, OWN_PASSWORD } from '../test/cast.ts'
import { refused } from '../test/client.ts'
import { keepHouse } from './housekeeping.ts'
import { staffSessionApi } from './staff/staff.api.ts'

test('what has expired is thrown away, and what still counts stays', async () => {
  const { anna, settle, signIn, clock, database, ownerUrl, visitor } = await openCast()
  await settle(anna.atAcme)
  await refused(visitor().call(staffSessionApi.signIn, { body: { email: 'x@x.example', password: 'wrong' } }))
  clock.advance({ days: 31 })
  await signIn(anna.email, OWN_PASSWORD)

  await keepHouse({ database, clock: clock.now })
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const { rows } = await client.query<{ staff: number; portal: number; stale: number }>(
    `select (select count(*)::int from staff_sessions) as staff, (select count(*)::int from portal_sessions) as portal,
       (select count(*)::int from throttles where arrives_at <= $1) as stale`,
    [clock.now()],
  )
  await client.end()
  expect(rows[0]).toEqual({ staff: 0, portal: 1, stale: 0 })
})

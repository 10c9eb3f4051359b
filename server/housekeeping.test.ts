import { access, mkdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { openCast, OWN_PASSWORD } from '../test/cast.ts'
import { refused } from '../test/client.ts'
import { openWorld } from '../test/world.ts'
import { newId } from './database/id.ts'
import { keepHouse } from './housekeeping.ts'
import { importsApi } from './imports/imports.api.ts'
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

test('an import goes after thirty days with what was uploaded, run or not; a later one stays', async () => {
  const { app, owner, clock, database, ownerUrl } = await openWorld()
  const upload = async (content: string) => {
    const { json } = await owner.send('POST', '/v1/imports?fileName=a.csv', {
      payload: content,
      type: 'text/csv',
    })
    return (json as { id: string }).id
  }
  const done = await upload('Company\nAcme\n')
  for (const step of [importsApi.plan, importsApi.run]) {
    await owner.call(step, { params: { importId: done } })
    await app.services.importWork.settled()
  }
  await upload('Company\nBirch\n')
  clock.advance({ minutes: 10 })
  const later = await upload('Company\nCedar\n')
  clock.advance({ days: 29, hours: 23, minutes: 55 })
  await keepHouse({ database, clock: clock.now })

  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const { rows } = await client.query('select distinct import_id as id from import_rows')
  const { rows: customers } = await client.query('select name from customers')
  await client.end()
  expect(rows).toEqual([{ id: later }])
  expect(customers).toEqual([{ name: 'Acme' }])
})

test('an upload that a killed process has left goes after a day; one on its way stays', async () => {
  const { database } = await openWorld()
  const [left, onItsWay] = [1, 2].map(() => join(tmpdir(), `portico-upload-test-${newId()}`)) as [
    string,
    string,
  ]
  await Promise.all([mkdir(left), mkdir(onItsWay)])
  const now = new Date()
  await utimes(left, now, new Date(now.getTime() - 25 * 3_600_000))
  await keepHouse({ database, clock: () => now })
  await expect(access(left)).rejects.toThrow('ENOENT')
  await access(onItsWay)
  await rm(onItsWay, { recursive: true })
})

import pg from 'pg'
import { expect, onTestFinished, test, vi } from 'vitest'
import { PATIENT } from '../../test/patience.ts'
import { openWorld, type SetUpWorld } from '../../test/world.ts'
import { externalUrls } from '../database/bring-up.ts'
import { openDatabase, type DatabaseOptions } from '../database/database.ts'
import type { Cookies } from '../http/cookies.ts'
import type { Endpoint } from '../http/endpoint.ts'
import { identifyStaff } from './session.ts'
import { staffApi, staffSessionApi } from './staff.api.ts'

test('a session that ended in one process has ended in every other, as soon as PostgreSQL tells them', async () => {
  const world = await openWorld()
  const { identifyOwner } = openOtherProcess(world)
  expect(await identifyOwner()).toMatchObject({ role: 'owner' })
  await world.owner.call(staffSessionApi.signOut)
  await vi.waitFor(async () => expect(await identifyOwner()).toBeNull(), PATIENT)
})

test('a process that hears nothing of a change goes by it after five seconds', async () => {
  const world = await openWorld()
  const { identifyOwner } = openOtherProcess(world)
  await identifyOwner()
  await demoteOwnersSecretly(world)
  world.clock.advance({ minutes: 4.9 / 60 })
  expect(await identifyOwner()).toMatchObject({ role: 'owner' })
  world.clock.advance({ minutes: 0.1 / 60 })
  expect(await identifyOwner()).toMatchObject({ role: 'viewer' })
})

test('a process that asks for the password looks whether it was typed at another, of which it has not heard', async () => {
  const world = await openWorld()
  const { identifyOwner } = openOtherProcess(world)
  const shownAt = async (wanted?: Pick<Endpoint, 'fresh'>) => (await identifyOwner(wanted))!.passwordShownAt
  world.clock.advance({ minutes: 31 })
  const before = await shownAt()
  await asOwnerOfTables(
    world,
    `set session_replication_role = replica; update staff_sessions set password_shown_at = password_shown_at + interval '31 minutes'`,
  )
  expect(await shownAt()).toEqual(before)
  expect(await shownAt(staffApi.invite)).toEqual(world.clock.now())
})

test('a process that lost a connection, and may have missed a word, remembers nobody', async () => {
  const world = await openWorld()
  const { identifyOwner, database } = openOtherProcess(world)
  await identifyOwner()
  const heard = database.staffChanges()
  await asOwnerOfTables(
    world,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'other process'`,
  )
  await vi.waitFor(() => expect(database.staffChanges()).not.toBe(heard), PATIENT)
  await demoteOwnersSecretly(world)
  expect(await identifyOwner()).toMatchObject({ role: 'viewer' })
})

test('a process behind a pooler, which gets no notifications, remembers nobody', async () => {
  const world = await openWorld()
  const { identifyOwner } = openOtherProcess(world, { tenantScope: 'transaction' })
  await identifyOwner()
  await demoteOwnersSecretly(world)
  expect(await identifyOwner()).toMatchObject({ role: 'viewer' })
})

/** Another process on the same database, to which the owner's browser speaks as well. */
function openOtherProcess(world: SetUpWorld, options: Pick<DatabaseOptions, 'tenantScope'> = {}) {
  const database = openDatabase({
    connection: {
      connectionString: externalUrls(world.ownerUrl, null).appUrl,
      application_name: 'other process',
    },
    ...options,
  })
  onTestFinished(() => database.close())
  const [token] = world.owner.cookies.values()
  const cookies = { get: () => token } as unknown as Cookies
  return {
    database,
    identifyOwner: (wanted?: Pick<Endpoint, 'fresh'>) =>
      identifyStaff(cookies, { ...world.app.services, database }, wanted),
  }
}

/** As a replica: the triggers that report it are not called. */
const demoteOwnersSecretly = (world: SetUpWorld) =>
  asOwnerOfTables(world, `set session_replication_role = replica; update staff_members set role = 'viewer'`)

async function asOwnerOfTables({ ownerUrl }: SetUpWorld, statements: string) {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(statements)
  await client.end()
}

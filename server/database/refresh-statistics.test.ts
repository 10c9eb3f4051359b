import { expect, test, vi } from 'vitest'
import { ask } from '../../test/database.ts'
import { PATIENT } from '../../test/patience.ts'
import { openWorld } from '../../test/world.ts'
import { refreshStatistics } from './refresh-statistics.ts'

test('a table that has more than doubled is planned by what is there now, and no other', async () => {
  const { app, organization, ownerUrl } = await openWorld()
  const db = app.services.database.of(organization.id)
  const addCustomers = (count: number) =>
    ask(
      ownerUrl,
      `insert into customers (organization_id, id, name, created_at, updated_at)
       select $1, gen_random_uuid(), 'Customer ' || n, now(), now() from generate_series(1, $2::int) n`,
      [organization.id, count],
    )
  const plannedBy = async () => {
    await refreshStatistics(db)
    const [customers] = await ask<{ rows: number }>(
      ownerUrl,
      `select reltuples::int as rows from pg_class where oid = 'customers'::regclass`,
    )
    return customers!.rows
  }
  await addCustomers(500)
  // A connection that ended has told what it changed a moment later.
  await vi.waitFor(async () => expect(await plannedBy()).toBe(500), PATIENT)
  // Too few for PostgreSQL to look by itself in the meantime.
  await addCustomers(40)
  expect(await plannedBy()).toBe(500)
  await addCustomers(5000)
  await vi.waitFor(async () => expect(await plannedBy()).toBe(5540), PATIENT)
})

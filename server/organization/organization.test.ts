import { expect, test } from 'vitest'
import { refused } from '../../test/client.ts'
import { openWorld, OWNER } from '../../test/world.ts'
import { journalApi } from '../journal/journal.api.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { organizationApi } from './organization.api.ts'

test('an owner changes the settings, by the version they read; everybody reads them', async () => {
  const { owner, hire } = await openWorld()
  const manager = await hire('manager')
  const before = await manager.call(organizationApi.read)
  expect(before).toMatchObject({
    name: 'Northwind',
    credentialMail: 'password',
    temporaryPasswordHours: 72,
    passwordMinLength: 15,
    staffSessionIdleHours: 12,
    staffSessionDays: 30,
    portalSessionIdleHours: 12,
    portalSessionDays: 30,
    portalUrl: 'http://localhost:8080/portal/northwind',
    version: 1,
  })
  const body = { name: 'Northwind Traders', accentColor: '#0a7f5a', temporaryPasswordHours: 24 }
  expect(await refused(manager.call(organizationApi.change, { body, version: 1 }))).toMatchObject({
    status: 403,
  })
  const after = await owner.call(organizationApi.change, { body, version: 1 })
  expect(after).toEqual({ ...before, ...body, version: 2 })
  expect(await manager.call(organizationApi.read)).toEqual(after)
  expect(await refused(owner.call(organizationApi.change, { body, version: 1 }))).toMatchObject({
    status: 412,
  })

  const { data } = await owner.call(journalApi.list, { query: { limit: 1 } })
  expect(data[0]).toMatchObject({
    action: 'organization.changed',
    changes: expect.arrayContaining([{ field: 'temporaryPasswordHours', old: '72', new: '24' }]) as unknown,
  })
})

test('a change to what it is already changes nothing', async () => {
  const { owner } = await openWorld()
  const body = { name: 'Northwind', currency: 'USD' }
  expect(await owner.call(organizationApi.change, { body, version: 1 })).toMatchObject({ version: 1 })
  expect((await owner.call(journalApi.list)).data.map(({ action }) => action)).toEqual([
    'staff.signed-in',
    'organization.founded',
  ])
})

test('of two changes of one version at once, one is told that it is stale', async () => {
  const { owner } = await openWorld()
  const both = await Promise.allSettled(
    ['EUR', 'GBP'].map((currency) => owner.call(organizationApi.change, { body: { currency }, version: 1 })),
  )
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  for (const one of both) if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 412 })
})

test('what a setting cannot be is refused, pointing at the field', async () => {
  const { owner } = await openWorld()
  const impossible: [object, string][] = [
    [{ accentColor: 'blue' }, '/accentColor'],
    [{ passwordMinLength: 7 }, '/passwordMinLength'],
    [{ staffSessionIdleHours: 0 }, '/staffSessionIdleHours'],
    [{ portalSessionDays: 91 }, '/portalSessionDays'],
    [{ temporaryPasswordHours: 0 }, '/temporaryPasswordHours'],
    [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
    [{ currency: 'euro' }, '/currency'],
    [{ name: '  ' }, '/name'],
    [{ slug: 'mine' }, '/slug'],
  ]
  for (const [body, pointer] of impossible) {
    const refusal = await refused(owner.call(organizationApi.change, { body, version: 1 }))
    expect(refusal).toMatchObject({ status: 400, problem: { errors: [{ pointer }] } })
  }
})

test('a second organization of the same name has an address of its own, and its founder as owner', async () => {
  const { owner, visitor, organization } = await openWorld()
  const second = await owner.call(organizationApi.found, { body: { name: 'Northwind' } })
  expect(second).toMatchObject({ slug: 'northwind-2', name: 'Northwind', version: 1 })
  expect((await owner.call(organizationApi.read)).id).toBe(organization.id)
  const { email, password } = OWNER
  const there = await visitor().call(staffSessionApi.signIn, {
    body: { email, password, organizationId: second.id },
  })
  expect(there).toMatchObject({ staff: { role: 'owner', name: OWNER.name }, organization: { id: second.id } })
})

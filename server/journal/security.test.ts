import { expect, test } from 'vitest'
import { openCast, OWN_PASSWORD } from '../../test/cast.ts'
import { refused, type Client } from '../../test/client.ts'
import { OWNER } from '../../test/world.ts'
import { portalApi } from '../portal-access/portal-access.api.ts'
import { staffApi, staffSessionApi } from '../staff/staff.api.ts'
import { journalApi } from './journal.api.ts'

const STRANGER = '198.51.100.7'

async function open() {
  const cast = await openCast()
  const list = async (who: 'staff' | 'contacts' = 'staff') => {
    await cast.app.services.refusals.settled()
    return (await cast.owner.call(journalApi.security, { query: { who } })).data
  }
  const guess = () =>
    refused(
      cast.visitor(STRANGER).call(staffSessionApi.signIn, {
        body: { email: OWNER.email, password: 'a guess at it' },
      }),
    )
  return { ...cast, list, guess }
}

test('guesses are told once an hour with how many they were, and that they were held back', async () => {
  const { list, guess, clock } = await open()
  for (let made = 0; made < 13; made += 1) await guess()
  const from = [
    { field: 'device', old: null, new: 'Unknown device' },
    { field: 'network', old: null, new: '198.51.100.0/24' },
  ]
  expect(await list()).toMatchObject([
    { action: 'staff.throttled', times: 3, personName: OWNER.name, changes: from },
    { action: 'staff.sign-in-refused', times: 10, personName: OWNER.name, changes: from },
  ])
  clock.advance({ hours: 1 })
  await guess()
  expect(await list()).toMatchObject([
    { action: 'staff.sign-in-refused', times: 1 },
    { action: 'staff.throttled' },
    { action: 'staff.sign-in-refused', times: 10 },
  ])
})

test('what a role does not allow is told with who wanted what, and only owners read it', async () => {
  const { list, hire } = await open()
  const vera = await hire('viewer', 'Vera Viewer')
  const invite = (browser: Client) =>
    refused(browser.call(staffApi.invite, { body: { name: 'Odo', email: 'odo@x.example', role: 'owner' } }))
  expect((await invite(vera)).status).toBe(403)
  expect((await invite(vera)).status).toBe(403)
  const [entry] = await list()
  expect(entry).toMatchObject({ action: 'staff.not-allowed', actor: { name: 'Vera Viewer' }, times: 2 })
  const wanted = 'Invite a staff member by e-mail'
  expect(entry!.changes).toContainEqual({ field: 'wanted', old: null, new: wanted })
  for (const role of ['viewer', 'manager'] as const) {
    const colleague = role === 'viewer' ? vera : await hire(role)
    const reading = colleague.call(journalApi.security, { query: { who: 'staff' } })
    expect((await refused(reading)).status).toBe(403)
  }
})

test('a sign-in, a changed password and ended sessions are told with device and network', async () => {
  const { list, owner, visitor, hire } = await open()
  const vera = await hire('viewer', 'Vera Viewer')
  const { staff } = await vera.call(staffSessionApi.read)
  const elsewhere = visitor(STRANGER)
  await elsewhere.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
  await elsewhere.call(staffSessionApi.signOut)
  await owner.call(staffApi.endSessions, { params: { memberId: staff.id } })
  const body = { currentPassword: OWNER.password, newPassword: 'marble owls drift north' }
  await owner.call(staffSessionApi.changePassword, { body })
  const told = await list()
  expect(told.map(({ action }) => action)).toEqual([
    'staff.password-changed',
    'staff.sessions-ended',
    'staff.signed-out',
    'staff.signed-in',
    'staff.joined',
  ])
  for (const { changes } of told) expect(changes.map(({ field }) => field)).toEqual(['device', 'network'])
})

test('contacts have a list of their own, a page at a time', async () => {
  const { list, owner, settle, anna, signIn, visitor, organization } = await open()
  await settle(anna.atAcme)
  await signIn(anna.email, OWN_PASSWORD)
  const params = { portal: organization.slug }
  for (let made = 0; made < 12; made += 1)
    await refused(
      visitor(STRANGER).call(portalApi.signIn, { params, body: { email: anna.email, password: 'a guess' } }),
    )
  const told = await list('contacts')
  expect(told.slice(0, 3)).toMatchObject([
    { action: 'portal-access.throttled', times: 2, personName: 'Anna Ash' },
    { action: 'portal-access.sign-in-refused', times: 10, personName: 'Anna Ash' },
    { action: 'portal-access.signed-in' },
  ])
  const pages = []
  let cursor: string | undefined
  do {
    const page = await owner.call(journalApi.security, { query: { who: 'contacts', limit: 2, cursor } })
    pages.push(...page.data)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(pages).toEqual(told)
})

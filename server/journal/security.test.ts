import { describe, expect, test, vi } from 'vitest'
import { openCast, OWN_PASSWORD } from '../../test/cast.ts'
import { refused, type Client, type Refused } from '../../test/client.ts'
import { override } from '../../test/override.ts'
import { OWNER } from '../../test/world.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { portalApi } from '../portal-access/portal-access.api.ts'
import { staffApi, staffSessionApi } from '../staff/staff.api.ts'
import { journalApi } from './journal.api.ts'
import { createRefusals } from './report-refusal.ts'

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

test('guesses are recorded once an hour with how many they were, and that they were held back', async () => {
  const { list, guess, clock } = await open()
  for (let made = 0; made < 13; made += 1) await guess()
  const from = [
    { field: 'device', old: null, new: 'Unknown device' },
    { field: 'network', old: null, new: '198.51.100.0/24' },
  ]
  expect(await list()).toMatchObject([
    { action: 'staff.throttled', times: 3, personName: OWNER.name, changes: from },
    { action: 'staff.sign-in-refused', times: 10, personName: OWNER.name, changes: from },
    { action: 'staff.signed-in', times: 1 },
  ])
  clock.advance({ hours: 1 })
  await guess()
  expect(await list()).toMatchObject([
    { action: 'staff.sign-in-refused', times: 1 },
    { action: 'staff.throttled' },
    { action: 'staff.sign-in-refused', times: 10 },
    { action: 'staff.signed-in' },
  ])
})

test('what a role does not allow is recorded with who wanted what, and only owners read it', async () => {
  const { list, hire, guess } = await open()
  const vera = await hire('viewer', 'Vera Viewer')
  const invite = (browser: Client) =>
    refused(browser.call(staffApi.invite, { body: { name: 'Odo', email: 'odo@x.example', role: 'owner' } }))
  expect((await invite(vera)).status).toBe(403)
  expect((await invite(vera)).status).toBe(403)
  await guess()
  const [, entry] = await list()
  expect(entry).toMatchObject({ action: 'staff.not-allowed', actor: { name: 'Vera Viewer' }, times: 2 })
  const wanted = 'Invite a staff member by e-mail'
  expect(entry!.changes).toContainEqual({ field: 'wanted', old: null, new: wanted })
  for (const role of ['viewer', 'manager'] as const) {
    const colleague = role === 'viewer' ? vera : await hire(role)
    const reading = colleague.call(journalApi.security, { query: { who: 'staff' } })
    expect((await refused(reading)).status).toBe(403)
    const told = (await colleague.call(journalApi.list)).data.map(({ action }) => action)
    expect(told).toContain('staff.signed-in')
    expect(told.filter((action) => /refused|throttled|not-allowed/.test(action))).toEqual([])
  }
})

test('a sign-in, a changed password and ended sessions are recorded with device and network', async () => {
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
    'staff.signed-in',
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

test('to go over to another organization is a sign-in there', async () => {
  const { owner, list } = await open()
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  await owner.call(staffSessionApi.switchOrganization, { body: { organizationId: south.id } })
  expect(await list()).toMatchObject([{ action: 'staff.signed-in', actor: { name: OWNER.name } }])
})

test('attempts at an address that nobody has are shown to those whose portal it is; at the staff door they are only in the log', async () => {
  const { list, app, visitor, guess, organization } = await open()
  const log: string[] = []
  override(app.services.refusals, { tellOperator: (refusal) => log.push(refusal) })
  const body = { email: 'nobody@northwind.example', password: 'a guess at it' }
  const params = { portal: organization.slug }
  for (let made = 0; made < 2; made += 1)
    await refused(visitor(STRANGER).call(portalApi.signIn, { params, body }))
  expect(await list('contacts')).toMatchObject([
    { action: 'portal-access.sign-in-refused', times: 2, personName: null },
  ])
  await refused(visitor(STRANGER).call(staffSessionApi.signIn, { body }))
  await guess()
  const told = (await list()).filter(({ action }) => action === 'staff.sign-in-refused')
  expect(told).toMatchObject([{ times: 1, personName: OWNER.name }])
  // Somebody's or nobody's: the log says the same.
  expect(log.slice(2)).toEqual(['staff.sign-in-refused', 'staff.sign-in-refused'])
})

test('the log has each kind of refusal at once, and no more of it within the minute', () => {
  const [warn, error] = [vi.fn(), vi.fn()]
  const refusals = createRefusals({ warn, error })
  for (let made = 0; made < 100; made += 1) refusals.tellOperator('staff.sign-in-refused')
  refusals.tellOperator('portal-access.throttled')
  expect(warn.mock.calls).toEqual([
    [{ action: 'staff.sign-in-refused', times: 1 }, 'Refused.'],
    [{ action: 'portal-access.throttled', times: 1 }, 'Refused.'],
  ])
})

describe('contacts are held back, and that is recorded,', () => {
  async function openPortal() {
    const cast = await open()
    const params = { portal: cast.organization.slug }
    const browser = await cast.settle(cast.anna.atAcme)
    const askForLink = async () => {
      await browser.call(portalApi.sendPasswordLink, { params, body: { email: cast.anna.email } })
      return (await cast.deliverMail()).find(({ token }) => token)!.token!
    }
    const until429 = async (attempt: () => Promise<unknown>) => {
      for (let made = 0; made < 25; made += 1) {
        const status = await attempt().then(
          () => 200,
          (error: Refused) => error.status,
        )
        if (status === 429) return
      }
      throw new Error('nobody was held back')
    }
    return { ...cast, params, browser, askForLink, until429 }
  }

  test('who guess their own password in a session, which is recorded as well', async () => {
    const { browser, params, until429, list } = await openPortal()
    const body = { currentPassword: 'a guess at it', newPassword: 'quiet lanterns drift upstream' }
    await until429(() => browser.call(portalApi.changePassword, { params, body }))
    expect(await list('contacts')).toMatchObject([
      { action: 'portal-access.throttled', personName: 'Anna Ash', times: 1 },
      { action: 'portal-access.password-refused', actor: { name: 'Anna Ash' } },
      {},
      {},
    ])
  })

  test('who try the temporary password as their own, by a link', async () => {
    const { owner, anna, deliverMail, askForLink, visitor, params, until429, list } = await openPortal()
    await owner.call(contactsApi.issuePassword, {
      params: { contactId: anna.atAcme.id },
      body: { generate: true },
    })
    const { password } = (await deliverMail()).find((letter) => letter.password)!
    const body = { token: await askForLink(), password: password! }
    await until429(() => visitor().call(portalApi.setPasswordByLink, { params, body }))
    expect((await list('contacts'))[0]).toMatchObject({
      action: 'portal-access.throttled',
      personName: 'Anna Ash',
    })
  })

  test('who show a letter at one browser after another', async () => {
    const { askForLink, visitor, params, until429, list } = await openPortal()
    const body = { token: await askForLink() }
    await until429(() => visitor(STRANGER).call(portalApi.knowDevice, { params, body }))
    expect((await list('contacts'))[0]).toMatchObject({
      action: 'portal-access.throttled',
      personName: 'Anna Ash',
      changes: [{}, { field: 'network', new: '198.51.100.0/24' }],
    })
  })
})

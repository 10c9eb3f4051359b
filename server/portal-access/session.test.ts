import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { openCast, OWN_PASSWORD } from '../../test/cast.ts'
import { refused, type Client } from '../../test/client.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { journalApi } from '../journal/journal.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { portalApi } from './portal-access.api.ts'

async function openSettled() {
  const cast = await openCast()
  const params = { portal: cast.organization.slug }
  const browser = await cast.settle(cast.anna.atAcme)
  return { ...cast, params, browser, isSignedIn }

  async function isSignedIn(of: Client): Promise<boolean> {
    return of.call(portalApi.session, { params }).then(
      () => true,
      (error: { status?: number }) => {
        if (error.status !== 401) throw error
        return false
      },
    )
  }
}

describe('a session', () => {
  test('ends when the organization says, an open one, too', async () => {
    const { anna, settle, owner, clock, organization } = await openCast()
    const browser = await settle(anna.atAcme)
    const params = { portal: organization.slug }
    const { version } = await owner.call(organizationApi.read)
    const body = { portalSessionIdleHours: 2, portalSessionDays: 1 }
    await owner.call(organizationApi.change, { body, version })
    for (let hours = 1; hours < 24; hours += 1) {
      clock.advance({ hours: 1 })
      await browser.call(portalApi.session, { params })
    }
    clock.advance({ hours: 1 })
    expect((await refused(browser.call(portalApi.session, { params }))).code).toBe('not-signed-in')
    await browser.call(portalApi.signIn, { params, body: { email: anna.email, password: OWN_PASSWORD } })
    clock.advance({ hours: 2 })
    expect((await refused(browser.call(portalApi.session, { params }))).code).toBe('not-signed-in')
  })

  test('ends after twelve idle hours, and lives on while it is used', async () => {
    const { browser, isSignedIn, clock } = await openSettled()
    for (let use = 0; use < 5; use += 1) {
      clock.advance({ hours: 11, minutes: 59 })
      expect(await isSignedIn(browser)).toBe(true)
    }
    clock.advance({ hours: 12 })
    expect(await isSignedIn(browser)).toBe(false)
  })

  test('ends after thirty days however much it is used', async () => {
    const { browser, isSignedIn, clock } = await openSettled()
    for (let half = 1; half < 60 * 2; half += 1) {
      clock.advance({ hours: 6 })
      expect(await isSignedIn(browser)).toBe(true)
    }
    clock.advance({ hours: 6 })
    expect(await isSignedIn(browser)).toBe(false)
  })

  test('opened by a temporary password ends after half an hour', async () => {
    const { anna, owner, deliverMail, signIn, isSignedIn, clock } = await openSettled()
    await owner.call(contactsApi.issuePassword, {
      params: { contactId: anna.atAcme.id },
      body: { generate: true },
    })
    const password = (await deliverMail()).find((letter) => letter.password)!.password!
    const choosing = await signIn(anna.email, password)
    clock.advance({ minutes: 29 })
    expect(await isSignedIn(choosing)).toBe(true)
    clock.advance({ minutes: 1 })
    expect(await isSignedIn(choosing)).toBe(false)
  })

  test('ends with a lock, and is not brought back by giving access back', async () => {
    const { anna, owner, browser, isSignedIn, signIn } = await openSettled()
    const params = { contactId: anna.atAcme.id }
    await owner.call(contactsApi.takeAccessAway, { params })
    expect(await isSignedIn(browser)).toBe(false)
    await owner.call(contactsApi.giveAccessBack, { params })
    expect(await isSignedIn(browser)).toBe(false)
    expect(await isSignedIn(await signIn(anna.email, OWN_PASSWORD))).toBe(true)
  })

  test('ends with the last active contact of the person', async () => {
    const { anna, owner, browser, isSignedIn } = await openSettled()
    await owner.call(contactsApi.delete, { params: { contactId: anna.atAcme.id } })
    expect(await isSignedIn(browser)).toBe(true)
    await owner.call(contactsApi.delete, { params: { contactId: anna.atBirch.id } })
    expect(await isSignedIn(browser)).toBe(false)
    await owner.call(contactsApi.undelete, { params: { contactId: anna.atBirch.id } })
    expect(await isSignedIn(browser)).toBe(false)
  })
})

describe('one’s own sessions', () => {
  test('are listed, the latest use first, and end one by one', async () => {
    const { browser, signIn, anna, params, isSignedIn, clock } = await openSettled()
    clock.advance({ minutes: 10 })
    const phone = await signIn(anna.email, OWN_PASSWORD)
    const { data } = await browser.call(portalApi.sessions, { params })
    expect(data.filter(({ current }) => current)).toHaveLength(1)
    const other = data.find(({ current }) => !current)!
    expect(other).toMatchObject({
      userAgent: 'a test',
      clientAddress: '127.0.0.1',
      createdAt: clock.now().toISOString(),
    })

    await browser.call(portalApi.endSession, { params: { ...params, sessionId: other.id } })
    expect([await isSignedIn(phone), await isSignedIn(browser)]).toEqual([false, true])
    expect(
      (await refused(browser.call(portalApi.endSession, { params: { ...params, sessionId: other.id } })))
        .status,
    ).toBe(404)
  })

  test('are listed up to a hundred, the current one always among them', async () => {
    const { browser, anna, params, clock, ownerUrl } = await openSettled()
    const client = new pg.Client({ connectionString: ownerUrl })
    await client.connect()
    await client.query(
      `insert into portal_sessions (organization_id, id, person_id, token_hash, choosing, created_at, last_seen_at, expires_at)
       select organization_id, gen_random_uuid(), id, sha256(n::text::bytea), false, $2, $2, $2::timestamptz + interval '1 day'
       from people, generate_series(1, 150) n where id = $1`,
      [anna.atAcme.personId, new Date(clock.now().getTime() + 1000)],
    )
    await client.end()
    const { data } = await browser.call(portalApi.sessions, { params })
    expect(data).toHaveLength(100)
    expect(data[0]).toMatchObject({ current: true })
  })

  test('are one for each browser, however often it signs in', async () => {
    const { browser, anna, params, isSignedIn } = await openSettled()
    const before = new Map(browser.cookies)
    await browser.call(portalApi.signIn, { params, body: { email: anna.email, password: OWN_PASSWORD } })
    expect((await browser.call(portalApi.sessions, { params })).data).toHaveLength(1)
    for (const [name, token] of before) browser.cookies.set(name, token)
    expect(await isSignedIn(browser)).toBe(false)
  })

  test('do not include another person’s', async () => {
    const { browser, params, isSignedIn, settle, acme, addContact } = await openSettled()
    const eves = await settle(await addContact(acme, { email: 'eve@x.example' }))
    const [eve] = (await eves.call(portalApi.sessions, { params })).data
    const ending = browser.call(portalApi.endSession, { params: { ...params, sessionId: eve!.id } })
    expect((await refused(ending)).code).toBe('not-found')
    expect(await isSignedIn(eves)).toBe(true)
  })

  test('end by signing out, and the browser forgets them', async () => {
    const { browser, params, isSignedIn, owner, anna } = await openSettled()
    const before = new Map(browser.cookies)
    await browser.call(portalApi.signOut, { params })
    expect([...browser.cookies.keys()]).toEqual(['portico-device-northwind-8080'])
    for (const [name, token] of before) browser.cookies.set(name, token)
    expect(await isSignedIn(browser)).toBe(false)
    const { data } = await owner.call(journalApi.list, { query: { personId: anna.atAcme.personId } })
    expect(data[0]!.action).toBe('portal-access.signed-out')
  })
})

describe('one’s own details', () => {
  test('change everywhere at once, and staff see who changed what', async () => {
    const { browser, params, read, anna, owner } = await openSettled()
    const { person } = await browser.call(portalApi.session, { params })
    const changed = await browser.call(portalApi.changeMe, {
      params,
      version: person.version,
      body: { lastName: 'Elm', phone: '+351 21 000 000' },
    })
    expect(changed.person).toMatchObject({
      lastName: 'Elm',
      phone: '+351 21 000 000',
      version: person.version + 1,
    })
    expect([(await read(anna.atAcme.id)).lastName, (await read(anna.atBirch.id)).lastName]).toEqual([
      'Elm',
      'Elm',
    ])
    const { data } = await owner.call(journalApi.list, { query: { personId: anna.atAcme.personId } })
    expect(data[0]).toMatchObject({ action: 'person.changed', actor: { kind: 'person' } })
    expect(data[0]!.changes).toContainEqual({ field: 'lastName', old: 'Ash', new: 'Elm' })
  })

  test('are not overwritten by a page that was opened before', async () => {
    const { browser, params } = await openSettled()
    const { person } = await browser.call(portalApi.session, { params })
    const change = (firstName: string) =>
      browser.call(portalApi.changeMe, { params, version: person.version, body: { firstName } })
    await change('Ann')
    expect((await refused(change('Annie'))).status).toBe(412)
    expect((await browser.call(portalApi.session, { params })).person.firstName).toBe('Ann')
  })
})

import { hash as argon2 } from '@node-rs/argon2'
import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { refused, type Client } from '../../test/client.ts'
import { override } from '../../test/override.ts'
import { openWorld, OWNER, STAFF_PASSWORD, type World } from '../../test/world.ts'
import { createPasswordHasher } from '../credentials/password-hash.ts'
import { journalApi } from '../journal/journal.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { inOrganization, inTransaction } from '../scope/scope.ts'
import { holdAccount } from './account.ts'
import { openSession } from './session.ts'
import { staffApi, staffSessionApi } from './staff.api.ts'

const { email, password } = OWNER
const STRANGER = '203.0.113.9'

const signIn = (visitor: Client, body: { email: string; password: string; organizationId?: string }) =>
  visitor.call(staffSessionApi.signIn, { body })
const read = (visitor: Client) => visitor.call(staffSessionApi.read)

test('a staff member signs in, in any spelling of the address, and out', async () => {
  const { visitor, organization } = await openWorld()
  const browser = visitor()
  const session = await signIn(browser, { email: ` ${email.toUpperCase()} `, password })
  expect(session).toMatchObject({
    staff: { name: OWNER.name, email, role: 'owner' },
    organization: { id: organization.id, slug: 'northwind' },
  })
  expect(await read(browser)).toEqual(session)
  const copied = visitor()
  for (const [name, value] of browser.cookies) copied.cookies.set(name, value)
  await browser.call(staffSessionApi.signOut)
  expect(await refused(read(browser))).toMatchObject({ status: 401, code: 'not-signed-in' })
  expect(await refused(read(copied))).toMatchObject({ status: 401, code: 'not-signed-in' })
})

test('wrong, unknown, impossible and removed get one answer after the same work', async () => {
  const { app, visitor, owner, hire } = await openWorld()
  const vera = await hire('viewer', 'Vera Viewer')
  const { staff } = await read(vera)
  await owner.call(staffApi.remove, { params: { memberId: staff.id } })
  const verify = vi.spyOn(app.services.passwordHasher, 'verify')
  const attempts = [
    { email, password: 'not the one at all' },
    { email: 'nobody@northwind.example', password },
    { email: 'not an address', password },
    { email: '', password: '' },
    { email: staff.email, password: 'nine calm herons wade' },
  ]
  const answers = []
  for (const attempt of attempts) {
    const { status, problem } = await refused(signIn(visitor(), attempt))
    answers.push({ status, problem })
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(answers[0]).toMatchObject({ status: 401, problem: { type: '/docs#sign-in-refused' } })
  expect(verify).toHaveBeenCalledTimes(attempts.length)
})

test('a session ends after 12 hours unused and after 30 days in any case', async () => {
  const { visitor, clock } = await openWorld()
  const browser = visitor()
  await signIn(browser, { email, password })
  clock.advance({ hours: 11, minutes: 59 })
  await read(browser)
  clock.advance({ hours: 11, minutes: 59 })
  await read(browser)
  clock.advance({ hours: 12 })
  expect(await refused(read(browser))).toMatchObject({ status: 401 })

  await signIn(browser, { email, password })
  for (let hours = 0; hours < 30 * 24 - 10; hours += 10) {
    clock.advance({ hours: 10 })
    await read(browser)
  }
  clock.advance({ hours: 10 })
  expect(await refused(read(browser))).toMatchObject({ status: 401 })
})

test('an organization says when sessions of its staff end, of those that are open, too', async () => {
  const { visitor, owner, clock, organization } = await openWorld()
  const browser = visitor()
  await signIn(browser, { email, password })
  const { version } = await owner.call(organizationApi.read)
  const body = { staffSessionIdleHours: 2, staffSessionDays: 1 }
  await owner.call(organizationApi.change, { body, version })
  clock.advance({ hours: 1, minutes: 59 })
  expect((await read(browser)).organization.id).toBe(organization.id)
  clock.advance({ hours: 2 })
  expect(await refused(read(browser))).toMatchObject({ status: 401 })

  await signIn(browser, { email, password })
  for (let hours = 1; hours < 24; hours += 1) {
    clock.advance({ hours: 1 })
    await read(browser)
  }
  expect((await browser.call(staffSessionApi.sessions)).data).toHaveLength(1)
  clock.advance({ hours: 1 })
  expect(await refused(read(browser))).toMatchObject({ status: 401 })
})

test('being seen is written at most every five minutes', async () => {
  const world = await openWorld()
  const seen = async () => (await ask(world, 'select last_seen_at from staff_sessions'))[0]!['last_seen_at']
  const first = await seen()
  world.clock.advance({ minutes: 4 })
  await read(world.owner)
  expect(await seen()).toEqual(first)
  world.clock.advance({ minutes: 1 })
  await read(world.owner)
  expect(await seen()).toEqual(world.clock.now())
})

test('guessing is throttled for known and unknown addresses alike, and does not lock a known device out', async () => {
  const { visitor, owner, clock } = await openWorld()
  const guess = (whose: string) =>
    refused(signIn(visitor(STRANGER), { email: whose, password: 'a guess at it' }))
  for (const whose of [email, 'nobody@northwind.example']) {
    for (let guesses = 0; guesses < 10; guesses += 1) expect((await guess(whose)).status).toBe(401)
    const told = await guess(whose)
    expect(told).toMatchObject({ status: 429, code: 'too-many-attempts' })
    expect(Number(told.retryAfter)).toBeGreaterThan(0)
  }
  expect(await refused(signIn(visitor('198.51.100.1'), { email, password }))).toMatchObject({ status: 429 })
  await owner.call(staffSessionApi.signOut)
  await signIn(owner, { email, password })
  clock.advance({ minutes: 15 })
  await signIn(visitor(STRANGER), { email, password })
})

test('guesses at one moment are counted before a password is checked', async () => {
  const { app, visitor } = await openWorld()
  let answer = (_: { match: boolean; needsRehash: boolean }) => {}
  const answered = new Promise<{ match: boolean; needsRehash: boolean }>((resolve) => (answer = resolve))
  const verify = vi.spyOn(app.services.passwordHasher, 'verify').mockReturnValue(answered)
  const statuses: number[] = []
  const guesses = Array.from({ length: 15 }, async (_, at) => {
    const guess = signIn(visitor(`203.0.113.${at}`), { email, password: 'a guess at it' })
    statuses.push((await refused(guess)).status)
  })
  await expect.poll(() => statuses).toEqual([429, 429, 429, 429, 429])
  expect(verify).toHaveBeenCalledTimes(10)
  answer({ match: false, needsRehash: false })
  await Promise.all(guesses)
  expect(statuses.filter((status) => status === 401)).toHaveLength(10)
})

test('a letter to set a new password lets its reader in, at whatever browser, while strangers guess', async () => {
  const { visitor, deliverMail } = await openWorld()
  await visitor().call(staffSessionApi.sendPasswordLink, { body: { email } })
  const letter = (await deliverMail()).find(({ to, token }) => to === email && token)!
  const lockOut = async () => {
    for (let guesses = 0; guesses < 10; guesses += 1)
      await refused(signIn(visitor(STRANGER), { email, password: 'a guess at it' }))
  }
  await lockOut()
  const laptop = visitor('198.51.100.1')
  expect(await refused(signIn(laptop, { email, password }))).toMatchObject({ status: 429 })
  await laptop.call(staffSessionApi.knowDevice, { body: { token: letter.token! } })
  expect(await refused(read(laptop))).toMatchObject({ status: 401 })
  await signIn(laptop, { email, password })

  const phone = visitor('198.51.100.2')
  const body = { token: letter.token!, password: NEW_PASSWORD }
  await phone.call(staffSessionApi.setPasswordByLink, { body })
  await lockOut()
  await signIn(phone, { email, password: NEW_PASSWORD })
  expect(
    await refused(visitor().call(staffSessionApi.knowDevice, { body: { token: letter.token! } })),
  ).toMatchObject({ status: 410 })
})

test('a sign-in from a new device is reported by mail, and every sign-in is in the journal with where it came from', async () => {
  const { visitor, owner, deliverMail } = await openWorld()
  await signIn(owner, { email, password })
  expect(await deliverMail()).toEqual([])
  await signIn(visitor('2001:db8:5:6::1'), { email, password })
  const letters = await deliverMail()
  expect(letters).toMatchObject([{ to: email, subject: 'New sign-in to Northwind on Portico' }])
  expect(letters[0]!.text).toContain('2001:db8:5::/48')
  const { data } = await owner.call(journalApi.list, {})
  expect(data[0]).toMatchObject({
    action: 'staff.signed-in',
    actor: { name: OWNER.name },
    changes: [
      { field: 'device', new: 'Unknown device' },
      { field: 'network', new: '2001:db8:5::/48' },
    ],
  })
})

test('a device is known until the password is another: then a sign-in from it is reported by mail again', async () => {
  const { visitor, owner, deliverMail, clock } = await openWorld()
  const laptop = visitor('198.51.100.7')
  await signIn(laptop, { email, password })
  const returnedOf = async (word: string, browser: Client) => {
    clock.advance({ hours: 1 })
    await deliverMail()
    await signIn(browser, { email, password: word })
    return (await deliverMail()).some(({ subject }) => subject.startsWith('New sign-in'))
  }
  expect(await returnedOf(password, laptop)).toBe(false)
  const body = { currentPassword: password, newPassword: NEW_PASSWORD }
  await owner.call(staffSessionApi.changePassword, { body })
  expect(await returnedOf(NEW_PASSWORD, owner)).toBe(false)
  expect(await returnedOf(NEW_PASSWORD, laptop)).toBe(true)

  await owner.call(staffSessionApi.sendPasswordLink, { body: { email } })
  const { token } = (await deliverMail()).find((letter) => letter.token)!
  await owner.call(staffSessionApi.setPasswordByLink, { body: { token: token!, password } })
  expect(await returnedOf(password, owner)).toBe(false)
  expect(await returnedOf(password, laptop)).toBe(true)
})

test('signing out everywhere forgets the devices but this one: a sign-in from them is reported by mail', async () => {
  const { visitor, owner, deliverMail, clock } = await openWorld()
  const laptop = visitor('198.51.100.7')
  await signIn(laptop, { email, password })
  await deliverMail()
  clock.advance({ hours: 1 })
  await owner.call(staffSessionApi.signOutEverywhere)
  await signIn(owner, { email, password })
  expect(await deliverMail()).toEqual([])
  await signIn(laptop, { email, password })
  expect(await deliverMail()).toMatchObject([{ to: email, subject: 'New sign-in to Northwind on Portico' }])
})

test('after an owner has ended a colleague’s sessions, the next sign-in from each device is reported by mail, there alone', async () => {
  const { owner, hire, deliverMail, clock } = await openWorld()
  const vera = await hire('owner', 'Vera')
  const wanted = { email: 'vera@northwind.example', password: STAFF_PASSWORD }
  const south = await vera.call(organizationApi.found, { body: { name: 'Southwind' } })
  const { data: colleagues } = await owner.call(staffApi.list)
  const { id: memberId } = colleagues.find(({ email: address }) => address === wanted.email)!
  const told = async (organizationId?: string) => {
    clock.advance({ hours: 1 })
    await signIn(vera, { ...wanted, organizationId })
    return (await deliverMail()).map(({ subject }) => subject)
  }
  const { organization: north } = await owner.call(staffSessionApi.read)
  await deliverMail()
  expect(await told(north.id)).toEqual([])
  clock.advance({ hours: 1 })
  await signIn(owner, { email, password })
  await owner.call(staffApi.endSessions, { params: { memberId } })
  const lost = new Map(vera.cookies)
  expect(await told(north.id)).toEqual(['New sign-in to Northwind on Portico'])
  expect(await told(north.id)).toEqual([])
  // The cookies of the laptop that was lost.
  for (const [name, value] of lost) vera.cookies.set(name, value)
  expect(await told(south.id)).toEqual([])
  for (const [name, value] of lost) vera.cookies.set(name, value)
  expect(await told(north.id)).toEqual(['New sign-in to Northwind on Portico'])
})

test('a refused sign-in is shown to owners, with where it came from', async () => {
  const { visitor, owner } = await openWorld()
  for (let guesses = 0; guesses < 2; guesses += 1)
    await refused(signIn(visitor(STRANGER), { email, password: 'a guess at it' }))
  const told = async () =>
    (await owner.call(journalApi.security, { query: { who: 'staff' } })).data.filter(
      ({ action }) => action === 'staff.sign-in-refused',
    )
  await expect
    .poll(told)
    .toMatchObject([{ personName: OWNER.name, changes: [{}, { field: 'network', new: '203.0.113.0/24' }] }])
})

test('a known device has attempts of its own, and no more', async () => {
  const { visitor, owner } = await openWorld()
  const guess = () => refused(signIn(owner, { email, password: 'a guess at it' }))
  for (let guesses = 0; guesses < 20; guesses += 1) expect((await guess()).status).toBe(401)
  expect((await guess()).status).toBe(429)
  // It is known to this address only.
  expect(await refused(signIn(owner, { email: 'nobody@northwind.example', password }))).toMatchObject({
    status: 401,
  })
  await signIn(visitor(), { email, password })
})

test('one who knows a good password does not get more guesses at others', async () => {
  const { app, visitor } = await openWorld()
  // Hashing takes its time, and is not what this is about.
  vi.spyOn(app.services.passwordHasher, 'verify').mockImplementation(async (given) => ({
    match: given === password,
    needsRehash: false,
  }))
  let turnedAway = 0
  for (let guesses = 0; guesses < 120; guesses += 1) {
    const attempt = { email: `u${guesses}@northwind.example`, password: 'x' }
    const { status } = await refused(signIn(visitor(STRANGER), attempt))
    if (status === 429) turnedAway += 1
    else if (guesses < 99) await signIn(visitor(STRANGER), { email, password })
  }
  expect(turnedAway).toBe(20)
})

test('a session cookie opens nothing in another organization', async () => {
  const { visitor, owner } = await openWorld()
  const other = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  const [name, token] = [...owner.cookies].find(([cookie]) => cookie.endsWith('staff-8080'))!
  const bytes = Buffer.from(token, 'base64url')
  Buffer.from(other.id.replaceAll('-', ''), 'hex').copy(bytes)
  const forger = visitor()
  forger.cookies.set(name, bytes.toString('base64url'))
  expect(await refused(read(forger))).toMatchObject({ status: 401 })
  forger.cookies.set(name, token)
  expect((await read(forger)).organization.name).toBe('Northwind')
})

test('one lands where one worked last, or where one asks to be', async () => {
  const { visitor, owner, organization, clock } = await openWorld()
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  clock.advance({ minutes: 1 })
  const asked = await signIn(visitor(), { email, password, organizationId: south.id })
  expect(asked.organization.name).toBe('Southwind')
  expect(asked.organizations.map(({ name }) => name)).toEqual(['Northwind', 'Southwind'])
  expect((await signIn(visitor(), { email, password })).organization.name).toBe('Southwind')
  clock.advance({ minutes: 1 })
  await signIn(visitor(), { email, password, organizationId: organization.id })
  expect((await signIn(visitor(), { email, password })).organization.name).toBe('Northwind')
  const nowhere = { email, password, organizationId: '00000000-0000-7000-8000-000000000000' }
  expect(await refused(signIn(visitor(), nowhere))).toMatchObject({ status: 404 })
})

test('switching trades the session for one elsewhere', async () => {
  const { visitor, owner } = await openWorld()
  const before = visitor()
  for (const [name, value] of owner.cookies) before.cookies.set(name, value)
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  const there = await owner.call(staffSessionApi.switchOrganization, { body: { organizationId: south.id } })
  expect(there.organization.name).toBe('Southwind')
  expect(await read(owner)).toEqual(there)
  expect(await refused(read(before))).toMatchObject({ status: 401 })
})

test('switching makes no session younger: it ends when it would have', async () => {
  const { owner, organization, clock } = await openWorld()
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  const switchTo = ({ id }: { id: string }) =>
    owner.call(staffSessionApi.switchOrganization, { body: { organizationId: id } })
  // Used every ten hours, for twenty-nine days.
  for (let times = 0; times < 70; times += 1) {
    clock.advance({ hours: 10 })
    await switchTo(times % 2 === 0 ? south : organization)
  }
  await owner.call(organizationApi.change, { body: { staffSessionDays: 40 }, version: 1 })
  for (let times = 0; times < 3; times += 1) {
    clock.advance({ hours: 10 })
    expect(await read(owner)).toMatchObject({ organization: { name: 'Northwind' } })
  }
  expect(await refused(switchTo(south))).toMatchObject({ status: 401 })
  expect(await read(owner)).toMatchObject({ organization: { name: 'Northwind' } })
})

test('a colleague whose sessions an owner ended does not come back from another organization without their password', async () => {
  const { owner, organization, hire, visitor, clock, deliverMail } = await openWorld()
  await hire('manager', 'Mara Manager')
  const mara = 'mara.manager@northwind.example'
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  await owner.call(staffSessionApi.switchOrganization, { body: { organizationId: south.id } })
  await owner.call(staffApi.invite, { body: { name: 'Mara', email: mara, role: 'viewer' } })
  const letter = (await deliverMail()).find(({ to }) => to === mara)
  const body = { token: letter!.token!, password: 'nine calm herons wade' }
  const lost = visitor()
  await lost.call(staffApi.acceptInvitation, { body })
  await owner.call(staffSessionApi.switchOrganization, { body: { organizationId: organization.id } })
  const { data } = await owner.call(staffApi.list)
  const memberId = data.find(({ email }) => email === mara)!.id
  await owner.call(staffApi.endSessions, { params: { memberId } })

  const back = { body: { organizationId: organization.id } }
  expect(await refused(lost.call(staffSessionApi.switchOrganization, back))).toMatchObject({ status: 401 })
  expect(await read(lost)).toMatchObject({ organization: { name: 'Southwind' } })
  clock.advance({ minutes: 1 })
  await signIn(lost, { email: mara, password: body.password, organizationId: south.id })
  await lost.call(staffSessionApi.switchOrganization, back)
  expect(await read(lost)).toMatchObject({ organization: { name: 'Northwind' } })
})

test('nobody switches to where they do not belong', async () => {
  const { owner, hire } = await openWorld()
  const vera = await hire('viewer', 'Vera Viewer')
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  const there = vera.call(staffSessionApi.switchOrganization, { body: { organizationId: south.id } })
  expect(await refused(there)).toMatchObject({ status: 404 })
})

test('signing out everywhere ends every session in every organization', async () => {
  const { visitor, owner } = await openWorld()
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  const elsewhere = visitor()
  await signIn(elsewhere, { email, password, organizationId: south.id })
  await owner.call(staffSessionApi.signOutEverywhere)
  for (const browser of [owner, elsewhere])
    expect(await refused(read(browser))).toMatchObject({ status: 401 })
})

test('a password hashed with older parameters is hashed again when it signs in', async () => {
  const world = await openWorld()
  override(world.app.services.passwordHasher, createPasswordHasher())
  const older = await argon2(password, { memoryCost: 8192, timeCost: 1, parallelism: 1 })
  await ask(world, 'update staff_accounts set password_hash = $1', [older])
  await signIn(world.visitor(), { email, password })
  const [account] = await ask(world, 'select password_hash from staff_accounts')
  expect(account!['password_hash']).toContain('m=19456,t=2,p=1')
  await signIn(world.visitor(), { email, password })
  await read(world.owner)
})

const NEW_PASSWORD = 'marble owls drift north'
const changePassword = (browser: Client) =>
  browser.call(staffSessionApi.changePassword, {
    body: { currentPassword: password, newPassword: NEW_PASSWORD },
  })

test('a password that changes after it was checked opens no session any more', async () => {
  const { app, visitor, owner } = await openWorld()
  const hasher = app.services.passwordHasher
  const verify = hasher.verify.bind(hasher)
  vi.spyOn(hasher, 'verify').mockImplementationOnce(async (...given) => {
    const checked = await verify(...given)
    await changePassword(owner)
    return checked
  })
  const late = visitor()
  expect(await refused(signIn(late, { email, password }))).toMatchObject({
    status: 401,
    code: 'sign-in-refused',
  })
  expect(await refused(read(late))).toMatchObject({ status: 401 })
  await signIn(visitor(), { email, password: NEW_PASSWORD })
})

test('a session that is being opened while the password changes ends with it', async () => {
  const world = await openWorld()
  const { owner, organization, app } = world
  const { staff } = await read(owner)
  const [account] = await ask(world, 'select id, password_hash from staff_accounts')
  const { id, password_hash } = account as { id: string; password_hash: string }
  let changed: Promise<void>
  const client = { address: '127.0.0.1', userAgent: '' }
  const scope = { ...inOrganization(app.services, organization.id), client }
  const { token } = await inTransaction(scope, async (tx) => {
    expect(await holdAccount(tx, id, password_hash)).toBe(true)
    const session = await openSession(tx, staff.id)
    let done = false
    changed = changePassword(owner).finally(() => (done = true))
    while (!done && (await ask(world, 'select from pg_locks where not granted')).length === 0);
    return session
  })
  await changed!
  const late = world.visitor()
  late.cookies.set('portico-staff-8080', token)
  expect(await refused(read(late))).toMatchObject({ status: 401 })
  await read(owner)
})

test('signing in again in one browser ends the session it had', async () => {
  const { visitor } = await openWorld()
  const browser = visitor()
  await signIn(browser, { email, password })
  const former = visitor()
  for (const [name, value] of browser.cookies) former.cookies.set(name, value)
  await signIn(browser, { email, password })
  await read(browser)
  expect((await refused(read(former))).status).toBe(401)
})

/** Looks, as the owner of the tables. */
async function ask({ ownerUrl }: World, statement: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement, values)).rows
  } finally {
    await client.end()
  }
}

import { expect, test } from 'vitest'
import { refused, type Client } from '../../test/client.ts'
import { openWorld, OWNER } from '../../test/world.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { staffApi, staffSessionApi } from './staff.api.ts'

const { email, password } = OWNER
const NEW = 'marble owls drift north'

const signIn = (browser: Client, given = password, organizationId?: string) =>
  browser.call(staffSessionApi.signIn, {
    body: { email, password: given, ...(organizationId && { organizationId }) },
  })
const read = (browser: Client) => browser.call(staffSessionApi.read)
const change = (browser: Client, currentPassword: string, newPassword: string) =>
  browser.call(staffSessionApi.changePassword, { body: { currentPassword, newPassword } })
const askForLink = (browser: Client, whose = email) =>
  browser.call(staffSessionApi.sendPasswordLink, { body: { email: whose } })
const setByLink = (browser: Client, token: string, given = NEW) =>
  browser.call(staffSessionApi.setPasswordByLink, { body: { token, password: given } })

test('changing one’s password ends every other session, in every organization', async () => {
  const { visitor, owner } = await openWorld()
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  const [here, there] = [visitor(), visitor()]
  await signIn(here)
  await signIn(there, password, south.id)
  await change(owner, password, NEW)
  await read(owner)
  for (const browser of [here, there]) expect(await refused(read(browser))).toMatchObject({ status: 401 })
  expect(await refused(signIn(visitor()))).toMatchObject({ status: 401 })
  await signIn(visitor(), NEW)
})

test('a link that waits to be mailed is not mailed once another password is set, in whichever organization it waits', async () => {
  const { app, visitor, owner, deliverMail } = await openWorld()
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  const there = visitor()
  await signIn(there, password, south.id)
  await askForLink(visitor())
  await app.services.afterAnswer.settled()
  await change(owner, password, NEW)
  const letters = await deliverMail()
  expect(letters.map(({ token }) => token)).toEqual([null, null])
  await askForLink(visitor())
  expect(await deliverMail()).toHaveLength(1)
})

test('a change puts this session under a new token, and is reported to the owner of the account by mail', async () => {
  const { visitor, owner, deliverMail } = await openWorld()
  const copied = visitor()
  for (const [name, value] of owner.cookies) copied.cookies.set(name, value)
  await change(owner, password, NEW)
  expect(await refused(read(copied))).toMatchObject({ status: 401 })
  expect((await read(owner)).staff.email).toBe(email)
  const letters = await deliverMail()
  expect(letters).toMatchObject([
    { to: email, subject: 'Your password for Northwind on Portico was changed' },
  ])

  await askForLink(visitor())
  await setByLink(visitor(), (await deliverMail())[0]!.token!, password)
  expect(await deliverMail()).toMatchObject([
    { to: email, subject: 'Your password for Northwind on Portico was changed' },
  ])
})

test('staff see where they are signed in, in every organization, and end what they like', async () => {
  const { visitor, owner, hire } = await openWorld()
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  const there = visitor('198.51.100.7')
  await signIn(there, password, south.id)
  const vera = await hire('viewer', 'Vera Viewer')
  const sessions = async () => (await owner.call(staffSessionApi.sessions)).data
  expect(await sessions()).toMatchObject([
    { organizationName: 'Northwind', current: true, userAgent: 'a test' },
    { organizationName: 'Southwind', current: false, clientAddress: '198.51.100.7' },
  ])
  const end = (browser: Client, sessionId: string) =>
    browser.call(staffSessionApi.endSession, { params: { sessionId } })
  const [here, elsewhere] = await sessions()
  expect((await refused(end(vera, elsewhere!.id))).status).toBe(404)
  await end(owner, elsewhere!.id)
  expect(await refused(read(there))).toMatchObject({ status: 401 })
  expect(await sessions()).toHaveLength(1)
  await end(owner, here!.id)
  expect(await refused(read(owner))).toMatchObject({ status: 401 })
})

test('an owner ends the sessions of a colleague here, and nobody else does', async () => {
  const { owner, hire } = await openWorld()
  const vera = await hire('viewer', 'Vera Viewer')
  const marta = await hire('manager', 'Marta Manager')
  const params = { memberId: (await read(vera)).staff.id }
  expect((await refused(marta.call(staffApi.endSessions, { params }))).status).toBe(403)
  await owner.call(staffApi.endSessions, { params })
  expect(await refused(read(vera))).toMatchObject({ status: 401 })
  await read(marta)
  const email = 'vera.viewer@northwind.example'
  await vera.call(staffSessionApi.signIn, { body: { email, password: 'nine calm herons wade' } })
})

test('a change needs the current password and a good new one', async () => {
  const { owner, visitor } = await openWorld()
  expect(await refused(change(owner, 'not the one', NEW))).toMatchObject({
    status: 400,
    problem: { errors: [{ pointer: '/currentPassword' }] },
  })
  for (const weak of ['short', 'olga owner northwind', 'aaaaaaaaaaaaaaaaaaaa', 'x'.repeat(300)])
    expect((await refused(change(owner, password, weak))).problem.errors?.[0], weak).toMatchObject({
      pointer: '/newPassword',
    })
  await signIn(visitor())
})

test('of two changes at once, one holds', async () => {
  const { owner, visitor } = await openWorld()
  const [one, two] = [visitor(), visitor()]
  await signIn(one)
  await signIn(two)
  const choices = ['marble owls drift north', 'copper geese sail south']
  const done = await Promise.allSettled([
    change(one, password, choices[0]!),
    change(two, password, choices[1]!),
  ])
  const won = done.findIndex(({ status }) => status === 'fulfilled')
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await signIn(visitor(), choices[won])
  expect(await refused(read(owner))).toMatchObject({ status: 401 })
})

test('a forgotten password is set by the link in the letter, which signs nobody in', async () => {
  const { owner, visitor, deliverMail } = await openWorld()
  const browser = visitor()
  await askForLink(browser)
  await signIn(visitor())
  const letter = (await deliverMail()).find(({ token }) => token)
  expect(letter).toMatchObject({ to: email })
  expect(letter!.text).not.toMatch(/[?&/][A-Za-z0-9_-]{64}/)

  expect(await refused(setByLink(browser, letter!.token!, 'short'))).toMatchObject({ status: 400 })
  await setByLink(browser, letter!.token!)
  expect(await refused(read(browser))).toMatchObject({ status: 401 })
  expect(await refused(read(owner))).toMatchObject({ status: 401 })
  expect(await refused(signIn(visitor()))).toMatchObject({ status: 401 })
  await signIn(browser, NEW)
  expect(await refused(setByLink(browser, letter!.token!))).toMatchObject({ status: 410, code: 'link-dead' })
})

test('of two who use a link at once, one sets the password', async () => {
  const { visitor, deliverMail } = await openWorld()
  await askForLink(visitor())
  const token = (await deliverMail())[0]!.token!
  const choices = [NEW, 'copper geese sail south']
  const done = await Promise.allSettled(choices.map((choice) => setByLink(visitor(), token, choice)))
  expect(done.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await signIn(visitor(), choices[done.findIndex(({ status }) => status === 'fulfilled')])
})

test('the answer is the same for an address that nobody has, and no letter goes out', async () => {
  const { visitor, deliverMail } = await openWorld()
  const known = await askForLink(visitor())
  expect(await deliverMail()).toHaveLength(1)
  for (const whose of ['nobody@northwind.example', 'not an address', ''])
    expect(await askForLink(visitor(), whose)).toEqual(known)
  expect(await deliverMail()).toEqual([])
})

test('a link dies after an hour, with a password change, and with the place it was for', async () => {
  const { owner, visitor, hire, clock, deliverMail } = await openWorld()
  const dead = { status: 410, code: 'link-dead' }
  const linkFor = async (whose = email) => {
    await askForLink(visitor(), whose)
    return (await deliverMail()).at(-1)!.token!
  }
  const late = await linkFor()
  clock.advance({ minutes: 60 })
  expect(await refused(setByLink(visitor(), late))).toMatchObject(dead)

  const overtaken = await linkFor()
  await change(owner, password, NEW)
  expect(await refused(setByLink(visitor(), overtaken))).toMatchObject(dead)

  const vera = await hire('viewer', 'Vera Viewer')
  const { staff } = await read(vera)
  const orphaned = await linkFor(staff.email)
  await owner.call(staffApi.remove, { params: { memberId: staff.id } })
  expect(await refused(setByLink(visitor(), orphaned))).toMatchObject(dead)
  await askForLink(visitor(), staff.email)
  expect(await deliverMail()).toEqual([])
})

test('the one link is no other: an invitation sets no password, a password link invites nobody', async () => {
  const { owner, visitor, deliverMail } = await openWorld()
  const carla = { name: 'Carla Colleague', email: 'carla@northwind.example', role: 'viewer' as const }
  await owner.call(staffApi.invite, { body: carla })
  const invitation = (await deliverMail())[0]!.token!
  expect(await refused(setByLink(visitor(), invitation))).toMatchObject({ status: 410 })
  await askForLink(visitor())
  const token = (await deliverMail())[0]!.token!
  const wrong = visitor().call(staffApi.acceptInvitation, { body: { token, password: NEW } })
  expect(await refused(wrong)).toMatchObject({ status: 410 })
})

test('letters are not sent without end, to known addresses and unknown ones', async () => {
  const { visitor, deliverMail } = await openWorld()
  for (const whose of [email, 'nobody@northwind.example']) {
    for (let asked = 0; asked < 5; asked += 1) await askForLink(visitor('203.0.113.9'), whose)
    expect(await refused(askForLink(visitor('203.0.113.9'), whose))).toMatchObject({ status: 429 })
  }
  expect(await deliverMail()).toHaveLength(5)
})

test('one’s name is one’s own to change', async () => {
  const { owner, hire } = await openWorld()
  const vera = await hire('viewer', 'Vera Viewer')
  const session = await vera.call(staffSessionApi.changeName, { body: { name: 'Věra Vidová' } })
  expect(session.staff.name).toBe('Věra Vidová')
  expect(await read(vera)).toEqual(session)
  expect((await read(owner)).staff.name).toBe(OWNER.name)
})

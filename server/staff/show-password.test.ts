import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused, type Client } from '../../test/client.ts'
import { OWNER } from '../../test/world.ts'
import { contactsApi, type Contact } from '../contacts/contacts.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { staffApi, staffSessionApi } from './staff.api.ts'

const NEEDED = { status: 403, code: 'password-needed' }
const invite = (owner: Client, name: string, role: 'owner' | 'viewer') =>
  owner.call(staffApi.invite, { body: { name, email: `${name}@northwind.example`, role } })
const show = (browser: Client, password: string = OWNER.password) =>
  browser.call(staffSessionApi.showPassword, { body: { password } })
const moveTo = (browser: Client, { id: contactId, version }: Contact, email: string) =>
  browser.call(contactsApi.change, { params: { contactId }, version, body: { email } })

test('half an hour after the password was typed, an owner is made only by who types it again', async () => {
  const { owner, clock } = await openCast()
  clock.advance({ minutes: 30 })
  await invite(owner, 'odo', 'owner')
  clock.advance({ minutes: 1 })
  expect(await refused(invite(owner, 'oskar', 'owner'))).toMatchObject(NEEDED)
  const { id: memberId, version } = await invite(owner, 'vera', 'viewer')
  const raise = () =>
    owner.call(staffApi.changeRole, { params: { memberId }, version, body: { role: 'owner' } })
  expect(await refused(raise())).toMatchObject(NEEDED)

  expect(await refused(show(owner, 'not the one'))).toMatchObject({
    status: 400,
    problem: { errors: [{ pointer: '/password' }] },
  })
  expect(await refused(raise())).toMatchObject(NEEDED)
  await show(owner)
  expect((await raise()).role).toBe('owner')
  await invite(owner, 'oskar', 'owner')
  clock.advance({ minutes: 31 })
  expect(await refused(invite(owner, 'otto', 'owner'))).toMatchObject(NEEDED)
})

test('the address of who has portal access is changed only by who types their password again, each way of changing it', async () => {
  const { owner, clock, anna, acme, settle, read, addContact } = await openCast()
  await settle(anna.atAcme)
  await addContact(acme, { email: 'ben@ash.example' })
  clock.advance({ hours: 1 })
  const change = async (body: object) => {
    const { id, version } = await read(anna.atBirch.id)
    return owner.call(contactsApi.change, { params: { contactId: id }, version, body })
  }
  const ways = [{}, { onlyThisCustomer: true }, { attach: true }]
  for (const way of ways)
    expect(await refused(change({ email: 'ben@ash.example', ...way }))).toMatchObject(NEEDED)
  expect((await read(anna.atBirch.id)).email).toBe(anna.email)
  // What gives nobody access needs no password.
  expect((await change({ jobTitle: 'Bookkeeper', email: anna.email })).jobTitle).toBe('Bookkeeper')
  await show(owner)
  expect((await change({ email: 'anna@new.example' })).email).toBe('anna@new.example')
})

test('the address of who has no portal access is anybody’s to correct', async () => {
  const { owner, clock, anna, read } = await openCast()
  clock.advance({ hours: 1 })
  expect((await moveTo(owner, await read(anna.atAcme.id), 'anna@new.example')).email).toBe('anna@new.example')
})

test('a switch to another organization shows no password', async () => {
  const { owner, organization, clock } = await openCast()
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  clock.advance({ minutes: 31 })
  for (const organizationId of [south.id, organization.id]) {
    await owner.call(staffSessionApi.switchOrganization, { body: { organizationId } })
    expect(await refused(invite(owner, 'odo', 'owner'))).toMatchObject(NEEDED)
  }
  await show(owner)
  await owner.call(staffSessionApi.switchOrganization, { body: { organizationId: south.id } })
  await invite(owner, 'odo', 'owner')
})

test('a password cannot be guessed by who has only the session', async () => {
  const { owner, clock } = await openCast()
  for (let guess = 0; guess < 20; guess += 1)
    expect((await refused(show(owner, `guess ${guess}`))).status).toBe(400)
  expect(await refused(show(owner))).toMatchObject({ status: 429 })
  clock.advance({ minutes: 15 })
  await show(owner)
})

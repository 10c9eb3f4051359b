import fc from 'fast-check'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import { refused, type Client } from '../../test/client.ts'
import { openWorld, OWNER, type SetUpWorld } from '../../test/world.ts'
import { journalApi } from '../journal/journal.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { staffApi, staffSessionApi } from './staff.api.ts'

const CARLA = { name: 'Carla Colleague', email: 'carla@northwind.example', role: 'manager' as const }
const PASSWORD = 'marble owls drift north'

const read = (browser: Client) => browser.call(staffSessionApi.read)
const staffOf = async (browser: Client) => (await browser.call(staffApi.list)).data
const accept = (browser: Client, token: string, password = PASSWORD) =>
  browser.call(staffApi.acceptInvitation, { body: { token, password } })
const remove = (browser: Client, memberId: string) => browser.call(staffApi.remove, { params: { memberId } })

/** Carla, invited, and the token in her letter. */
async function inviteCarla({ owner, deliverMail }: SetUpWorld) {
  const member = await owner.call(staffApi.invite, { body: CARLA })
  const [letter] = await deliverMail()
  return { member, letter: letter!, token: letter!.token! }
}

test('an invited colleague reads what it is for, accepts with a password, and is in', async () => {
  const world = await openWorld()
  const { member, letter, token } = await inviteCarla(world)
  expect(member).toMatchObject({ ...CARLA, state: 'invited', joinedAt: null })
  expect(letter).toMatchObject({ to: CARLA.email, subject: 'Olga Owner invites you to Northwind on Portico' })

  const carla = world.visitor()
  for (const again of [1, 2])
    expect(await carla.call(staffApi.readInvitation, { body: { token } }), `time ${again}`).toEqual({
      organizationName: 'Northwind',
      email: CARLA.email,
      name: CARLA.name,
      hasAccount: false,
    })
  const session = await carla.call(staffApi.acceptInvitation, {
    body: { token, name: 'Carla Castaño', password: PASSWORD },
  })
  expect(session).toMatchObject({ staff: { id: member.id, name: 'Carla Castaño', role: 'manager' } })
  expect(await read(carla)).toEqual(session)
  expect(await staffOf(world.owner)).toMatchObject([
    { name: 'Carla Castaño', state: 'active', joinedAt: world.clock.now().toISOString() },
    { name: OWNER.name, state: 'active' },
  ])
  await world.visitor().call(staffSessionApi.signIn, { body: { email: CARLA.email, password: PASSWORD } })
})

test('an invitation works once, for seven days, and only the newest', async () => {
  const world = await openWorld()
  const { owner, visitor, clock, deliverMail } = world
  const dead = { status: 410, code: 'link-dead' }
  const { member, token: first } = await inviteCarla(world)

  await owner.call(staffApi.inviteAgain, { params: { memberId: member.id } })
  const second = (await deliverMail())[0]!.token!
  expect(await refused(accept(visitor(), first))).toMatchObject(dead)

  clock.advance({ days: 7 })
  expect(await refused(accept(visitor(), second))).toMatchObject(dead)
  expect(await refused(visitor().call(staffApi.readInvitation, { body: { token: second } }))).toMatchObject(
    dead,
  )

  await owner.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
  await owner.call(staffApi.inviteAgain, { params: { memberId: member.id } })
  const third = (await deliverMail())[0]!.token!
  const both = await Promise.allSettled([accept(visitor(), third), accept(visitor(), third)])
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await refused(accept(visitor(), third))).toMatchObject(dead)
  const again = owner.call(staffApi.inviteAgain, { params: { memberId: member.id } })
  expect(await refused(again)).toMatchObject({ status: 409, code: 'already-joined' })
})

test('a token that was never given out is as dead as a used one', async () => {
  const { visitor } = await openWorld()
  for (const token of ['', 'x', 'A'.repeat(64), '\0', '_'.repeat(200)])
    expect(await refused(accept(visitor(), token))).toMatchObject({ status: 410, code: 'link-dead' })
})

test('an address is invited once, until it is removed; then it starts over', async () => {
  const world = await openWorld()
  const { owner, visitor, deliverMail } = world
  const { member, token } = await inviteCarla(world)
  const shouted = { ...CARLA, email: CARLA.email.toUpperCase() }
  expect(await refused(owner.call(staffApi.invite, { body: shouted }))).toMatchObject({
    status: 409,
    code: 'already-staff',
    problem: { errors: [{ pointer: '/email' }] },
  })
  const carla = visitor()
  await accept(carla, token)
  await remove(owner, member.id)
  expect(await refused(read(carla))).toMatchObject({ status: 401 })
  expect(await staffOf(owner)).toMatchObject([{ name: OWNER.name }, { name: CARLA.name, state: 'removed' }])
  expect(await refused(remove(owner, member.id))).toMatchObject({ status: 404 })

  const again = await owner.call(staffApi.invite, { body: { ...CARLA, role: 'viewer' } })
  expect(again).toMatchObject({ id: member.id, state: 'invited', role: 'viewer', joinedAt: null })
  expect(await refused(read(carla))).toMatchObject({ status: 401 })
  await accept(carla, (await deliverMail())[0]!.token!)
  expect((await read(carla)).staff.role).toBe('viewer')
})

test('an invitation that is taken back is dead, in the letter and in the outbox', async () => {
  const world = await openWorld()
  const { owner, visitor, deliverMail } = world
  const { member, token } = await inviteCarla(world)
  await remove(owner, member.id)
  expect(await refused(accept(visitor(), token))).toMatchObject({ status: 410 })

  const dora = await owner.call(staffApi.invite, { body: { ...CARLA, email: 'dora@northwind.example' } })
  await remove(owner, dora.id)
  expect(await deliverMail()).toEqual([])
})

test('somebody with an account joins a second organization with the password they have', async () => {
  const world = await openWorld()
  const { owner, visitor, deliverMail } = world
  const { token } = await inviteCarla(world)
  await accept(visitor(), token)
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  await owner.call(staffSessionApi.switchOrganization, { body: { organizationId: south.id } })

  // Its owner sees what they typed, and nothing of the account.
  const typed = { name: 'C. at Northwind?', email: 'Carla@northwind.example', role: 'viewer' as const }
  expect(await owner.call(staffApi.invite, { body: typed })).toMatchObject({ ...typed, state: 'invited' })
  expect(await staffOf(owner)).toMatchObject([{ ...typed, lastSeenAt: null }, { name: OWNER.name }])

  const invitation = (await deliverMail())[0]!.token!
  const carla = visitor()
  expect(await carla.call(staffApi.readInvitation, { body: { token: invitation } })).toMatchObject({
    hasAccount: true,
    name: typed.name,
  })
  expect(await refused(accept(carla, invitation, 'a new one of my own'))).toMatchObject({
    status: 400,
    problem: { errors: [{ pointer: '/password' }] },
  })
  expect((await accept(carla, invitation)).organizations.map(({ name }) => name)).toEqual([
    'Northwind',
    'Southwind',
  ])
  const north = await carla.call(staffSessionApi.signIn, {
    body: {
      email: CARLA.email,
      password: PASSWORD,
      organizationId: (await read(carla)).organizations[0]!.id,
    },
  })
  expect(north.staff).toMatchObject({ name: CARLA.name, role: 'manager' })
})

test('an owner who invites an address cannot guess its password by way of the invitation', async () => {
  const world = await openWorld()
  const { owner, visitor, deliverMail } = world
  await accept(visitor(), (await inviteCarla(world)).token)
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  await owner.call(staffSessionApi.switchOrganization, { body: { organizationId: south.id } })
  await owner.call(staffApi.invite, { body: CARLA })
  const token = (await deliverMail())[0]!.token!
  for (let guesses = 0; guesses < 10; guesses += 1)
    expect((await refused(accept(visitor(), token, `guess number ${guesses}`))).status).toBe(400)
  expect(await refused(accept(visitor(), token))).toMatchObject({ status: 429 })
})

test('no connection of an organization reaches an account but by the functions meant for it', async () => {
  const { app, organization } = await openWorld()
  const db = app.services.database.of(organization.id)
  for (const statement of [
    sql`select password_hash from staff_accounts`,
    sql`update staff_accounts set password_hash = 'mine'`,
    sql`delete from staff_accounts`,
  ])
    await expect(statement.execute(db)).rejects.toMatchObject({ code: '42501' })
})

test('a role counts from the next request on', async () => {
  const { owner, hire } = await openWorld()
  const vera = await hire('viewer', 'Vera Viewer')
  const { staff } = await read(vera)
  const invite = () => vera.call(staffApi.invite, { body: { ...CARLA, email: 'x@y.example' } })
  expect(await refused(invite())).toMatchObject({ status: 403, code: 'not-allowed' })
  const member = (await staffOf(owner)).find(({ id }) => id === staff.id)!
  const change = { params: { memberId: staff.id }, body: { role: 'owner' as const } }
  const changed = await owner.call(staffApi.changeRole, { ...change, version: member.version })
  expect(changed).toMatchObject({ role: 'owner', version: member.version + 1 })
  await invite()
  const stale = owner.call(staffApi.changeRole, {
    ...change,
    body: { role: 'viewer' },
    version: member.version,
  })
  expect(await refused(stale)).toMatchObject({ status: 412, code: 'stale-version' })
  const blind = owner.call(staffApi.changeRole, { ...change, body: { role: 'viewer' } })
  expect(await refused(blind)).toMatchObject({ status: 428 })
})

test('the last owner can be neither demoted nor removed; an invited owner is none yet', async () => {
  const world = await openWorld()
  const { owner } = world
  const { staff } = await read(owner)
  await owner.call(staffApi.invite, { body: { ...CARLA, role: 'owner' } })
  const last = { status: 409, code: 'last-owner' }
  const demote = { params: { memberId: staff.id }, body: { role: 'viewer' as const }, version: 1 }
  expect(await refused(owner.call(staffApi.changeRole, demote))).toMatchObject(last)
  expect(await refused(remove(owner, staff.id))).toMatchObject(last)
  await accept(world.visitor(), (await world.deliverMail())[0]!.token!)
  await remove(owner, staff.id)
  expect(await refused(read(owner))).toMatchObject({ status: 401 })
})

test('however owners demote and remove each other at once, one remains', async () => {
  const world = await openWorld()
  const people = [OWNER.email, 'ben.owner@northwind.example', 'cleo.owner@northwind.example']
  for (const name of ['Ben Owner', 'Cleo Owner']) await world.hire('owner', name)
  const tables = new pg.Client({ connectionString: world.ownerUrl })
  await tables.connect()
  const action = fc.record({ by: fc.nat(2), to: fc.nat(2), how: fc.constantFrom('demote', 'remove') })

  const property = fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 6 }), async (actions) => {
    await tables.query(`update staff_members set role = 'owner', active = true`)
    const owners = await Promise.all(
      people.map(async (email) => {
        const browser = world.visitor()
        const password = email === OWNER.email ? OWNER.password : 'nine calm herons wade'
        const { staff } = await browser.call(staffSessionApi.signIn, { body: { email, password } })
        return { browser, id: staff.id }
      }),
    )
    const versions = new Map((await staffOf(owners[0]!.browser)).map(({ id, version }) => [id, version]))
    const done = await Promise.allSettled(
      actions.map(({ by, to, how }) => {
        const { browser } = owners[by]!
        const memberId = owners[to]!.id
        if (how === 'remove') return remove(browser, memberId)
        const version = versions.get(memberId)!
        return browser.call(staffApi.changeRole, { params: { memberId }, body: { role: 'viewer' }, version })
      }),
    )
    const left = await tables.query(`select from staff_members where role = 'owner' and active`)
    expect(left.rowCount).toBeGreaterThan(0)
    // Nobody met a fault: each call was done, or refused with a reason.
    for (const one of done)
      if (one.status === 'rejected')
        expect(one.reason).toHaveProperty(
          'status',
          expect.toSatisfy((s) => s < 500),
        )
    expect(done.some(({ status }) => status === 'fulfilled')).toBe(true)
  })
  try {
    await fc.assert(property, { numRuns: 12 })
  } finally {
    await tables.end()
  }
})

test('the list pages by name, those who left last', async () => {
  const { owner, hire } = await openWorld()
  const zoe = await hire('viewer', 'Zoe Zimmer')
  await hire('viewer', 'anna Abel')
  const bert = await hire('viewer', 'Bert Berg')
  await remove(owner, (await read(bert)).staff.id)
  const names: string[] = []
  let cursor: string | undefined
  do {
    const page = await zoe.call(staffApi.list, { query: { limit: 1, ...(cursor && { cursor }) } })
    expect(page.data).toHaveLength(1)
    names.push(page.data[0]!.name)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(names).toEqual(['anna Abel', 'Olga Owner', 'Zoe Zimmer', 'Bert Berg'])
  expect(await refused(zoe.call(staffApi.list, { query: { cursor: 'mine' } }))).toMatchObject({ status: 400 })
})

test('the journal says who did what, and none of the secrets', async () => {
  const world = await openWorld()
  const { owner } = world
  const { member, token } = await inviteCarla(world)
  await accept(world.visitor(), token)
  const version = (await staffOf(owner)).find(({ id }) => id === member.id)!.version
  await owner.call(staffApi.changeRole, {
    params: { memberId: member.id },
    body: { role: 'viewer' },
    version,
  })
  await remove(owner, member.id)
  const { data } = await owner.call(journalApi.list)
  expect(data.map(({ actor, action }) => `${actor.name}: ${action}`)).toEqual([
    'Olga Owner: staff.removed',
    'Olga Owner: staff.role-changed',
    'Carla Colleague: staff.joined',
    'Olga Owner: staff.invited',
    'Olga Owner: staff.signed-in',
    'Olga Owner: organization.founded',
  ])
  const text = JSON.stringify(data)
  for (const secret of [token, PASSWORD]) expect(text).not.toContain(secret)
})

import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { OWN_PASSWORD, openCast, type Cast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { ask } from '../../test/database.ts'
import { VERY_PATIENT } from '../../test/patience.ts'
import { openEmptyWorld, openWorld, OWNER, type World } from '../../test/world.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { portalApi } from '../portal-access/portal-access.api.ts'
import { setUpApi, staffApi, staffSessionApi } from '../staff/staff.api.ts'
import { listOrganizations } from './list-organizations.ts'
import { moveIn } from './move-in.ts'
import { moveOut } from './move-out.ts'

/** Northwind moves from the installation it was founded at to another one. */

const ELSEWHERE = 'https://b.portico.example'
const KEY = randomBytes(32)
const OTHER_KEY = randomBytes(32)
const OLGA = { email: OWNER.email, password: OWNER.password }
const now = new Date('2026-05-04T09:00:00.000Z')

let folder: string
let file: string
let here: Cast

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'move-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(async () => {
  file = join(folder, `${randomBytes(6).toString('hex')}.organization`)
  here = await openCast({ SECRET_KEY: KEY.toString('base64') })
})

const out = (more: Partial<Parameters<typeof moveOut>[1]> = {}) =>
  moveOut(here.ownerUrl, { slug: 'northwind', to: ELSEWHERE, file, secretKey: KEY, now, ...more })
const intoWorld = ({ ownerUrl }: World) =>
  moveIn(ownerUrl, file, { secretKeys: { current: OTHER_KEY, old: [KEY] }, now })

/** Another installation, which knows the key of the first. */
const elsewhere = { SECRET_KEY: OTHER_KEY.toString('base64'), SECRET_KEY_OLD: KEY.toString('base64') }

/** Every row of an organization, by table, as PostgreSQL writes it. */
async function rowsOf({ ownerUrl }: World, organizationId: string): Promise<Record<string, string[]>> {
  const tables = await ask<{ name: string }>(
    ownerUrl,
    `select c.relname::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and c.relname <> all ('{installation,organizations_elsewhere}') order by 1`,
  )
  const all: Record<string, string[]> = {}
  for (const { name } of tables) {
    const rows = await ask<{ row: string }>(
      ownerUrl,
      `select one::text as row from ${name} one where organization_id = $1 order by 1`,
      [organizationId],
    )
    if (rows.length > 0) all[name] = rows.map(({ row }) => row)
  }
  return all
}

const MOVED = { status: 410, problem: { type: '/docs#moved', origin: ELSEWHERE } }

test('it goes with every row: contacts and staff sign in there with the passwords they have, and what waited is mailed there', async () => {
  await here.settle(here.anna.atAcme)
  const ben = await here.addContact(here.acme, { email: 'ben@birch.example', firstName: 'Ben' })
  await here.owner.call(contactsApi.issuePassword, {
    params: { contactId: ben.id },
    body: { generate: true },
  })
  const {
    staff_sessions: _,
    portal_sessions: __,
    portal_devices: ___,
    ...rows
  } = await rowsOf(here, here.organization.id)
  expect(Object.keys(rows)).toEqual(
    expect.arrayContaining(['contacts', 'contact_search', 'journal', 'outbox']),
  )

  await out()
  expect(await rowsOf(here, here.organization.id)).toEqual({})
  const there = await openEmptyWorld(elsewhere)
  await intoWorld(there)
  expect(await rowsOf(there, here.organization.id)).toEqual(rows)

  const params = { portal: 'northwind' }
  const anna = there.visitor()
  await anna.call(portalApi.signIn, { params, body: { email: here.anna.email, password: OWN_PASSWORD } })
  const owner = there.visitor()
  await owner.call(staffSessionApi.signIn, { body: OLGA })
  expect((await owner.call(contactsApi.read, { params: { contactId: ben.id } })).firstName).toBe('Ben')
  const letter = (await there.deliverMail()).find(({ to }) => to === ben.email)
  const mayChoose = await there
    .visitor()
    .call(portalApi.signIn, { params, body: { email: ben.email, password: letter!.password! } })
  expect(mayChoose.mustChoosePassword).toBe(true)
})

test('whoever knows the address it had is led on: staff who were signed in, contacts, and the links of letters', async () => {
  await here.owner.call(staffApi.invite, {
    body: { name: 'Mia', email: 'mia@northwind.example', role: 'manager' },
  })
  const invitation = (await here.deliverMail()).find(({ to }) => to === 'mia@northwind.example')!.token!
  const params = { portal: 'northwind' }
  // The portal is known to this process from before.
  await refused(here.signIn('nobody@acme.example', 'wrong'))

  await out()
  expect(await refused(here.owner.call(staffSessionApi.read))).toMatchObject(MOVED)
  expect(await refused(here.visitor().call(portalApi.door, { params }))).toMatchObject(MOVED)
  expect(await refused(here.signIn(here.anna.email, 'any password'))).toMatchObject(MOVED)
  const accept = { body: { token: invitation, password: 'nine calm herons wade' } }
  expect(await refused(here.visitor().call(staffApi.acceptInvitation, accept))).toMatchObject(MOVED)
  // Once: this door is theirs as well, if they have another organization here.
  expect(await refused(here.owner.call(staffSessionApi.read))).toMatchObject({ status: 401 })
})

test('the other organizations stay as they are, with the people who work in both', async () => {
  const { id } = await here.owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  const before = await rowsOf(here, id)

  await out()
  expect(await rowsOf(here, id)).toEqual(before)
  const owner = here.visitor()
  expect((await owner.call(staffSessionApi.signIn, { body: OLGA })).organization.name).toBe('Southwind')
  // Who has a letter of the old one would take a new one for it.
  expect((await owner.call(organizationApi.found, { body: { name: 'Northwind' } })).slug).toBe('northwind-2')
  expect(await listOrganizations(here.ownerUrl)).toEqual([
    { name: 'Northwind', slug: 'northwind', origin: ELSEWHERE },
    { name: 'Northwind', slug: 'northwind-2', origin: null },
    { name: 'Southwind', slug: 'southwind', origin: null },
  ])
})

test('who has an account there already goes on with that, and its password', async () => {
  const there = await openEmptyWorld(elsewhere)
  const password = 'two slow otters read'
  const body = { ...OWNER, organizationName: 'Eastwind', password }
  await there.visitor().call(setUpApi.setUp, { body })

  await out()
  await intoWorld(there)
  const owner = there.visitor()
  await refused(owner.call(staffSessionApi.signIn, { body: OLGA }))
  const session = await owner.call(staffSessionApi.signIn, { body: { email: OWNER.email, password } })
  expect(session.organizations.map(({ name }) => name)).toEqual(['Eastwind', 'Northwind'])
})

test('it can be taken back where it came from, and an installation that it leaves empty cannot be set up by a stranger', async () => {
  await out()
  expect((await here.visitor().call(setUpApi.read)).open).toBe(false)

  await moveIn(here.ownerUrl, file, { secretKeys: { current: KEY, old: [] }, now })
  await here.visitor().call(portalApi.door, { params: { portal: 'northwind' } })
  await here.visitor().call(staffSessionApi.signIn, { body: OLGA })
  expect(await listOrganizations(here.ownerUrl)).toEqual([
    { name: 'Northwind', slug: 'northwind', origin: null },
  ])
})

test('an installation that it is the first of counts as set up', async () => {
  await out()
  const there = await openEmptyWorld(elsewhere)
  expect((await there.visitor().call(setUpApi.read)).open).toBe(true)
  await intoWorld(there)
  expect((await there.visitor().call(setUpApi.read)).open).toBe(false)
})

test('while a letter is on its way it stays, whole, so that nobody gets the letter twice', async () => {
  await here.owner.call(contactsApi.issuePassword, {
    params: { contactId: here.anna.atAcme.id },
    body: { generate: true },
  })
  await ask(here.ownerUrl, `update outbox set leased_until = now() + interval '5 minutes'`)
  const before = await rowsOf(here, here.organization.id)

  await expect(out({ patienceSeconds: 0 })).rejects.toThrow('Somebody is at work in "northwind"')
  expect(await rowsOf(here, here.organization.id)).toEqual(before)
  expect((await readdir(folder)).filter((name) => file.endsWith(name))).toEqual([])
})

test('what is written while it is being read goes along', async () => {
  const other = new pg.Client({ connectionString: here.ownerUrl })
  await other.connect()
  try {
    // Read after the journal is, which it waits at.
    await other.query('begin')
    await other.query('select from staff_members for update')
    const leaving = out({ patienceSeconds: 600 })
    await expect
      .poll(
        () =>
          ask(
            here.ownerUrl,
            `select from pg_stat_activity where wait_event_type = 'Lock' and query like 'fetch%'`,
          ),
        VERY_PATIENT,
      )
      .toHaveLength(1)
    await ask(
      here.ownerUrl,
      `insert into journal (organization_id, id, at, action, actor_kind, actor_name)
       values ($1, '019e0000-0000-7000-8000-000000000001', now(), 'organization.changed', 'system', 'Late')`,
      [here.organization.id],
    )
    await other.query('commit')
    await leaving
  } finally {
    await other.end()
  }
  const there = await openEmptyWorld(elsewhere)
  await intoWorld(there)
  expect((await rowsOf(there, here.organization.id))['journal']!.some((row) => row.includes('Late'))).toBe(
    true,
  )
})

test('a file that was cut off or belongs to another key, an organization that is there, or its address, are refused and change nothing', async () => {
  await expect(out({ slug: 'southwind' })).rejects.toThrow(
    'No organization here has the portal /portal/southwind.',
  )
  await out()
  const taken = await openWorld(elsewhere)
  const before = await listOrganizations(taken.ownerUrl)
  await expect(intoWorld(taken)).rejects.toThrow('has, or had, the portal /portal/northwind here')
  expect(await listOrganizations(taken.ownerUrl)).toEqual(before)

  // One of that name was there, and people come to its door still.
  await moveOut(taken.ownerUrl, {
    slug: 'northwind',
    to: 'https://c.portico.example',
    file: `${file}-taken`,
    secretKey: OTHER_KEY,
    now,
  })
  await expect(intoWorld(taken)).rejects.toThrow('has, or had, the portal /portal/northwind here')

  const there = await openEmptyWorld(elsewhere)
  const ofAnotherKey = { secretKeys: { current: OTHER_KEY, old: [] }, now }
  await expect(moveIn(there.ownerUrl, file, ofAnotherKey)).rejects.toThrow('Put that key into SECRET_KEY_OLD')
  const whole = await readFile(file)
  await writeFile(file, whole.subarray(0, whole.length - 40))
  await expect(intoWorld(there)).rejects.toThrow(/incomplete|cannot be read/)
  expect(await listOrganizations(there.ownerUrl)).toEqual([])

  await writeFile(file, whole)
  await intoWorld(there)
  await expect(intoWorld(there)).rejects.toThrow('Northwind is here already.')
})

import { expect, test } from 'vitest'
import { refused } from '../../test/client.ts'
import { openEmptyWorld, OWNER } from '../../test/world.ts'
import { customersApi } from '../customers/customers.api.ts'
import { organizationApi } from './organization.api.ts'
import { sampleApi, setUpApi, staffSessionApi } from '../staff/staff.api.ts'

const BODY = { organizationName: 'Northwind', ...OWNER }

test('an empty installation offers to be set up, and the founder is signed in as its owner', async () => {
  const { visitor } = await openEmptyWorld()
  const founder = visitor()
  expect(await founder.call(setUpApi.read)).toEqual({ open: true, sampleOffered: true })
  const session = await founder.call(setUpApi.setUp, { body: BODY })
  expect(session).toMatchObject({
    staff: { name: OWNER.name, email: OWNER.email, role: 'owner' },
    organization: { name: 'Northwind', slug: 'northwind' },
    organizations: [{ name: 'Northwind' }],
    mailbox: true,
  })
  expect(await founder.call(staffSessionApi.read)).toEqual(session)
  expect(await founder.call(setUpApi.read)).toEqual({ open: false, sampleOffered: false })
})

test('the first and any other organization are where their founder says, and count in that currency', async () => {
  const { visitor } = await openEmptyWorld()
  const founder = visitor()
  const place = { timeZone: 'Europe/London', currency: 'GBP' }
  await founder.call(setUpApi.setUp, { body: { ...BODY, ...place } })
  expect(await founder.call(organizationApi.read)).toMatchObject(place)
  const other = { timeZone: 'Asia/Tokyo', currency: 'JPY' }
  expect(await founder.call(organizationApi.found, { body: { name: 'Southwind', ...other } })).toMatchObject(
    other,
  )
  const nowhere = { ...BODY, timeZone: 'Middle/Earth' }
  expect(await refused(visitor().call(setUpApi.setUp, { body: nowhere }))).toMatchObject({ status: 400 })
})

test('set-up closes for good, for the sample too', async () => {
  const { visitor } = await openEmptyWorld()
  await visitor().call(setUpApi.setUp, { body: BODY })
  const closed = { status: 409, code: 'already-set-up' }
  const other = { ...BODY, email: 'other@elsewhere.example' }
  expect(await refused(visitor().call(setUpApi.setUp, { body: other }))).toMatchObject(closed)
  expect(await refused(visitor().call(sampleApi.trySample))).toMatchObject(closed)
})

test('of two who set up at once, one wins and the other is told', async () => {
  const { visitor } = await openEmptyWorld()
  const results = await Promise.allSettled([
    visitor().call(setUpApi.setUp, { body: BODY }),
    visitor().call(setUpApi.setUp, {
      body: { ...BODY, organizationName: 'Southwind', email: 'sam@south.example' },
    }),
    visitor().call(sampleApi.trySample),
  ])
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const result of results)
    if (result.status === 'rejected')
      expect(result.reason).toMatchObject({ status: 409, code: 'already-set-up' })
})

test('a weak password is refused with the reason, and nothing is set up', async () => {
  const { visitor } = await openEmptyWorld()
  const refusal = await refused(
    visitor().call(setUpApi.setUp, { body: { ...BODY, password: 'northwind olga northwind' } }),
  )
  expect(refusal).toMatchObject({ status: 400, problem: { errors: [{ pointer: '/password' }] } })
  expect(await visitor().call(setUpApi.read)).toMatchObject({ open: true })
})

test('with a mail server the sample is neither offered nor made', async () => {
  const { visitor } = await openEmptyWorld({ SMTP_URL: 'smtp://127.0.0.1:9' })
  expect(await visitor().call(setUpApi.read)).toEqual({ open: true, sampleOffered: false })
  expect(await refused(visitor().call(sampleApi.trySample))).toMatchObject({ status: 403 })
})

test('the sample signs its owner in to a company, whose letter sets the password', async () => {
  const { visitor, deliverMail } = await openEmptyWorld()
  const owner = visitor()
  const session = await owner.call(sampleApi.trySample)
  expect(session).toMatchObject({ staff: { role: 'owner' }, organization: { slug: 'juniper-and-vale' } })
  expect((await owner.call(customersApi.list, { query: { limit: 100 } })).data.length).toBe(40)

  const [letter, ...others] = await deliverMail()
  expect(others).toEqual([])
  expect(letter!.to).toBe(session.staff.email)
  const password = 'marble owls drift north'
  await visitor().call(staffSessionApi.setPasswordByLink, { body: { token: letter!.token!, password } })
  const again = await visitor().call(staffSessionApi.signIn, {
    body: { email: session.staff.email, password },
  })
  expect(again.organization).toEqual(session.organization)
})

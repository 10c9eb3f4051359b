import { describe, expect, test } from 'vitest'
import { Refused, refused } from '../../test/client.ts'
import { openWorld, type SetUpWorld } from '../../test/world.ts'
import { journalApi } from '../journal/journal.api.ts'
import { customersApi as api, type CustomerInStep } from './customers.api.ts'

function erpOf({ owner }: SetUpWorld) {
  const put = (externalId: string, body: CustomerInStep) =>
    owner.send('PUT', `/v1/customers/by-external-id/${encodeURIComponent(externalId)}`, {
      payload: JSON.stringify(body),
      type: 'application/json',
    })
  const keep = (externalId: string, body: CustomerInStep) =>
    owner.call(api.keep, { params: { externalId }, body })
  const journal = async () => (await owner.call(journalApi.list, {})).data.map(({ action }) => action)
  return { put, keep, journal }
}

describe('a customer that another system calls by its id', () => {
  test('is added, changed, and left alone when nothing differs', async () => {
    const world = await openWorld()
    const { put, journal } = erpOf(world)
    const address = {
      line1: '1 Way',
      line2: '',
      city: 'Lisbon',
      region: '',
      postalCode: '1000',
      country: 'PT',
    }
    const said = { name: 'Acme', accountNumber: 'A-1', email: 'office@acme.example', billingAddress: address }
    const longest = '名'.repeat(200)

    const added = await put(longest, said)
    expect([added.status, added.json]).toMatchObject([201, { ...said, externalId: longest }])
    const before = await journal()
    const again = await put(longest, said)
    expect([again.status, again.json]).toEqual([200, added.json])
    expect(await journal()).toEqual(before)

    const changed = await put(longest, { name: 'Acme Ltd', notes: null })
    expect([changed.status, changed.json]).toMatchObject([200, { name: 'Acme Ltd', accountNumber: 'A-1' }])
    expect(await journal()).toEqual(['customer.changed', ...before])
  })

  test('is made once, however many say so at once', async () => {
    const world = await openWorld()
    const { put } = erpOf(world)
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => put('17', { name: 'Acme', email: 'a@acme.example' })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 200, 200, 200, 200, 201,
    ])
    expect((await world.owner.call(api.list)).data).toMatchObject([{ name: 'Acme', externalId: '17' }])
  })

  test('is made once with its account number, too, however many say so at once', async () => {
    const world = await openWorld()
    const { put } = erpOf(world)
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => put('17', { name: 'Acme', accountNumber: 'A-1' })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201]))
  })

  test('says to wait where too many change it at once, and nothing of a version that nobody sent', async () => {
    const world = await openWorld()
    const { keep } = erpOf(world)
    await keep('17', { name: 'Acme' })
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, at) =>
        keep('17', { name: `Acme ${at}` }).catch((error: unknown) => error),
      ),
    )
    const codes = answers.flatMap((answer) => (answer instanceof Refused ? answer.code : []))
    expect(codes.filter((code) => code !== 'busy')).toEqual([])
  })

  test('needs a name to be added, and takes no account number of another', async () => {
    const world = await openWorld()
    const { keep } = erpOf(world)
    expect((await refused(keep('17', {}))).problem.errors).toMatchObject([{ pointer: '/name' }])
    await keep('17', { name: 'Acme', accountNumber: 'A-1' })
    const taken = await refused(keep('18', { name: 'Birch', accountNumber: 'a-1' }))
    expect([taken.status, taken.code]).toEqual([409, 'account-number-taken'])
  })

  test('that staff made inactive is changed only if it says whether it is to be active', async () => {
    const world = await openWorld()
    const { keep, journal } = erpOf(world)
    const { id } = await keep('17', { name: 'Acme' })
    await world.owner.call(api.delete, { params: { customerId: id } })
    expect(await refused(keep('17', { name: 'Acme' }))).toMatchObject({
      status: 409,
      code: 'inactive-customer',
    })
    expect(await keep('17', { phone: '1', active: false })).toMatchObject({ active: false, phone: '1' })
    expect(await keep('17', { phone: '2', active: true })).toMatchObject({ active: true, phone: '2' })
    expect((await journal()).slice(0, 2).toSorted()).toEqual(['customer.changed', 'customer.undeleted'])
    expect(await keep('18', { name: 'Over', active: false })).toMatchObject({ active: false })
  })
})

import { expect, test } from 'vitest'
import { refused } from '../../test/client.ts'
import { openWorld } from '../../test/world.ts'
import type { QueryFor } from '../http/endpoint.ts'
import { customersApi as api } from './customers.api.ts'

test('another system reads the customers that changed since, in the order in which they did, and finds one by its keys', async () => {
  const { owner, clock } = await openWorld()
  const add = (name: string, more: object = {}) => owner.call(api.add, { body: { name, ...more } })
  const names = async (query: QueryFor<typeof api.list>) => {
    const all: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await owner.call(api.list, { query: { limit: 1, ...query, ...(cursor && { cursor }) } })
      all.push(...page.data.map(({ name }) => name))
      if (page.nextCursor === null) return all
      cursor = page.nextCursor
    }
  }
  const birch = await add('Birch', { email: 'Office@Birch.example', accountNumber: 'B-7', externalId: 'b7' })
  clock.advance({ minutes: 1 })
  await add('Acme')
  clock.advance({ minutes: 1 })
  const began = clock.now().toISOString()
  const cedar = await add('Cedar')
  clock.advance({ minutes: 1 })
  await owner.call(api.change, { params: { customerId: birch.id }, version: 1, body: { phone: '1' } })

  const epoch = '2000-01-01T00:00:00+02:00'
  expect(await names({ updatedSince: epoch })).toEqual(['Acme', 'Cedar', 'Birch'])
  expect(await names({ updatedSince: began })).toEqual(['Cedar', 'Birch'])
  clock.advance({ minutes: 1 })
  await owner.call(api.delete, { params: { customerId: cedar.id } })
  expect(await names({ updatedSince: began })).toEqual(['Birch'])
  expect(await names({ updatedSince: began, status: 'all' })).toEqual(['Birch', 'Cedar'])
  expect(await names({ updatedSince: began, status: 'inactive' })).toEqual(['Cedar'])

  for (const key of [{ email: 'office@BIRCH.example' }, { accountNumber: 'b-7' }, { externalId: 'b7' }])
    expect(await names({ ...key, status: 'all' }), JSON.stringify(key)).toEqual(['Birch'])
  expect(await names({ externalId: 'B7' })).toEqual([])
  const { problem } = await refused(names({ search: 'birch', updatedSince: epoch, externalId: 'b7' }))
  expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/updatedSince', '/externalId'])
  for (const updatedSince of ['yesterday', '2026-01-01', '2026-01-01T00:00:00'])
    expect((await refused(names({ updatedSince }))).problem.errors).toMatchObject([
      { pointer: '/updatedSince' },
    ])
})

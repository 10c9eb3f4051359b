import { expect, test } from 'vitest'
import { exchanged, rebase } from './rebase.ts'

const read = { name: 'Anna', phone: '1', second: '2' }

test('what somebody else changed arrives beside what you changed yourself', () => {
  const { values, contested } = rebase(read, { ...read, phone: '10' }, { ...read, second: '20' })
  expect(values).toEqual({ name: 'Anna', phone: '10', second: '20' })
  expect(contested).toEqual([])
})

test('what both changed keeps one’s own words, and is named', () => {
  const { values, contested } = rebase(read, { ...read, phone: '10' }, { ...read, phone: '11' })
  expect(values.phone).toBe('10')
  expect(contested).toEqual(['phone'])
})

test('the same change made twice is no contest', () => {
  const { contested } = rebase(read, { ...read, phone: '10' }, { ...read, phone: '10' })
  expect(contested).toEqual([])
})

test('the lines of an address are fields of their own; a picture is one thing', () => {
  const seller = { address: { city: 'Bonn', country: 'DE' }, logo: { type: 'png', base64: 'A' } }
  const { values, contested } = rebase(
    seller,
    { ...seller, address: { city: 'Köln', country: 'DE' }, logo: { type: 'png', base64: 'B' } },
    { address: { city: 'Bonn', country: 'Germany' }, logo: { type: 'jpeg', base64: 'C' } },
    ['logo'],
  )
  expect(values).toEqual({
    address: { city: 'Köln', country: 'Germany' },
    logo: { type: 'png', base64: 'B' },
  })
  expect(contested).toEqual(['logo'])
})

test('what both changed is exchanged for the other version, and the rest stays', () => {
  const mine = { name: 'Anna', address: { city: 'Köln', country: 'DE' } }
  const theirs = { name: 'Bea', address: { city: 'Bonn', country: 'FR' } }
  const [shown, kept] = exchanged(mine, theirs, ['address.city'])
  expect(shown).toEqual({ name: 'Anna', address: { city: 'Bonn', country: 'DE' } })
  expect(exchanged(shown, kept, ['address.city'])[0]).toEqual(mine)
})

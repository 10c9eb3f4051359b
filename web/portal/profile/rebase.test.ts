import { expect, test } from 'vitest'
import { rebase } from './rebase.ts'

const read = { name: 'Anna', phone: '1', second: '2' }

test('what somebody else changed arrives beside what one changed oneself', () => {
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

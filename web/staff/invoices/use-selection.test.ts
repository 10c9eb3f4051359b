import { expect, test } from 'vitest'
import { between } from './use-selection.ts'

test('with Shift both ends and all between them are chosen, in either direction', () => {
  const rows = ['a', 'b', 'c', 'd']
  expect(between(rows, 'b', 'd')).toEqual(['b', 'c', 'd'])
  expect(between(rows, 'd', 'b')).toEqual(['b', 'c', 'd'])
  expect(between(rows, null, 'c')).toEqual(['c'])
  expect(between(rows, 'of another list', 'c')).toEqual(['c'])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isModest } from './json-body.ts'

test('what people send is taken, whatever stands in their texts', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      expect(isModest(JSON.stringify(value))).toBe(true)
    }),
  )
  expect(isModest(JSON.stringify({ name: '[{"\\'.repeat(100_000) }))).toBe(true)
})

test('a heap of brackets, keys or numbers is not', () => {
  expect(isModest('['.repeat(500_000))).toBe(false)
  expect(isModest('['.repeat(33))).toBe(false)
  expect(isModest('[]'.repeat(500_000))).toBe(false)
  expect(isModest(`[${'1,'.repeat(100_000)}1]`)).toBe(false)
  expect(isModest(`{${'"a":"","b":[],'.repeat(50_000)}`)).toBe(false)
  expect(isModest('"[["'.concat('[['.repeat(50_000)))).toBe(false)
})

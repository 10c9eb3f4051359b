import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysAfter } from '../time/day.ts'
import { ageingOf, bucketOf, overdueOf, totalOf } from './ageing.ts'

const TODAY = '2026-05-31'

test('each bucket ends where the next begins', () => {
  const after = (days: number) => bucketOf(daysAfter(TODAY, -days), TODAY)
  expect([-1, 0, 1, 30, 31, 60, 61, 90, 91].map(after)).toEqual([
    'currentMinor',
    'currentMinor',
    'days1To30Minor',
    'days1To30Minor',
    'days31To60Minor',
    'days31To60Minor',
    'days61To90Minor',
    'days61To90Minor',
    'daysOver90Minor',
  ])
})

test('the buckets add up to what is owed, and the late ones to what is overdue', () => {
  const items = fc.array(
    fc.record({
      dueDate: fc.integer({ min: -400, max: 400 }).map((days) => daysAfter(TODAY, days)),
      balanceMinor: fc.integer({ min: 1, max: 1_000_000_000 }),
    }),
  )
  const sum = (some: { balanceMinor: number }[]) => some.reduce((total, one) => total + one.balanceMinor, 0)
  fc.assert(
    fc.property(items, (all) => {
      const ageing = ageingOf(all, TODAY)
      expect(totalOf(ageing)).toBe(sum(all))
      expect(overdueOf(ageing)).toBe(sum(all.filter(({ dueDate }) => dueDate < TODAY)))
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysAfter } from '../time/day.ts'
import { monthDue, nextDay } from './month-due.ts'

test('on its day and for a week after it, and no longer', () => {
  const on = (today: string) => monthDue(3, today, '2026-01-01')
  expect(on('2026-05-02')).toBe(null)
  expect(on('2026-05-03')).toBe('2026-05')
  expect(on('2026-05-10')).toBe('2026-05')
  expect(on('2026-05-11')).toBe(null)
})

test('the 28th is caught up with in the next month, and in the next year', () => {
  expect(monthDue(28, '2026-06-02', '2026-01-01')).toBe('2026-05')
  expect(monthDue(28, '2027-01-04', '2026-01-01')).toBe('2026-12')
})

test('a day that passed before statements were switched on is let go', () => {
  expect(monthDue(1, '2026-05-04', '2026-05-04')).toBe(null)
  expect(monthDue(4, '2026-05-04', '2026-05-04')).toBe('2026-05')
})

test('looking every day makes each month once, in its order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 28 }), fc.nat(400), (day, start) => {
      const onSince = daysAfter('2026-01-01', start)
      const months: string[] = []
      for (let ahead = 0; ahead < 370; ahead++) {
        const month = monthDue(day, daysAfter(onSince, ahead), onSince)
        if (month && months.at(-1) !== month) months.push(month)
      }
      expect(new Set(months).size).toBe(months.length)
      expect(months).toEqual(months.toSorted())
      expect(months.length).toBeGreaterThanOrEqual(12)
    }),
  )
})

test('the next day that is named comes before any other month is due', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 28 }), fc.nat(1500), (day, start) => {
      const today = daysAfter('2026-01-01', start)
      const next = nextDay(day, today)
      expect(monthDue(day, next, today)).toBe(next.slice(0, 7))
      for (let between = daysAfter(today, 1); between < next; between = daysAfter(between, 1))
        expect(monthDue(day, between, daysAfter(today, 1))).toBe(null)
    }),
  )
})

import { expect, test } from 'vitest'
import { inTime } from './in-time.ts'

test.each([
  [1, 'in a moment'],
  [5, 'in a moment'],
  [9, 'in 9 seconds'],
  [59, 'in 59 seconds'],
  [60, 'in a minute'],
  [61, 'in 2 minutes'],
  [3600, 'in 60 minutes'],
])('after %i seconds is %s', (seconds, words) => {
  expect(inTime(seconds)).toBe(words)
})

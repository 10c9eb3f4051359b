import { expect, test } from 'vitest'
import { todayIn } from './day.ts'

test('at one moment it is another day elsewhere, and at another moment another day here', () => {
  const evening = new Date('2026-05-04T20:00:00Z')
  expect(['Europe/Berlin', 'Asia/Tokyo', 'Europe/Berlin'].map((zone) => todayIn(zone, evening))).toEqual([
    '2026-05-04',
    '2026-05-05',
    '2026-05-04',
  ])
  expect(todayIn('Europe/Berlin', new Date('2026-05-04T23:00:00Z'))).toBe('2026-05-05')
})

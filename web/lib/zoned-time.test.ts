import { expect, test } from 'vitest'
import { instantOf, localOf, momentWords, usualMoments } from './zoned-time.ts'

test('nine o’clock elsewhere, in summer and in winter', () => {
  expect(instantOf('2026-07-01T09:00', 'Europe/Berlin').toISOString()).toBe('2026-07-01T07:00:00.000Z')
  expect(instantOf('2026-12-01T09:00', 'Europe/Berlin').toISOString()).toBe('2026-12-01T08:00:00.000Z')
  expect(instantOf('2026-12-01T09:00', 'Asia/Kathmandu').toISOString()).toBe('2026-12-01T03:15:00.000Z')
  expect(instantOf('2026-12-01T09:00', 'America/Los_Angeles').toISOString()).toBe('2026-12-01T17:00:00.000Z')
})

test('on the days when clocks change, each time that a clock shows leads back to itself', () => {
  for (const day of ['2026-03-29', '2026-10-25'])
    for (let hour = 0; hour < 24; hour += 1) {
      const local = `${day}T${String(hour).padStart(2, '0')}:30`
      const isSkipped = local === '2026-03-29T02:30'
      expect(localOf(instantOf(local, 'Europe/Berlin'), 'Europe/Berlin')).toBe(
        isSkipped ? '2026-03-29T03:30' : local,
      )
    }
})

test('a time is told as people say it', () => {
  const words = (local: string) => momentWords(local, '2026-05-04', 'en-GB')
  expect(words('2026-05-04T17:00')).toBe('today 17:00')
  expect(words('2026-05-05T09:00')).toBe('tomorrow 09:00')
  expect(words('2026-05-08T09:00')).toBe('on Friday 09:00')
  expect(words('2026-05-11T09:00')).toBe('on 11 May 09:00')
  expect(words('2027-01-02T09:00')).toBe('on 2 January 2027 09:00')
})

test('offered are this afternoon while there is one, tomorrow and Monday', () => {
  expect(usualMoments('2026-05-04T10:00')).toEqual([
    '2026-05-04T17:00',
    '2026-05-05T09:00',
    '2026-05-11T09:00',
  ])
  expect(usualMoments('2026-05-10T18:00')).toEqual(['2026-05-11T09:00'])
})

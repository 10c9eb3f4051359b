import fc from 'fast-check'
import { expect, test } from 'vitest'
import { beginOn, hourIn, instantOf, isWithinHours, localOf } from './wall-clock.ts'

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

test('the hours are those of the organization, on the days when clocks change, too', () => {
  const zone = 'Europe/Berlin'
  const hours = { from: 9, until: 17 }
  const at = (time: string) => isWithinHours(hourIn(zone, new Date(time)), hours)
  // Summer time ends on 25 October 2026, begins on 29 March 2026.
  expect([at('2026-10-25T07:59:00Z'), at('2026-10-25T08:00:00Z')]).toEqual([false, true])
  expect([at('2026-10-24T06:59:00Z'), at('2026-10-24T07:00:00Z')]).toEqual([false, true])
  expect([at('2026-03-29T06:59:00Z'), at('2026-03-29T07:00:00Z')]).toEqual([false, true])
  expect(at('2026-03-29T15:00:00Z')).toBe(false)
  expect(hourIn('Asia/Kathmandu', new Date('2026-05-04T18:20:00Z'))).toBe(0)
})

test('hours begin when the clocks show the first of them, or right after where that one is skipped', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'),
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 23 }),
      (zone, day, from) => {
        const begin = beginOn(day.toISOString().slice(0, 10), { from, until: 24 }, zone)
        const hour = hourIn(zone, begin)
        expect([from, from + 1]).toContain(hour)
        expect(hourIn(zone, new Date(begin.getTime() - 1))).not.toBe(hour)
      },
    ),
  )
})

import { expect, test, vi } from 'vitest'
import { onceAMinute } from './once-a-minute.ts'

test('an outage is reported at once, and then once a minute with how many requests it refused', () => {
  const tell = vi.fn()
  let now = 0
  const outage = onceAMinute<string>(tell, () => now)
  for (let request = 0; request < 1_000; request += 1) {
    now += 50
    outage('connect ECONNREFUSED')
  }
  now += 60_000
  outage('connect ECONNREFUSED')
  expect(tell.mock.calls).toEqual([1, 1_000].map((requests) => ['connect ECONNREFUSED', requests]))
})

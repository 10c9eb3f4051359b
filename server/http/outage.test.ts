import { expect, test, vi } from 'vitest'
import { tellOutages } from './outage.ts'

test('an outage is told once, and once a minute how many requests it refused meanwhile', () => {
  const error = vi.fn()
  let now = 0
  const tell = tellOutages({ error }, () => now)
  for (let request = 0; request < 1_000; request += 1) {
    now += 50
    tell({ message: 'connect ECONNREFUSED' })
  }
  now += 60_000
  tell({ message: 'connect ECONNREFUSED' })
  expect(error.mock.calls.map(([told]) => told as unknown)).toEqual(
    [1, 1_000].map((requests) => ({ reason: { message: 'connect ECONNREFUSED' }, requests })),
  )
})

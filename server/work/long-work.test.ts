import { expect, test } from 'vitest'
import { LeaseLost } from './lease.ts'
import { createLongWork } from './long-work.ts'

/** Long work of one process, and what its log says. */
function openWork() {
  const logged: unknown[] = []
  return { logged, ...createLongWork({ error: (...said: unknown[]) => void logged.push(said) }) }
}

test('what goes on already is not begun twice; when it is done, it may be begun again', async () => {
  const { begin, settled } = openWork()
  let begun = 0
  const work = () => Promise.resolve(void (begun += 1))
  begin('one', work)
  begin('one', work)
  begin('other', work)
  await settled()
  expect(begun).toBe(2)
  begin('one', work)
  await settled()
  expect(begun).toBe(3)
})

test('stopped, it waits for the piece at hand, and begins nothing more', async () => {
  const { begin, stop, logged } = openWork()
  const done: number[] = []
  begin('one', async (signal) => {
    for (const piece of [1, 2, 3]) {
      signal.throwIfAborted()
      await new Promise(setImmediate)
      done.push(piece)
    }
  })
  await stop()
  begin('other', () => Promise.resolve(void done.push(4)))
  expect([done, logged]).toEqual([[1], []])
})

test('what failed is logged, and stops nothing else; a lease that another process holds now is no failure', async () => {
  const { begin, settled, logged } = openWork()
  const done: string[] = []
  begin('broken', () => Promise.reject(new Error('a fault that nobody thought of')))
  begin('lost', () => Promise.reject(new LeaseLost()))
  begin('whole', () => Promise.resolve(void done.push('whole')))
  await settled()
  expect([done, logged.length]).toEqual([['whole'], 1])
})

import { setImmediate } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { ahead } from './ahead.ts'
import { pauses } from './pauses.ts'

/** Pieces that say in `log` when they are made, and when that ends. */
async function* pieces(log: string[], brokenAfter = 3) {
  try {
    for (let piece = 1; piece <= 3; piece++) {
      if (piece > brokenAfter) throw new Error(`piece ${piece} cannot be made`)
      log.push(`made ${piece}`)
      yield piece
    }
  } finally {
    log.push('end')
  }
}

test('the next piece is made while one is in use, and no more than that', async () => {
  const log: string[] = []
  for await (const piece of ahead(pieces(log))) {
    await setImmediate()
    log.push(`used ${piece}`)
  }
  expect(log).toEqual(['made 1', 'made 2', 'used 1', 'made 3', 'used 2', 'end', 'used 3'])
})

test('a piece that cannot be made is told once those before it were used', async () => {
  const log: string[] = []
  const use = async () => {
    for await (const piece of ahead(pieces(log, 1))) {
      await setImmediate()
      log.push(`used ${piece}`)
    }
  }
  await expect(use()).rejects.toThrow('piece 2 cannot be made')
  expect(log).toEqual(['made 1', 'end', 'used 1'])
})

test('who stops has stopped the making, too', async () => {
  const log: string[] = []
  const use = async () => {
    for await (const piece of ahead(pieces(log))) throw new Error(`piece ${piece} is of no use`)
  }
  await expect(use()).rejects.toThrow('piece 1 is of no use')
  expect(log).toEqual(['made 1', 'made 2', 'end'])
})

test('work that goes on lets others in after a few milliseconds, and not before', async () => {
  let now = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
  try {
    const pause = pauses()
    now = 4
    expect(pause()).toBeUndefined()
    now = 6
    let wasLetIn = false
    void setImmediate().then(() => (wasLetIn = true))
    await pause()
    expect(wasLetIn).toBe(true)
    expect(pause()).toBeUndefined()
  } finally {
    clock.mockRestore()
  }
})

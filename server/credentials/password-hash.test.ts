import { hash as argon2, parseOptions, type Options } from '@node-rs/argon2'
import { describe, expect, test } from 'vitest'
import { Busy } from '../http/problems.ts'
import { createPasswordHasher } from './password-hash.ts'

const hasher = createPasswordHasher()

describe('a hash', () => {
  test('is argon2id with the parameters of the design, salted', async () => {
    const [first, second] = await Promise.all([
      hasher.hash('violin gravel otter'),
      hasher.hash('violin gravel otter'),
    ])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(parseOptions(first)).toMatchObject({ saltLen: 16, outputLen: 32 })
    expect(first).not.toBe(second)
  })

  test('matches its password and no other', async () => {
    const hash = await hasher.hash('violin gravel otter')
    expect(await hasher.verify('violin gravel otter', hash)).toEqual({ match: true, needsRehash: false })
    for (const other of ['Violin gravel otter', 'violin gravel otter ', 'violin gravel otte', '']) {
      expect(await hasher.verify(other, hash), other).toEqual({ match: false, needsRehash: false })
    }
  })

  test('is the same for every way to type an accent or a width', async () => {
    const hash = await hasher.hash('été à la montagne'.normalize('NFD'))
    expect((await hasher.verify('été à la montagne'.normalize('NFC'), hash)).match).toBe(true)
    expect((await hasher.verify('ｅ́té à la montagne', hash)).match).toBe(true)
  })

  test('is not made of what has no UTF-8 or no end', async () => {
    await expect(hasher.hash('violin \ud800 gravel')).rejects.toThrow(TypeError)
    await expect(hasher.hash('x'.repeat(1_025))).rejects.toThrow(TypeError)
  })

  test('with other parameters still matches, and asks for a fresh one', async () => {
    const older: Options[] = [
      { memoryCost: 12_288, timeCost: 3, parallelism: 1 },
      { memoryCost: 19_456, timeCost: 3, parallelism: 1 },
      { memoryCost: 19_456, timeCost: 2, parallelism: 2 },
      { memoryCost: 19_456, timeCost: 2, parallelism: 1, algorithm: 1 },
    ]
    for (const parameters of older) {
      const hash = await argon2('violin gravel otter', parameters)
      expect(await hasher.verify('violin gravel otter', hash)).toEqual({ match: true, needsRehash: true })
      expect(await hasher.verify('violin gravel', hash)).toEqual({ match: false, needsRehash: false })
    }
  })
})

describe('where there is no password', () => {
  test('nothing matches', async () => {
    for (const attempt of ['violin gravel otter', '', '\0', 'null']) {
      expect(await hasher.verify(attempt, null)).toEqual({ match: false, needsRehash: false })
    }
  })

  test('an attempt that can be no password matches nothing, not even what it would be hashed as', async () => {
    const replaced = await hasher.hash('violin \ufffd gravel')
    expect((await hasher.verify('violin \ufffd gravel', replaced)).match).toBe(true)
    expect((await hasher.verify('violin \ud800 gravel', replaced)).match).toBe(false)

    const empty = await hasher.hash('')
    expect((await hasher.verify('x'.repeat(5_000_000), empty)).match).toBe(false)
    expect((await hasher.verify('\ud800', empty)).match).toBe(false)
  })

  test('the work is the same', async () => {
    const hash = await hasher.hash('violin gravel otter')
    const known = await processorTimeOf(10, () => hasher.verify('violin gravel ottes', hash))
    const unknown = await processorTimeOf(10, () => hasher.verify('violin gravel ottes', null))
    const impossible = await processorTimeOf(10, () => hasher.verify('\ud800', null))
    for (const time of [unknown, impossible]) {
      expect(time / known).toBeGreaterThan(0.5)
      expect(time / known).toBeLessThan(2)
    }
  })
})

describe('a flood', () => {
  test('so many run, so many wait, the rest is told to come back', async () => {
    const small = createPasswordHasher({ concurrency: 2, queueLimit: 3 })
    const attempts = Array.from({ length: 8 }, () => small.verify('violin', null))
    expect(small.load()).toEqual({ running: 2, waiting: 3 })

    const outcomes = await Promise.allSettled(attempts)
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...Array(5).fill('fulfilled'),
      ...Array(3).fill('rejected'),
    ])
    for (const outcome of outcomes.slice(5)) {
      const { reason } = outcome as PromiseRejectedResult
      expect(reason).toBeInstanceOf(Busy)
      expect(reason).toMatchObject({ status: 503, retryAfterSeconds: 2 })
    }
    expect(small.load()).toEqual({ running: 0, waiting: 0 })
  })

  test('of strangers keeps nobody out who is known, nor lets the known keep strangers waiting forever', async () => {
    const small = createPasswordHasher({ concurrency: 1, queueLimit: 8 })
    const finished: string[] = []
    const attempts = (standing: 'stranger' | 'known', count: number) =>
      Array.from({ length: count }, () =>
        small.verify('violin', null, standing).then(() => finished.push(standing)),
      )
    // All of them wait before the first is done.
    const waiting = [...attempts('stranger', 9), ...attempts('known', 6)]
    const refused = [small.verify('violin', null, 'stranger'), small.refuseWhenFull('stranger')]
    await small.refuseWhenFull('known')
    for (const refusal of refused) await expect(refusal).rejects.toBeInstanceOf(Busy)
    await Promise.all(waiting)
    expect(finished).toHaveLength(15)
    // Known ones go first, but every fifth turn is a stranger's.
    const firstKnown = finished.indexOf('known')
    expect(finished.slice(firstKnown, firstKnown + 7)).toEqual([
      ...Array(4).fill('known'),
      'stranger',
      ...Array(2).fill('known'),
    ])
  })

  test('those who wait go in the order they came', async () => {
    const small = createPasswordHasher({ concurrency: 1, queueLimit: 10 })
    const finished: number[] = []
    await Promise.all(
      [0, 1, 2, 3, 4].map((turn) => small.verify('violin', null).then(() => finished.push(turn))),
    )
    expect(finished).toEqual([0, 1, 2, 3, 4])
  })

  test('a hash that cannot be read gives its place back', async () => {
    const small = createPasswordHasher({ concurrency: 1, queueLimit: 1 })
    const outcomes = await Promise.allSettled([
      small.verify('violin', 'broken'),
      small.verify('violin', null),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    expect(small.load()).toEqual({ running: 0, waiting: 0 })
  })

  test('the event loop stays free while hashes run', async () => {
    let isFree = false
    setImmediate(() => (isFree = true))
    await hasher.hash('violin gravel otter')
    expect(isFree).toBe(true)
  })
})

/** Unlike the time on the clock, this does not depend on what else the machine does. */
async function processorTimeOf(times: number, work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  for (let time = 0; time < times; time += 1) await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

test('a hash that cannot be read is an error, and the next one is none', async () => {
  await expect(hasher.verify('violin gravel otter', 'argon2, so they say')).rejects.toThrow(Error)
  const hash = await hasher.hash('violin gravel otter')
  expect((await hasher.verify('violin gravel otter', hash)).match).toBe(true)
})

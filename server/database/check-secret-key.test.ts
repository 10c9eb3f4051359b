import { randomBytes } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { checkSecretKey } from './check-secret-key.ts'

const [first, second] = [randomBytes(32), randomBytes(32)]
const start = (ownerUrl: string, current: Buffer, old: Buffer[] = [], acceptNewSecretKey = false) =>
  checkSecretKey(ownerUrl, { secretKeys: { current, old }, acceptNewSecretKey })

async function database(): Promise<string> {
  const one = await createTestDatabase({ throwaway: true })
  onTestFinished(() => one.drop())
  return one.ownerUrl
}

test('a key that was lost and made again is noticed at the start, and the first one goes on', async () => {
  const url = await database()
  await start(url, first)
  await expect(start(url, second)).rejects.toThrow('This database was used with another secret key.')
  await start(url, first)
})

test('of several processes that start at once with keys of their own, one starts', async () => {
  const url = await database()
  const starts = await Promise.allSettled(Array.from({ length: 4 }, () => start(url, randomBytes(32))))
  expect(starts.map(({ status }) => status).toSorted()).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
    'rejected',
  ])
  for (const one of starts)
    if (one.status === 'rejected')
      expect((one.reason as Error).message).toContain('each needs the same SECRET_KEY')
})

test('while several processes change the key, those that know both start with either', async () => {
  const url = await database()
  await start(url, first)
  await start(url, first, [second])
  await start(url, second, [first])
  await start(url, first, [second])
  await expect(start(url, first)).resolves.toBeUndefined()
})

test('a key is changed on purpose by naming the old one, which is then the wrong one', async () => {
  const url = await database()
  await start(url, first)
  await start(url, second, [first])
  await start(url, second)
  await expect(start(url, first)).rejects.toThrow('Put that key back')
})

test('an operator whose key is lost says so once', async () => {
  const url = await database()
  await start(url, first)
  await start(url, second, [], true)
  await expect(start(url, second)).resolves.toBeUndefined()
})

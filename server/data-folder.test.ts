import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AlreadyRunning, lockDataFolder } from './data-folder.ts'

let dataDir: string
beforeEach(() => {
  // Longer than the path of a socket may be.
  dataDir = join(mkdtempSync(join(tmpdir(), 'lock-test-')), 'long-'.repeat(30))
  mkdirSync(dataDir)
})
afterEach(() => rmSync(join(dataDir, '..'), { recursive: true }))

const places = () => readdirSync(join(dataDir, 'lock'))

/** What a killed Portico leaves behind: a socket that nobody listens at. */
async function leaveDeadSocket(name: string): Promise<void> {
  mkdirSync(join(dataDir, 'lock'), { recursive: true })
  const killed = spawn(
    process.execPath,
    ['-e', `require('net').createServer().listen(${JSON.stringify(name)}, () => console.log('listens'))`],
    { cwd: join(dataDir, 'lock') },
  )
  await once(killed.stdout, 'data')
  killed.kill('SIGKILL')
  await once(killed, 'close')
}

test('one at a time, and the next when the first has let go', async () => {
  const first = await lockDataFolder(dataDir)
  await expect(lockDataFolder(dataDir)).rejects.toThrow(AlreadyRunning)
  first.release()
  const second = await lockDataFolder(dataDir)
  await expect(lockDataFolder(dataDir)).rejects.toThrow('Portico is already running on the data folder')
  second.release()
})

test.skipIf(process.platform === 'darwin')(
  'of twenty that find the lock of one that was killed, one gets it, and every trace of the others goes',
  async () => {
    await leaveDeadSocket('7')
    for (let round = 0; round < 5; round += 1) {
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataFolder(dataDir)))
      const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled')
      expect(winners.length).toBe(1)
      expect(places()).toHaveLength(1)
      winners[0]!.value.release()
    }
  },
)

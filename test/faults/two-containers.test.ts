import { execFile, execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { customersApi } from '../../server/customers/customers.api.ts'
import { openInstallation, ROOT } from './installation.ts'

/** As a container does: a network, process numbers and shared memory of its own. */
const CONTAINER = ['--net', '--pid', '--ipc', '--fork', '--mount-proc']

function canMakeContainers(): boolean {
  try {
    execFileSync('unshare', [...CONTAINER, 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test.skipIf(!canMakeContainers())(
  'a second Portico on the same data folder, in a container of its own, does not start, and the first goes on',
  async () => {
    const installation = await openInstallation()
    await installation.start()
    const owner = await installation.setUp()
    const { PATH } = process.env
    const second = promisify(execFile)(
      'unshare',
      [...CONTAINER, process.execPath, join(ROOT, 'dist/server/main.js')],
      { env: { PATH, TMPDIR: tmpdir(), DATA_DIR: installation.dataDir, PORT: '8080' } },
    )
    await expect(second).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Portico is already running on the data folder') as string,
    })
    await owner.call(customersApi.add, { body: { name: 'Acme' } })
    expect(await installation.look('select name from customers')).toEqual([{ name: 'Acme' }])
  },
)

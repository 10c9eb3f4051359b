import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { openConnected } from '../client/test/connected.ts'
import { portalApi } from '../server/portal-access/portal-access.api.ts'

const PAGE = readFileSync(join(import.meta.dirname, '../docs/help/api.md'), 'utf8')
const hasCurl = spawnSync('curl', ['--version']).status === 0

test.skipIf(!hasCurl)('who pastes the commands of Help has a contact who can sign in', async () => {
  const { world, address, key } = await openConnected([
    'customers:write',
    'contacts:write',
    'portal-access:write',
    'deliveries:read',
  ])
  const folder = mkdtempSync(join(tmpdir(), 'portico-guide-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const commands = [...PAGE.matchAll(/^ *```sh\n([^]*?)^ *```/gm)]
    .map(([, lines]) => lines!.replaceAll(/^ {3}/gm, ''))
    .join('')
    .replace(/^export PORTICO=.*$/m, `export PORTICO=${address} PORTICO_KEY=${key}`)
    .replaceAll('curl ', 'curl --silent --show-error --fail-with-body ')
  const { stdout } = await promisify(execFile)('sh', ['-ec', commands], { cwd: folder })
  expect(stdout).toContain('"kind":"temporaryPassword"')

  const [letter] = await world.deliverMail()
  expect(letter).toMatchObject({ to: 'anna@acme.example' })
  const anna = world.visitor()
  await anna.call(portalApi.signIn, {
    params: { portal: world.organization.slug },
    body: { email: letter!.to, password: letter!.password! },
  })
})

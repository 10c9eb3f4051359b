import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openWorld } from '../../test/world.ts'
import { inOrganization } from '../scope/scope.ts'
import { findBegun, fingerprintOf, keepFingerprint } from './begun-at-command-line.ts'
import { runAll, planAll } from './import-work.ts'
import { interrupt, leasePlanning, leaseRunning } from './lease.ts'
import { keepFile } from './upload-import.ts'
import { workOn } from './work.ts'

test('the same command goes on with what it began, at once, and begins anew once that is done', async () => {
  const world = await openWorld()
  const scope = inOrganization(world.app.services, world.organization.id)
  const folder = await mkdtemp(join(tmpdir(), 'portico-begun-'))
  const path = join(folder, 'people.csv')
  await writeFile(path, 'Company,Email\nAcme,anna@acme.example\n')
  const fingerprint = await fingerprintOf([path], { updatePeople: false })
  const { id } = await keepFile(scope, 'people.csv', path)
  await keepFingerprint(scope, id, fingerprint)
  const { signal } = new AbortController()
  await planAll(workOn(scope, await leasePlanning(scope, id), signal), 'contacts')
  expect(await findBegun(scope, fingerprint)).toBe(null)

  await interrupt(workOn(scope, await leaseRunning(scope, id), signal), null)
  expect(await findBegun(scope, fingerprint)).toBe(id)
  expect(await findBegun(scope, await fingerprintOf([path], { updatePeople: true }))).toBe(null)
  await runAll(workOn(scope, await leaseRunning(scope, id), signal), 'contacts')
  expect(await findBegun(scope, fingerprint)).toBe(null)

  await writeFile(path, 'Company,Email\nAcme,ben@acme.example\n')
  expect(await fingerprintOf([path], { updatePeople: false })).not.toBe(fingerprint)
  await rm(folder, { recursive: true })
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openWorld } from '../../test/world.ts'
import { bySystem } from '../scope/actor.ts'
import { importsApi } from './imports.api.ts'
import { keepFile } from './upload-import.ts'

test('a file of more rows than a dry run can hold is refused, and nothing of it is kept', async () => {
  const { owner, organization, database, clock, dataDir } = await openWorld()
  const path = join(dataDir, 'long.csv')
  await writeFile(path, 'Name\nAcme\nBirch\nCedar\n')
  const scope = {
    organizationId: organization.id,
    db: database.of(organization.id),
    now: clock.now(),
    by: bySystem(organization.id),
  }
  await expect(keepFile(scope, 'long.csv', path, 2)).rejects.toThrow('more than 2 rows')
  expect((await owner.call(importsApi.list)).data).toEqual([])
  expect(await keepFile(scope, 'long.csv', path, 3)).toMatchObject({ rowCount: 3 })
})

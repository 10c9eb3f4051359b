import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { openWorld } from '../../test/world.ts'
import { bySystem } from '../scope/actor.ts'
import { importsApi } from './imports.api.ts'
import { CHARACTERS_AT_ONCE, inBatches, ROWS_AT_ONCE } from './keep-table.ts'
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
  await expect(keepFile(scope, 'long.csv', path, { mostRows: 2 })).rejects.toThrow('more than 2 rows')
  expect((await owner.call(importsApi.list)).data).toEqual([])
  expect(await keepFile(scope, 'long.csv', path, { mostRows: 3 })).toMatchObject({ rowCount: 3 })
})

test('rows are kept so many at once as are soon done, whether they are short or long', async () => {
  const row = (cell: string) => ({ line: 1, cells: [cell], fault: null })
  const sizes = async (cell: string, count: number) => {
    const pieces = Readable.from([Array.from({ length: count }, () => row(cell))])
    const batches = []
    for await (const batch of inBatches(pieces)) batches.push(batch.length)
    return batches
  }
  expect(await sizes('short', 2 * ROWS_AT_ONCE + 1)).toEqual([ROWS_AT_ONCE, ROWS_AT_ONCE, 1])
  expect(await sizes('x'.repeat(CHARACTERS_AT_ONCE / 10), 25)).toEqual([10, 10, 5])
})

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { expect, test } from 'vitest'
import { writeApi, type Declarations } from './write-api.ts'

const SERVER = join(import.meta.dirname, '../../server')

/** What the client mirrors: `npm run client` makes it again, and this says when it must. */
test('api.ts is what the declarations say', async () => {
  const file = join(import.meta.dirname, '../api.ts')
  const text = await format(writeApi(await readDeclarations()), {
    ...(await resolveConfig(file)),
    parser: 'typescript',
  })
  await expect(text).toMatchFileSnapshot(file)
})

async function readDeclarations(): Promise<Declarations> {
  const files = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.api.ts'),
  )
  const modules = await Promise.all(
    files.toSorted().map((file) => import(join(SERVER, file)) as Promise<Declarations>),
  )
  return Object.assign({}, ...modules) as Declarations
}

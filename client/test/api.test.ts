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
  // One after the other: several at once may be evaluated twice, and a schema is known by what it is.
  const declarations: Declarations = {}
  for (const file of files.toSorted())
    Object.assign(declarations, (await import(join(SERVER, file))) as Declarations)
  return declarations
}

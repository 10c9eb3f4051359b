import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openConnected } from '../../client/test/connected.ts'
import { modules } from '../../server/app.ts'
import { scopeFor } from '../../server/http/key-scopes.ts'
import { recording } from './record.ts'
import { tellStory } from './story.ts'
import { writeExamples } from './write-examples.ts'

const FILE = join(import.meta.dirname, '../../docs/api-examples.json')

/** `npm run examples` makes the file again, and this says when it must. */
test('the examples of the reference are what Portico answers, one for each endpoint that a key may call', async () => {
  const { world, address, key } = await openConnected()
  const { portico, exchanges } = recording(address, key)
  await tellStory(portico, world)
  const examples = await writeExamples(exchanges.values())
  expect(Object.keys(examples).toSorted()).toEqual(
    modules
      .filter(({ endpoint }) => scopeFor(endpoint) !== null)
      .map(({ endpoint: { method, path } }) => `${method} ${path}`)
      .toSorted(),
  )
  const text = JSON.stringify(examples, null, 1)
  expect(text).not.toContain(key)
  await expect(`${text}\n`).toMatchFileSnapshot(FILE)
})

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('what docs/asvs.md says is held by a file is held by one that there is', () => {
  const root = join(import.meta.dirname, '..')
  const page = readFileSync(join(root, 'docs/asvs.md'), 'utf8')
  const named = [...page.matchAll(/`((?:server|test|web)\/[\w./-]+)`/g)].map(([, path]) => path!)
  expect(named.length).toBeGreaterThan(50)
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

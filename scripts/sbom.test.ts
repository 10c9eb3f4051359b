import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

test('the list of parts has what runs, what browsers get and what builds them, and nothing of tests', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/sbom.mjs'], {
    cwd: ROOT,
    maxBuffer: 2 ** 24,
  })
  const parts = (JSON.parse(stdout) as { components: { purl: string }[] }).components.map(({ purl }) =>
    decodeURIComponent(purl).replace(/^pkg:npm\/(.+)@.+$/, '$1'),
  )
  const project = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
    dependencies: Record<string, string>
  }
  expect(parts).toEqual(expect.arrayContaining(Object.keys(project.dependencies)))
  // What tests need, too.
  expect(parts).toContain('pg-types')
  for (const name of ['vitest', 'playwright-core', 'typescript']) expect(parts).not.toContain(name)
})

import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { describedFolder, description } from './described.ts'

const require = createRequire(import.meta.url)
const SPECTRAL = join(dirname(require.resolve('@stoplight/spectral-cli/package.json')), 'dist/index.js')

test('a linter of others finds nothing against the description, by all rules that it recommends', async () => {
  const folder = describedFolder()
  writeFileSync(join(folder, 'rules.yaml'), 'extends: ["spectral:oas"]\n')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [SPECTRAL, 'lint', 'openapi.json', '--ruleset', 'rules.yaml', '--format', 'json', '--quiet'],
    { cwd: folder, maxBuffer: 2 ** 26 },
  ).catch((found: unknown) => found as { stdout: string })
  const found = JSON.parse(stdout) as { code: string; message: string; path: string[] }[]
  expect(found.map(({ code, message, path }) => [code, message, path.join('.')])).toEqual([])
})

test('what is not for everybody names what lets one in: a key, or the cookie of staff or of a contact', () => {
  const { components, paths } = description as unknown as {
    components: { securitySchemes: Record<string, { type: string; scheme?: string; in?: string }> }
    paths: Record<string, Record<string, { security: Record<string, string[]>[] }>>
  }
  expect(components.securitySchemes).toMatchObject({
    key: { type: 'http', scheme: 'bearer' },
    staff: { type: 'apiKey', in: 'cookie' },
    portal: { type: 'apiKey', in: 'cookie' },
  })
  expect(paths['/v1/contacts/{contactId}']!['get']).toMatchObject({
    security: [{ key: [] }, { staff: [] }],
    'x-api-key-scope': 'contacts:read',
  })
  expect(paths['/v1/portals/{portal}/home']!['get']!.security).toEqual([{ portal: [] }])
  expect(paths['/v1/session']!['post']!.security).toEqual([])
})

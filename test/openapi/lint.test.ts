import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { describedFolder, description } from './described.ts'

const require = createRequire(import.meta.url)
const REDOCLY = join(dirname(require.resolve('@redocly/cli/package.json')), 'bin/cli.js')

test('a linter of others finds nothing against the description, by all rules that it recommends', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      REDOCLY,
      'lint',
      'openapi.json',
      '--extends',
      'recommended',
      '--format',
      'json',
      '--max-problems',
      '1000',
    ],
    {
      cwd: describedFolder(),
      maxBuffer: 2 ** 26,
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    },
  )
  const { problems, totals } = JSON.parse(stdout) as {
    problems: { ruleId: string; message: string; location: { pointer: string }[] }[]
    totals: { errors: number; warnings: number; ignored: number }
  }
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([])
  expect(totals).toEqual({ errors: 0, warnings: 0, ignored: 0 })
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
  expect(paths['/v1/contacts/{contactId}']!['get']!.security).toEqual([
    { key: ['contacts:read'] },
    { staff: [] },
  ])
  expect(paths['/v1/portals/{portal}/home']!['get']!.security).toEqual([{ portal: [] }])
  expect(paths['/v1/session']!['post']!.security).toEqual([])
})

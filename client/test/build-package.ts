import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const ROOT = join(import.meta.dirname, '../..')
const CLIENT = join(ROOT, 'client')

/** A folder in which `@portico/client` is installed as it would be from a registry. */
export async function buildPackage() {
  const folder = await mkdtemp(join(tmpdir(), 'portico-client-'))
  const installed = join(folder, 'node_modules/@portico/client')
  await mkdir(installed, { recursive: true })
  for (const file of ['package.json', 'README.md']) await cp(join(CLIENT, file), join(installed, file))
  await execute(join(ROOT, 'node_modules/.bin/tsc'), ['-p', CLIENT, '--outDir', join(installed, 'dist')])
  await mkdir(join(folder, 'node_modules/@types'))
  await symlink(join(ROOT, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'))
  await symlink(join(ROOT, 'node_modules/undici-types'), join(folder, 'node_modules/undici-types'))
  return {
    folder,
    installed,
    execute: (program: string, words: string[], environment: Record<string, string> = {}) =>
      execute(program, words, { cwd: folder, env: { ...process.env, ...environment } }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { migrate } from '../server/database/migrate.ts'
import type { makeStaffSession } from './cast.ts'

/** Portico as it was at some commit, compiled, with its migrations and the data it is measured on. */
export interface Build {
  commit: string
  folder: string
  /** Its `portico-server.js`, by its whole path. */
  program: string
  migrate: typeof migrate
  makeStaffSession: typeof makeStaffSession
}

/** Compiles a commit of this repository, once, with the packages that are installed here. */
export async function buildOf(revision: string): Promise<Build> {
  const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8' }).trim()
  const commit = git('rev-parse', '--verify', `${revision}^{commit}`)
  const folder = resolve('.cache/bench/builds', commit)
  const program = join(folder, '.cache/bench/program')
  if (!existsSync(join(program, 'built'))) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const archive = execFileSync('git', ['archive', commit], { maxBuffer: 2 ** 30 })
    execFileSync('tar', ['-x', '-C', folder], { input: archive })
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
    execFileSync(process.execPath, ['node_modules/.bin/tsc', '-p', 'bench/tsconfig.json'], {
      cwd: folder,
      stdio: 'inherit',
    })
    cpSync(join(folder, 'server/database/migrations'), join(program, 'server/database/migrations'), {
      recursive: true,
    })
    mkdirSync(join(program, 'built'))
  }
  const load = (file: string) => import(pathToFileURL(join(program, file)).href) as Promise<Build>
  const { migrate } = await load('server/database/migrate.js')
  const { makeStaffSession } = await load('bench/cast.js')
  return { commit, folder, program: join(program, 'bench/portico-server.js'), migrate, makeStaffSession }
}

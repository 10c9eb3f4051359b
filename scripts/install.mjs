// What `npm start` and `npm test` do first of all: install the packages that are missing.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { npm, root, run } from './run.mjs'

const LOCKFILE = join(root, 'package-lock.json')
/** npm writes it whenever it has changed something in node_modules. */
const NPMS_RECORD = join(root, 'node_modules/.package-lock.json')
/** There while npm works, and after one that was killed, which may leave half a package. */
const UNFINISHED = join(root, '.cache/installing')

/** Installs what building and running need; with `development`, what tests, lint and measurements need as well. */
export async function install({ development = false } = {}) {
  const seen = join(root, '.cache', development ? 'all-packages-seen' : 'packages-seen')
  if (read(seen) === state() && !existsSync(UNFINISHED)) return
  await installMissing(development)
  write(seen, state())
}

async function installMissing(development) {
  const packages = existsSync(UNFINISHED) ? [] : readPackages()
  // Nobody who develops should have to install twice when packages change.
  const all = development || packages.some(({ dev, there }) => dev && there)
  if (hasAll(packages, all)) return
  const which = all ? 'packages, those of tests too' : 'packages'
  process.stderr.write(`Installing ${which}: only the first time, and when they change …\n`)
  // A Portico that runs from this folder needs its packages, which `npm ci` would take away for a while.
  const command = hasAll(packages, false) ? ['install', '--no-save'] : ['ci']
  // Named, because NODE_ENV and npm's settings may say otherwise.
  const kinds = [all ? '--include=dev' : '--omit=dev', '--include=optional']
  write(UNFINISHED, '')
  const { status, output } = await run([...npm, ...command, ...kinds])
  if (status !== 0) throw new Error(`the packages could not be installed (npm ${command[0]}):\n${output}`)
  rmSync(UNFINISHED)
}

/** The packages of the lockfile that npm gets, and which version of each is really there: npm's record may be ahead of that. */
function readPackages() {
  return Object.entries(JSON.parse(read(LOCKFILE)).packages)
    .filter(([path, { link }]) => path.startsWith('node_modules/') && !link)
    .map(([path, locked]) => ({ ...locked, there: versionAt(path) }))
}

function versionAt(path) {
  try {
    return JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')).version
  } catch {
    return null
  }
}

function hasAll(packages, development) {
  return (
    packages.length > 0 &&
    packages.every(({ version, there, dev, devOptional, optional }) => {
      // Such as those of other platforms.
      const isLeftOut = optional || (!development && (dev || devOptional))
      return there === version || (there === null && isLeftOut)
    })
  )
}

/** The same as long as neither the lockfile nor anything that npm installed has changed. */
function state() {
  const installed = statSync(NPMS_RECORD, { throwIfNoEntry: false })?.mtimeMs
  return `${createHash('sha256').update(read(LOCKFILE)).digest('hex')} ${installed}`
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

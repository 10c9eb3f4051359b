// What `npm start` and `npm test` do first: install when the lockfile changed, build when sources changed.
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { run } from './run.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))
const LOCKFILE = join(root, 'package-lock.json')
const INSTALLED = join(root, 'node_modules/.cache/portico/installed')
const BUILT = join(root, 'dist/built')
const SOURCES = [
  'server',
  'web',
  'seed',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.server.json',
  'scripts',
]

export async function prepare() {
  await oneAtATime(async () => {
    await install()
    await build()
  })
}

async function install() {
  const wanted = digest([LOCKFILE])
  if (read(INSTALLED) === wanted || isInstalledByHand()) return
  say('Installing packages: only the first time, and when they change …')
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  // The build needs development packages too, whatever NODE_ENV says.
  const { status, output } = await run([...npm, 'ci', '--include=dev', '--include=optional'])
  if (status !== 0) throw new Error(`the packages could not be installed (npm ci):\n${output}`)
  write(INSTALLED, wanted)
}

/** By `npm ci` or `npm install`, after the lockfile was last written. */
function isInstalledByHand() {
  const installed = statSync(join(root, 'node_modules/.package-lock.json'), { throwIfNoEntry: false })
  return !existsSync(INSTALLED) && !!installed && installed.mtimeMs >= statSync(LOCKFILE).mtimeMs
}

export async function build() {
  const wanted = digest(SOURCES.map((path) => join(root, path)))
  if (read(BUILT) === wanted) return
  say('Building …')
  rmSync(BUILT, { force: true })
  rmSync(join(root, 'dist/server'), { recursive: true, force: true })
  const steps = [run(['tsc', '-p', 'tsconfig.server.json'])]
  if (existsSync(join(root, 'web/vite.config.ts'))) {
    steps.push(run(['vite', 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn']))
  }
  for (const { status, output, command } of await Promise.all(steps)) {
    if (status !== 0) throw new Error(`the build failed (${command}):\n${output}`)
  }
  for (const read of ['server/database/migrations', 'server/documents/pdf/document.typ']) {
    cpSync(join(root, read), join(root, 'dist', read), { recursive: true })
  }
  write(BUILT, wanted)
}

/** Two starts in one clone must not install into the same folder at the same moment. */
async function oneAtATime(work) {
  const lock = join(root, '.cache/preparing')
  mkdirSync(join(root, '.cache'), { recursive: true })
  for (let told = false; ; await sleep(200)) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = Number(read(lock))
    if (holder && !isAlive(holder)) rmSync(lock, { force: true })
    else if (!told) say(`Waiting for another start in this folder (process ${holder}) to install and build …`)
    told = true
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function digest(paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesIn).sort()) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function filesIn(path) {
  const entry = statSync(path, { throwIfNoEntry: false })
  if (!entry) return []
  if (!entry.isDirectory()) return /\.test\.tsx?$/.test(path) ? [] : [path]
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)))
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null
}

function write(file, text) {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
}

function say(line) {
  process.stderr.write(`${line}\n`)
}

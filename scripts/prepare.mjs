// What `npm start` and `npm test` do first: install what is missing, build if sources have changed.
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
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { install } from './install.mjs'
import { root, run } from './run.mjs'

const BUILT = join(root, 'dist/built')
const SOURCES = [
  'server',
  'web',
  'seed',
  'package-lock.json',
  'tsconfig.json',
  'rolldown.config.ts',
  'scripts',
]
const READ_OR_STARTED = [
  'server/database/migrations',
  'server/credentials/hashing-thread.mjs',
  'server/documents/pdf/typst-worker.mjs',
  'server/documents/pdf/breakable.mjs',
  'server/documents/pdf/fonts.mjs',
  'server/documents/pdf/sfnt.mjs',
  'server/documents/pdf/document.typ',
]

export async function prepare(packages) {
  await oneAtATime(async () => {
    await install(packages)
    await build()
  })
}

export async function build() {
  const wanted = digest(SOURCES.map((path) => join(root, path)))
  if (read(BUILT) === wanted) return
  say('Building …')
  rmSync(BUILT, { force: true })
  rmSync(join(root, 'dist/server'), { recursive: true, force: true })
  const steps = [run(['rolldown', '--config', 'rolldown.config.ts', '--logLevel', 'warn'])]
  if (existsSync(join(root, 'web/vite.config.ts'))) {
    steps.push(run(['vite', 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn']))
  }
  for (const { status, output, command } of await Promise.all(steps)) {
    if (status !== 0) throw new Error(`the build failed (${command}):\n${output}`)
  }
  // The bundle is in one folder, and finds the files it reads and the programs it starts beside it.
  for (const path of READ_OR_STARTED)
    cpSync(join(root, path), join(root, 'dist/server', basename(path)), { recursive: true })
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

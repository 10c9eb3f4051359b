import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const execute = promisify(execFile)
const HERE = fileURLToPath(new URL('.', import.meta.url))
const RUNNING = 'Installing packages: only'
const DEVELOPMENT = 'Installing packages, those of tests too'

test('a start installs what running needs; tests add the rest beside it, and both are then content', async () => {
  const clone = await makeClone()
  expect(await clone.install()).toContain(RUNNING)
  expect(clone.has('engine/start.js')).toBe(true)
  expect(clone.has('browser')).toBe(false)
  expect(await clone.install()).toBe('')

  clone.write('node_modules/engine/in-use', 'by a Portico that runs')
  expect(await clone.install({ development: true })).toContain(DEVELOPMENT)
  expect(clone.has('browser')).toBe(true)
  expect(clone.has('engine/in-use')).toBe(true)
  expect(await clone.install({ development: true })).toBe('')
  expect(await clone.install()).toBe('')
})

test('what was installed by hand is recognized, and completed where tests need more', async () => {
  const clone = await makeClone()
  await clone.npm('ci', '--omit=dev')
  expect(await clone.install()).toBe('')
  expect(await clone.install({ development: true })).toContain(DEVELOPMENT)
  expect(clone.has('browser')).toBe(true)

  await clone.npm('ci')
  expect(await clone.install({ development: true })).toBe('')
  await clone.npm('uninstall', 'browser')
  expect(await clone.install({ development: true })).toBe('')
})

test('packages that change are installed again, those of tests where they were before', async () => {
  const clone = await makeClone()
  await clone.install()
  await clone.release('engine', '2.0.0')
  expect(await clone.install()).toContain(RUNNING)
  expect(clone.has('browser')).toBe(false)

  await clone.install({ development: true })
  await clone.release('engine', '3.0.0')
  expect(await clone.install()).toContain(DEVELOPMENT)
  expect(clone.has('browser')).toBe(true)
})

test('half a package that a killed installation left is replaced', async () => {
  const clone = await makeClone()
  await clone.install()
  clone.write('npm-that-is-killed.mjs', "process.kill(process.ppid, 'SIGKILL')")
  const killed = clone.install({ development: true }, { npm_execpath: clone.path('npm-that-is-killed.mjs') })
  await expect(killed).rejects.toThrow(expect.objectContaining({ signal: 'SIGKILL' }))
  rmSync(clone.path('node_modules/engine/start.js'))
  expect(await clone.install()).toContain(RUNNING)
  expect(clone.has('engine/start.js')).toBe(true)
})

/** A project that runs with one package and is tested with another, neither of which comes over the network. */
async function makeClone() {
  const root = mkdtempSync(join(tmpdir(), 'portico-clone-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const path = (name: string) => join(root, name)
  const write = (name: string, text: string) => writeFileSync(path(name), text)
  const environment = { PATH: process.env['PATH'], HOME: root, npm_config_offline: 'true' }
  const start = (program: string, words: string[], more = {}) =>
    execute(program, words, { cwd: root, env: { ...environment, ...more } })
  const npm = (...words: string[]) => start('npm', words)

  async function pack(name: string, version: string) {
    mkdirSync(path('package'), { recursive: true })
    write('package/package.json', JSON.stringify({ name, version }))
    write('package/start.js', version)
    await start('tar', ['-czf', `${name}-${version}.tgz`, 'package'])
  }
  async function release(engine: string, version: string) {
    await pack(engine, version)
    const dependencies = { [engine]: `file:${engine}-${version}.tgz` }
    const devDependencies = { browser: 'file:browser-1.0.0.tgz' }
    write('package.json', JSON.stringify({ type: 'module', dependencies, devDependencies }))
    await npm('install', '--package-lock-only')
  }

  for (const name of ['install.mjs', 'run.mjs']) cpSync(join(HERE, name), path(`scripts/${name}`))
  await pack('browser', '1.0.0')
  await release('engine', '1.0.0')
  return {
    path,
    write,
    npm,
    release,
    has: (name: string) => existsSync(path(`node_modules/${name}`)),
    /** Returns what it says to the one who waits. */
    async install(packages = {}, more = {}) {
      const script = `import { install } from './scripts/install.mjs'; await install(${JSON.stringify(packages)})`
      return (await start(process.execPath, ['--input-type=module', '--eval', script], more)).stderr
    },
  }
}

// `npm test`: everything, from types to browsers. `npm test -- unit browser` runs some of it.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { refuseOldNode } from './node-version.mjs'
import { prepare } from './prepare.mjs'
import { root, run } from './run.mjs'
import { failureOfStage, failuresInPlaywright, tellFailures } from './tell-failures.mjs'

const REPORTS = join(root, '.cache/test')

const stages = {
  format: [['prettier', '--check', '--log-level', 'warn', '.']],
  types: typesOf('.'),
  'client types': typesOf('client', '--noEmit'),
  'web types': typesOf('web'),
  'staff types': typesOf('web/staff'),
  'portal types': typesOf('web/portal'),
  lint: [['oxlint', '--type-aware']],
  'unused code': [['knip', '--no-progress']],
  unit: vitest('unit', '--reporter=default'),
  // Of the statements that the unit tests have just sent.
  sql: vitest('sql', '--reporter=dot', '--config', 'test/sql/vitest.config.ts'),
  browser: [['playwright', 'test'], readPlaywrightReport],
}

refuseOldNode()
const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !(name in stages))
if (unknown.length > 0) {
  process.stderr.write(`No stage is called "${unknown[0]}": ${Object.keys(stages).join(', ')}.\n`)
  process.exit(2)
}

let passed = 0
const failures = []
rmSync(REPORTS, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })
try {
  await prepare({ development: true })
  count('build', { passed: 1, failures: [] })
} catch (error) {
  process.stdout.write(`${error.message}\n`)
  count('build', { passed: 0, failures: [failureOfStage('build', error.message)] })
}
if (existsSync(join(root, 'node_modules/.bin/tsc'))) {
  const wanted = Object.keys(stages).filter((name) => chosen.length === 0 || chosen.includes(name))
  const reportsTests = (name) => stages[name][1] !== undefined
  // Some use one processor, some several: beside each other they use both that a machine has at least.
  const onlyRead = wanted.filter((name) => !reportsTests(name))
  await Promise.all([runInTurn(onlyRead), runInTurn(onlyRead)])
  await runInTurn(wanted.filter(reportsTests))
}
if (failures.length > 0) process.stdout.write(`\n${tellFailures(failures)}\n`)
process.stdout.write(`\n${passed} passed, ${failures.length} failed\n`)
process.exit(failures.length === 0 ? 0 : 1)

/** Takes from the list what nobody else has taken. */
async function runInTurn(names) {
  for (let name = names.shift(); name; name = names.shift()) await runStage(name)
}

async function runStage(name) {
  const [command, readReport] = stages[name]
  const startedAt = Date.now()
  const environment = {
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
    PORTICO_RECORDED_SQL: join(REPORTS, 'sql'),
    PORTICO_VITEST_REPORT: join(REPORTS, `${name}.json`),
  }
  const { status, output } = await run(command, { show: !!readReport, environment })
  if (!readReport && status !== 0) process.stdout.write(output)
  const outcome = readReport?.() ?? { passed: status === 0 ? 1 : 0, failures: [] }
  // A runner that fails without a failed test has not run them all.
  if (status !== 0 && outcome.failures.length === 0) outcome.failures = [failureOfStage(name, output)]
  count(name, outcome, Date.now() - startedAt)
}

function count(name, outcome, tookMs = 0) {
  const failed = outcome.failures.length
  passed += outcome.passed
  failures.push(...outcome.failures)
  const mark = failed === 0 ? '✓' : '✗'
  const numbers = outcome.passed + failed > 1 ? `: ${outcome.passed} passed, ${failed} failed` : ''
  const time = tookMs ? ` (${(tookMs / 1000).toFixed(1)} s)` : ''
  process.stdout.write(`${mark} ${name}${numbers}${time}\n`)
}

function typesOf(project, ...options) {
  return [['tsc', '-p', project, ...options, '--pretty', 'false']]
}

function vitest(name, ...options) {
  const reported = `--reporter=${join(root, 'scripts/vitest-report.mjs')}`
  return [['vitest', 'run', ...options, reported], () => readJson(`${name}.json`)]
}

function readPlaywrightReport() {
  const report = readJson('playwright.json')
  return report && { passed: report.stats.expected, failures: failuresInPlaywright(report) }
}

function readJson(name) {
  return readdirSync(REPORTS).includes(name) ? JSON.parse(readFileSync(join(REPORTS, name), 'utf8')) : null
}

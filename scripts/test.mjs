// `npm test`: everything, from types to browsers. `npm test -- unit browser` runs some of it.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { refuseOldNode } from './node-version.mjs'
import { prepare } from './prepare.mjs'
import { root, run } from './run.mjs'

const REPORTS = join(root, '.cache/test')

const stages = {
  format: [['prettier', '--check', '--log-level', 'warn', '.']],
  types: typesOf('.'),
  'web types': typesOf('web'),
  'staff types': typesOf('web/staff'),
  'portal types': typesOf('web/portal'),
  lint: [['oxlint', '--type-aware']],
  'unused code': [['knip', '--no-progress']],
  unit: vitest('unit.json', '--reporter=default'),
  // Of the statements that the unit tests have just sent.
  sql: vitest('sql.json', '--reporter=dot', '--config', 'test/sql/vitest.config.ts'),
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
let failed = 0
rmSync(REPORTS, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })
try {
  await prepare({ development: true })
  count('build', { passed: 1, failed: 0 })
} catch (error) {
  process.stdout.write(`${error.message}\n`)
  count('build', { passed: 0, failed: 1 })
}
if (existsSync(join(root, 'node_modules/.bin/tsc'))) {
  const wanted = Object.keys(stages).filter((name) => chosen.length === 0 || chosen.includes(name))
  const reportsTests = (name) => stages[name][1] !== undefined
  // Some use one processor, some several: beside each other they use both that a machine has at least.
  const onlyRead = wanted.filter((name) => !reportsTests(name))
  await Promise.all([runInTurn(onlyRead), runInTurn(onlyRead)])
  await runInTurn(wanted.filter(reportsTests))
}
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 ? 0 : 1)

/** Takes from the list what nobody else has taken. */
async function runInTurn(names) {
  for (let name = names.shift(); name; name = names.shift()) await runStage(name)
}

async function runStage(name) {
  const [command, readReport] = stages[name]
  const startedAt = Date.now()
  const environment = { FORCE_COLOR: '0', PORTICO_RECORDED_SQL: join(REPORTS, 'sql') }
  const { status, output } = await run(command, { show: !!readReport, environment })
  if (!readReport && status !== 0) process.stdout.write(output)
  const counts = readReport?.() ?? { passed: status === 0 ? 1 : 0, failed: 0 }
  // A runner that fails without a failed test has not run them all.
  if (status !== 0 && counts.failed === 0) counts.failed = 1
  count(name, counts, Date.now() - startedAt)
}

function count(name, counts, tookMs = 0) {
  passed += counts.passed
  failed += counts.failed
  const mark = counts.failed === 0 ? '✓' : '✗'
  const numbers =
    counts.passed + counts.failed > 1 ? `: ${counts.passed} passed, ${counts.failed} failed` : ''
  const time = tookMs ? ` (${(tookMs / 1000).toFixed(1)} s)` : ''
  process.stdout.write(`${mark} ${name}${numbers}${time}\n`)
}

function typesOf(project) {
  return [['tsc', '-p', project, '--pretty', 'false']]
}

function vitest(report, ...options) {
  const counted = ['--reporter=json', `--outputFile.json=${join(REPORTS, report)}`]
  return [['vitest', 'run', ...options, ...counted], () => readVitestReport(report)]
}

function readVitestReport(name) {
  const report = readJson(name)
  if (!report) return null
  // A file that could not even be loaded has no failed tests.
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length }
}

function readPlaywrightReport() {
  const report = readJson('playwright.json')
  if (!report) return null
  const { expected, flaky, unexpected } = report.stats
  return { passed: expected, failed: unexpected + flaky }
}

function readJson(name) {
  return readdirSync(REPORTS).includes(name) ? JSON.parse(readFileSync(join(REPORTS, name), 'utf8')) : null
}

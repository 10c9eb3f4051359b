import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { root, run } from './run.mjs'
import { failureOfStage, failuresInPlaywright, tellFailures } from './tell-failures.mjs'

const message = (lines: number) =>
  Array.from({ length: lines }, (_, at) => `\u001B[31mline ${at + 1}\u001B[39m`).join('\n')

test('a run tells what failed with the first lines of what it says, and what did not even load or was not set up', async () => {
  const report = await reportOf({
    'compares.test.ts': `test('holds', () => expect(1).toBe(1)); test('breaks', () => expect({ price: 1 }).toEqual({ price: 2 }))`,
    'loads.test.ts': `import './nowhere.ts'`,
    'sets-up.test.ts': `describe('of a group', () => { beforeAll(() => { throw new Error('nothing there') }); test('x', () => {}) })`,
  })
  expect(report.passed).toBe(1)
  const told = tellFailures(report.failures)
  expect(told).toMatch(/^✗ \S*compares.test.ts: breaks\n    AssertionError: .*\n.*compares.test.ts:1:/m)
  expect(told).toMatch(/^    -   "price": 2,\n    \+   "price": 1,/m)
  expect(told).toMatch(/^✗ \S*loads.test.ts\n.*Cannot find module '.\/nowhere.ts'/m)
  expect(told).toMatch(/^✗ \S*sets-up.test.ts: of a group\n    Error: nothing there/m)
})

test('stories in the browser are told with their line, those in a group and flaky ones, too', () => {
  const spec = (title: string, status: string) => ({
    title,
    file: 'a.spec.ts',
    line: 7,
    tests: [{ status, results: [{ errors: [{ message: `${title}!` }] }] }],
  })
  const failures = failuresInPlaywright({
    suites: [
      {
        specs: [spec('holds', 'expected')],
        suites: [{ specs: [spec('breaks', 'unexpected'), spec('wavers', 'flaky')] }],
      },
    ],
  })
  expect(tellFailures(failures)).toBe(
    '✗ test/e2e/a.spec.ts:7: breaks\n    breaks!\n✗ test/e2e/a.spec.ts:7: wavers\n    wavers!',
  )
})

test('a stage is told with the end of its output, and however much fails, a hundred lines have it all', () => {
  expect(
    tellFailures([failureOfStage('lint', message(50))])
      .split('\n')
      .slice(0, 2),
  ).toEqual(['✗ stage lint', '    line 31'])
  for (const count of [1, 5, 30, 900]) {
    const failures = Array.from({ length: count }, (_, at) => ({ name: `test ${at}`, message: message(99) }))
    expect(tellFailures(failures).split('\n').length).toBeLessThan(90)
  }
})

/** What vitest reports of files with these tests. */
async function reportOf(files: Record<string, string>) {
  const folder = mkdtempSync(join(root, '.cache/failing-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, tests] of Object.entries(files)) writeFileSync(join(folder, name), tests)
  writeFileSync(join(folder, 'vitest.config.mjs'), 'export default { test: { globals: true } }')
  const file = join(folder, 'report.json')
  const reporter = `--reporter=${join(root, 'scripts/vitest-report.mjs')}`
  await run(['vitest', 'run', '--root', folder, reporter], {
    environment: { PORTICO_VITEST_REPORT: file },
  })
  return JSON.parse(readFileSync(file, 'utf8')) as {
    passed: number
    failures: { name: string; message: string }[]
  }
}

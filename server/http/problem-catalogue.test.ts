import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PROBLEM_KINDS, PROBLEMS } from './problem-catalogue.ts'

const server = join(import.meta.dirname, '..')

test('the reference lists every kind of refusal in the code, and of no other', () => {
  const told = PROBLEMS.map(({ code, status }) => `${status} ${code}`).toSorted()
  expect([...new Set(thrown())].toSorted()).toEqual(told)
})

test('each is of one kind, which says what a program does about it', () => {
  for (const { code, status } of PROBLEMS)
    expect(
      PROBLEM_KINDS.filter(({ statuses }) => statuses.includes(status)),
      code,
    ).toHaveLength(1)
})

/** Every `super(409, 'code', …)` and `new Problem(409, 'code', …)` below server/. */
function thrown(): string[] {
  const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !file.includes('.test.'),
  )
  return files.flatMap((file) => {
    const source = readFileSync(join(server, file), 'utf8')
    return [...source.matchAll(/(?:super|new Problem)\(\s*(\d{3}),\s*'([a-z-]+)'/g)].map(
      ([, status, code]) => `${status} ${code}`,
    )
  })
}

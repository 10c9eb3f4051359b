import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const page = read('docs/rules.md')
const rules = page
  .split(/^### (?=R)/m)
  .slice(1)
  .map((text) => ({
    number: /^R\d+/.exec(text)![0],
    tests: [...text.matchAll(/^- \[(.+)\]\(\.\.\/(.+)\)$/gm)],
  }))

test('the rules are numbered one after the other, and each names a test', () => {
  expect(rules.map(({ number }) => number)).toEqual(rules.map((_, at) => `R${at + 1}`))
  expect(rules.filter(({ tests }) => tests.length === 0)).toEqual([])
})

test('every test that the rules name exists', () => {
  const missing = rules.flatMap(({ number, tests }) =>
    tests
      .filter(([, name, path]) => !existsSync(join(root, path!)) || !namesIn(read(path!)).has(name!))
      .map(([, name]) => `${number}: ${name}`),
  )
  expect(missing).toEqual([])
})

test('every rule that the code cites is on the page', () => {
  const numbers = new Set(rules.map(({ number }) => number))
  const cited = ['server', 'web', 'test', 'seed', 'bench', 'scripts'].flatMap(citations)
  expect(cited.length).toBeGreaterThan(30)
  expect(cited.filter(({ number }) => !numbers.has(number))).toEqual([])
})

/** The names of the tests in a file: alone, and behind the name of what they describe. */
function namesIn(source: string): Set<string> {
  const call = (verb: string) =>
    new RegExp(
      String.raw`\b${verb}(?:\.(?:each|for|skipIf)\((?:[^()]|\([^()]*\))*\))?\(\s*(['"])(.+?)\1`,
      'g',
    )
  const named = (verb: string) => [...source.matchAll(call(verb))].map(([, , name]) => name!)
  const tests = named('test')
  return new Set([...tests, ...named('describe').flatMap((whole) => tests.map((name) => `${whole} ${name}`))])
}

function citations(folder: string): { number: string; file: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|tsx|mjs|sql)$/.test(file))
    .map((file) => normalize(join(folder, file)))
    .flatMap((file) => {
      const comments = read(file).match(/(\/\*[^]*?\*\/|^\s*\/\/.*|^\s*--.*)/gm) ?? []
      return comments.flatMap((comment) =>
        [...comment.matchAll(/\bR\d+\b/g)].map(([number]) => ({ number, file })),
      )
    })
}

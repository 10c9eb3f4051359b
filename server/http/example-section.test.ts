import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { inCurl } from './example-section.ts'

const HERE = new URL('https://portico.northwind.test')

test('what is pasted into a shell sends what the example says, apostrophes too', () => {
  const body = { message: 'Ann’s, and Ben\'s: "50 %" \\ $HOME' }
  const pasted = inCurl(
    'POST',
    { path: '/v1/things?search=a', body, once: true, ifMatch: '"1"', typescript: '', status: 201 },
    HERE,
  )
  const words = wordsOf(pasted)
  expect(words.slice(0, 3)).toEqual(['-X', 'POST', 'https://portico.northwind.test/v1/things?search=a'])
  expect(words).toContain('Authorization: Bearer portico_key')
  expect(words).toContain('If-Match: "1"')
  expect(JSON.parse(words.at(-1)!)).toEqual(body)
})

test('a file is sent as it is', () => {
  const file = "Name;E-mail\nBen's $HOME;ben@acme.example\n"
  const pasted = inCurl('POST', { path: '/v1/imports', file, typescript: '', status: 201 }, HERE)
  expect(wordsOf(pasted, 'cat').at(-1)).toBe(file)
})

/** What a shell would call curl with; `and` is done as well by what stands in for curl. */
function wordsOf(pasted: string, and = 'true'): string[] {
  const script = `curl() { printf '%s\\0' "$@"; ${and}; }\nuuidgen() { echo 1; }\n${pasted}\n`
  const told = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { PORTICO_KEY: 'portico_key' } })
  return told.replace(/\0$/, '').split('\0')
}

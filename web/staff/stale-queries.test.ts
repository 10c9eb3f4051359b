import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reads } from './stale-queries.ts'

const HERE = import.meta.dirname

test('what a change makes stale is chosen from all that the pages of staff read', () => {
  const files = readdirSync(HERE, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  )
  const keys = files.flatMap((file) =>
    [...readFileSync(`${HERE}/${file}`, 'utf8').matchAll(/(?:queryKey: |Key = )\['([^']+)'/g)].map(
      ([, first]) => first,
    ),
  )
  expect(new Set(keys)).toEqual(new Set(reads))
})

import { expect, test } from 'vitest'
import { reads } from './stale-queries.ts'

const files = import.meta.glob<string>('./**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })

test('what a change makes stale is chosen from all that the pages of staff read', () => {
  const keys = Object.values(files).flatMap((file) =>
    [...file.matchAll(/(?:queryKey: |Key = )\['([^']+)'/g)].map(([, first]) => first),
  )
  expect(new Set(keys)).toEqual(new Set(reads))
})

import { expect, test } from 'vitest'
import { stateOf } from './import-words.ts'

const counts = { create: 0, link: 0, change: 0, unchanged: 3, ask: 1, refuse: 2 }

test('an import of which nothing would come is not called ready', () => {
  expect(stateOf({ state: 'planned', counts }).word).toBe('Nothing to import')
  expect(stateOf({ state: 'planned', counts: { ...counts, link: 1 } }).word).toBe('Ready to import')
  expect(stateOf({ state: 'done', counts }).word).toBe('Imported')
})

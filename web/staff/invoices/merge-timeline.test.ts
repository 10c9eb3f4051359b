import { expect, test } from 'vitest'
import { merged } from './merge-timeline.ts'

const at = (row: number) => new Date(row * 1000).toISOString()
const read = (rows: number[], isWhole = true) => ({ rows, isWhole, at })
const told = (...lists: Parameters<typeof merged<number, number>>) =>
  merged(...lists).map(({ of, row }) => `${of} ${row}`)

test('two lists become one, the newest first, the effect above its cause', () => {
  expect(told(read([9, 5, 1]), read([7, 5]))).toEqual([
    'first 9',
    'second 7',
    'second 5',
    'first 5',
    'first 1',
  ])
})

test('nothing is shown further back than both lists were read', () => {
  expect(told(read([9, 5], false), read([7, 3]))).toEqual(['first 9', 'second 7', 'first 5'])
  expect(told(read([9, 1]), read([7, 6], false))).toEqual(['first 9', 'second 7', 'second 6'])
})

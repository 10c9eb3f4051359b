import { expect, test } from 'vitest'
import { byCursor, keepWithin, mayReadOn, type PagedQuery, rowsOf } from './paging.ts'

const query = (facts: object) => facts as PagedQuery<string>
const MORE = {
  hasNextPage: true,
  isFetchingNextPage: false,
  isFetchNextPageError: false,
  isPlaceholderData: false,
}

test('pages follow one another until one has no cursor', () => {
  expect(byCursor.getNextPageParam({ nextCursor: 'after-b' })).toBe('after-b')
  expect(byCursor.getNextPageParam({ nextCursor: null })).toBeUndefined()
})

test('the rows of a list are those of all its pages', () => {
  const pages = [
    { data: ['a', 'b'], nextCursor: 'after-b' },
    { data: ['c'], nextCursor: null },
  ]
  expect(rowsOf(query({ data: { pages } }))).toEqual(['a', 'b', 'c'])
  expect(rowsOf(query({ data: undefined }))).toEqual([])
})

test('the next page is read unasked, once', () => {
  expect(mayReadOn(query(MORE))).toBe(true)
  expect(mayReadOn(query({ ...MORE, isFetchingNextPage: true }))).toBe(false)
  expect(mayReadOn(query({ ...MORE, hasNextPage: false }))).toBe(false)
})

test('a page that was refused is not asked for again and again, nor the next of rows that are going away', () => {
  expect(mayReadOn(query({ ...MORE, isFetchNextPageError: true }))).toBe(false)
  expect(mayReadOn(query({ ...MORE, isPlaceholderData: true }))).toBe(false)
})

test('while a search changes, what was there stays; never what was there of another customer', () => {
  const keep = keepWithin(['contacts', 'acme'])
  expect(keep('rows', { queryKey: ['contacts', 'acme', 'anna'] })).toBe('rows')
  expect(keep('rows', { queryKey: ['contacts', 'birch', 'anna'] })).toBeUndefined()
  expect(keep('rows')).toBeUndefined()
})

import { expect, test } from 'vitest'
import { momentWords, usualMoments } from './moment-words.ts'

test('a time is written as people say it', () => {
  const words = (local: string) => momentWords(local, '2026-05-04', 'en-GB')
  expect(words('2026-05-04T17:00')).toBe('today 17:00')
  expect(words('2026-05-05T09:00')).toBe('tomorrow 09:00')
  expect(words('2026-05-08T09:00')).toBe('on Friday 09:00')
  expect(words('2026-05-11T09:00')).toBe('on 11 May 09:00')
  expect(words('2027-01-02T09:00')).toBe('on 2 January 2027 09:00')
})

test('offered are this afternoon while there is one, tomorrow and Monday', () => {
  expect(usualMoments('2026-05-04T10:00')).toEqual([
    '2026-05-04T17:00',
    '2026-05-05T09:00',
    '2026-05-11T09:00',
  ])
  expect(usualMoments('2026-05-10T18:00')).toEqual(['2026-05-11T09:00'])
})

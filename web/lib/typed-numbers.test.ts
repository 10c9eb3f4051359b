import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatMinorBare } from '../../server/documents/money.ts'
import { readDecimal, readMoney, readPercent } from './typed-numbers.ts'

const minor = (typed: string, currency: string, locale = 'en-GB') => {
  const read = readMoney(typed, currency, locale)
  return read.ok ? read.value : read.reason
}

test('a price is read as people write it', () => {
  for (const typed of [
    '1234.5',
    '1234.50',
    '1,234.50',
    '1.234,50',
    '1 234,50',
    '1’234.50',
    '€1,234.50',
    '1234,5 EUR',
  ])
    expect(minor(typed, 'EUR'), typed).toBe(123_450)
  expect(minor('19', 'EUR')).toBe(1900)
  expect(minor('.5', 'EUR')).toBe(50)
  expect(minor('-20', 'EUR')).toBe(-2000)
  expect(minor('−0', 'EUR')).toBe(0)
  expect(minor('1,234,567', 'EUR')).toBe(123_456_700)
  expect(minor('١٩٫٥', 'EUR')).toBe(1950)
})

test('each currency has its own decimals', () => {
  expect(minor('1500', 'JPY')).toBe(1500)
  expect(minor('1,500', 'JPY')).toBe(1500)
  expect(minor('1.500', 'JPY')).toBe(1500)
  expect(minor('1.5', 'JPY')).toBe('JPY has no decimals.')
  expect(minor('1.234', 'KWD')).toBe(1234)
  expect(minor('1,234', 'KWD')).toBe(1_234_000)
  expect(minor('1,234', 'KWD', 'de')).toBe(1234)
  expect(minor('19.999', 'EUR')).toBe('EUR has 2 decimals.')
  expect(minor('19.999', 'EUR', 'de')).toBe(1_999_900)
  expect(minor('0.999', 'EUR', 'de')).toBe('EUR has 2 decimals.')
})

test('what is no number is refused, and never guessed at', () => {
  for (const typed of ['', ' ', '-', '.', '1.2.3', '12,34,56', '1..2', '1,2.3,4', '5*3', '1e3x-', '--1'])
    expect(readMoney(typed, 'EUR', 'en-GB').ok, typed).toBe(false)
  expect(minor('9999999999999', 'EUR')).toBe('Use a smaller price.')
})

test('an amount that is shown can be typed again, in any language', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -100_000_000_000, max: 100_000_000_000 }),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      fc.constantFrom('en-GB', 'de', 'fr', 'de-CH', 'pl', 'hi', 'sv'),
      (amountMinor, currency, locale) => {
        expect(minor(formatMinorBare(amountMinor, currency, locale), currency, locale)).toBe(amountMinor)
      },
    ),
  )
})

test('quantities and percentages become decimals', () => {
  expect(readDecimal('1,5', 4, 'en-GB')).toEqual({ ok: true, value: '1.5' })
  expect(readDecimal('1,500', 4, 'en-GB')).toEqual({ ok: true, value: '1500' })
  expect(readDecimal('1,500', 4, 'de')).toEqual({ ok: true, value: '1.500' })
  expect(readDecimal('0.12345', 4, 'en-GB').ok).toBe(false)
  expect(readDecimal('-1', 4, 'en-GB').ok).toBe(false)
  expect(readPercent('7,5 %', 'en-GB')).toEqual({ ok: true, value: '7.5' })
  expect(readPercent('', 'en-GB')).toEqual({ ok: true, value: '0' })
  expect(readPercent('101', 'en-GB').ok).toBe(false)
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDecimal, formatMinor, formatMinorBare, minorDigits } from './money.ts'

/** Intl puts non-breaking spaces where a line must not break. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

test.each([
  [123456, 'EUR', 'de', '1.234,56 €'],
  [123456, 'EUR', 'en', '€1,234.56'],
  [123456, 'PLN', 'pl', '1234,56 zł'],
  [123456, 'JPY', 'en', '¥123,456'],
  [123456, 'KWD', 'en', 'KWD 123.456'],
  [-5, 'EUR', 'en', '-€0.05'],
  [0, 'USD', 'en', '$0.00'],
  [150000, 'IQD', 'en', 'IQD 150.000'],
  [9007199254740993n, 'USD', 'en', '$90,071,992,547,409.93'],
])('%s %s in %s is %s', (amountMinor, currency, language, written) => {
  expect(plain(formatMinor(amountMinor, currency, language))).toBe(written)
})

test('digits are those of ISO 4217, whatever Intl thinks', () => {
  expect(['EUR', 'JPY', 'KWD', 'CLF', 'HUF', 'COP', 'IQD', 'XYZ'].map(minorDigits)).toEqual([
    2, 0, 3, 4, 2, 2, 3, 2,
  ])
})

test('every amount can be read back from what is written', () => {
  fc.assert(
    fc.property(
      fc.bigInt(-(10n ** 18n), 10n ** 18n),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      (minor, currency) => {
        const bare = formatMinorBare(minor, currency, 'en')
        expect(bare.split('.')[1]?.length ?? 0).toBe(minorDigits(currency))
        expect(BigInt(bare.replaceAll(/[,.]/g, ''))).toBe(minor)
      },
    ),
  )
})

test('decimals keep their digits', () => {
  expect(formatDecimal('1.5', 'de')).toBe('1,5')
  expect(formatDecimal('1234.0625', 'en')).toBe('1,234.0625')
  expect(formatDecimal('12345678901234567.1234', 'en')).toBe('12,345,678,901,234,567.1234')
})

test('a language that nobody knows is no reason to fail', () => {
  expect(formatMinor(100, 'EUR', 'not a language')).toBe('€1.00')
})

import { expect, test } from 'vitest'
import { currencyCodes, languageChoices, matching, timeZoneChoices } from './choices.ts'

const first = (choices: { value: string; label: string }[], typed: string) =>
  matching(choices, typed)[0]?.value

test('a code is taken before a name that has it somewhere', () => {
  expect(first(currencyCodes(), 'EUR')).toBe('EUR')
  expect(first(currencyCodes(), 'gbp')).toBe('GBP')
  expect(first(currencyCodes(), 'swiss')).toBe('CHF')
  expect(first(languageChoices(), 'de')).toBe('de')
})

test('a place is found by its own name, with or without accents', () => {
  expect(first(timeZoneChoices(), 'berlin')).toBe('Europe/Berlin')
  expect(first(timeZoneChoices(), 'new york')).toBe('America/New_York')
  expect(first([{ value: 'x', label: 'Île-de-France' }], 'ile')).toBe('x')
})

test('what nothing is called matches nothing', () => {
  expect(matching(currencyCodes(), 'USD · US DollarEUR')).toEqual([])
})

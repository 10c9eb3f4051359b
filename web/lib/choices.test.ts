import { expect, test } from 'vitest'
import { currency } from '../../server/http/fields.api.ts'
import { currencyChoices, languageChoices, matching, timeZoneChoices } from './choices.ts'

const first = (choices: { value: string; label: string }[], typed: string) =>
  matching(choices, typed)[0]?.value

test('a code is taken before a name that has it somewhere', () => {
  expect(first(currencyChoices(), 'EUR')).toBe('EUR')
  expect(first(currencyChoices(), 'gbp')).toBe('GBP')
  expect(first(currencyChoices(), 'swiss')).toBe('CHF')
  expect(first(languageChoices(), 'de')).toBe('de')
})

test('a place is found by its own name, with or without accents', () => {
  expect(first(timeZoneChoices(), 'berlin')).toBe('Europe/Berlin')
  expect(first(timeZoneChoices(), 'new york')).toBe('America/New_York')
  expect(first([{ value: 'x', label: 'Île-de-France' }], 'ile')).toBe('x')
})

test('what nothing is called matches nothing', () => {
  expect(matching(currencyChoices(), 'USD · US DollarEUR')).toEqual([])
})

test('every currency that is offered is accepted, and has a name', () => {
  for (const { value, label } of currencyChoices()) {
    expect(currency.safeParse(value).success, value).toBe(true)
    expect(label).not.toBe(`${value} · ${value}`)
  }
})

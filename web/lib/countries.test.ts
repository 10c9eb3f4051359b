import { expect, test } from 'vitest'
import { currencyChoices } from './choices.ts'
import { countryChoices, guessPlace, usualIn } from './countries.ts'

test.each([
  ['en-GB', 'Europe/London', 'United Kingdom', 'GBP'],
  // A browser in English, in Germany.
  ['en-US', 'Europe/Berlin', 'Germany', 'EUR'],
  ['pt-BR', 'America/Sao_Paulo', 'Brazil', 'BRL'],
  ['ja', 'Asia/Tokyo', 'Japan', 'JPY'],
  // A time zone that tells nothing leaves it to the language.
  ['en-GB', 'UTC', 'United Kingdom', 'GBP'],
  ['en-US@posix', 'UTC', '', undefined],
])('%s in %s is guessed to be in %s, with %s', (locale, timeZone, country, currency) => {
  expect(guessPlace(locale, timeZone)).toEqual({ country, currency, timeZone })
})

test('every country is offered once, by its name, with the tax that is usual there', () => {
  const all = countryChoices().map(({ value }) => value)
  expect(new Set(all).size).toBe(all.length)
  expect(all.length).toBeGreaterThan(180)
  expect(usualIn('United Kingdom')).toEqual({ currency: 'GBP', taxRate: '20' })
  expect(usualIn('Atlantis')).toBeUndefined()
})

test('the currency of every country is one that can be chosen', () => {
  const offered = new Set(currencyChoices().map(({ value }) => value))
  const usual = countryChoices().flatMap(({ value }) => usualIn(value)?.currency ?? [])
  expect(usual.filter((currency) => !offered.has(currency))).toEqual([])
})

import { expect, test } from 'vitest'
import { currencyNamed, languageNamed } from './named-codes.ts'

test.each([
  ['EUR', 'EUR'],
  ['eur', 'EUR'],
  ['€', 'EUR'],
  ['Euro', 'EUR'],
  ['Euros', 'EUR'],
  ['US Dollar', 'USD'],
  ['US dollars', 'USD'],
  ['US-Dollar', 'USD'],
  ['US$', 'USD'],
  ['dollar des États-Unis', 'USD'],
  ['United States Dollar', 'USD'],
  ['USD - US Dollar', 'USD'],
  ['GBP (£)', 'GBP'],
  ['£', 'GBP'],
  ['Pounds Sterling', 'GBP'],
  ['Schweizer Franken', 'CHF'],
  ['dólar estadounidense', 'USD'],
  ['złoty polski', 'PLN'],
  ['日本円', 'JPY'],
  ['R$', 'BRL'],
  ['$', null],
  ['¥', null],
  ['kr', null],
  ['Dollar', null],
  ['XXY', null],
  ['money', null],
  ['', null],
])('the currency %j is %j', (written, code) => expect(currencyNamed(written)).toBe(code))

test.each([
  ['en', 'en'],
  ['EN', 'en'],
  ['en_US', 'en-US'],
  ['de_DE.UTF-8', 'de-DE'],
  ['pt-br', 'pt-BR'],
  ['English', 'en'],
  ['English (United States)', 'en'],
  ['German', 'de'],
  ['Deutsch', 'de'],
  ['Allemand', 'de'],
  ['français', 'fr'],
  ['niederländisch', 'nl'],
  ['Nederlands', 'nl'],
  ['ger', 'de'],
  ['日本語', 'ja'],
  ['Klingonese', null],
  ['x', null],
])('the language %j is %j', (written, tag) => expect(languageNamed(written)).toBe(tag))

test('what has no name is looked up in the time of a glance', () => {
  currencyNamed('nothing of the sort')
  languageNamed('nothing of the sort')
  const begun = performance.now()
  for (let at = 0; at < 1_000; at += 1) {
    currencyNamed(`money ${at}`)
    languageNamed(`tongue ${at}`)
  }
  expect(performance.now() - begun).toBeLessThan(500)
})

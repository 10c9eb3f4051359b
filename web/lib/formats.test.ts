import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  calendarDay,
  dayOnPaper,
  emailBeside,
  count,
  exactDate,
  listOf,
  mailLink,
  peopleDate,
  personName,
  phoneLink,
  readerLocale,
  shortened,
} from './formats.ts'

const now = new Date(2026, 4, 20, 15, 30)
const told = (when: Date) => peopleDate(when, now, 'en-GB')

test('dates are written as people say them', () => {
  expect(told(new Date(2026, 4, 20, 15, 29, 40))).toBe('just now')
  expect(told(new Date(2026, 4, 20, 15, 25))).toBe('5 minutes ago')
  expect(told(new Date(2026, 4, 20, 9, 5))).toBe('today 09:05')
  expect(told(new Date(2026, 4, 20, 18, 0))).toBe('today 18:00')
  expect(told(new Date(2026, 4, 19, 23, 50))).toBe('yesterday 23:50')
  expect(told(new Date(2026, 4, 22, 1, 0))).toBe('in 2 days')
  expect(told(new Date(2026, 4, 3, 12, 0))).toBe('3 May')
  expect(told(new Date(2024, 4, 3, 12, 0))).toBe('3 May 2024')
})

test('a day without a time is that day in every time zone', () => {
  expect(calendarDay('2026-05-03', now, 'en-GB')).toBe('3 May')
  expect(calendarDay('2024-12-31', now, 'en-GB')).toBe('31 Dec 2024')
  expect(dayOnPaper('2026-05-03', 'en-GB'), 'paper is kept for years').toBe('3 May 2026')
})

test('a clock of the server that is a second ahead is no future', () => {
  expect(told(new Date(now.getTime() + 1_000))).toBe('just now')
  expect(told(new Date(now.getTime() + 30_000))).toBe('in a moment')
})

test('the exact date has the day, the year and the time', () => {
  expect(exactDate(new Date(2026, 4, 3, 12, 5), 'en-GB')).toMatch(/3 May 2026.*12:05/)
})

test('a person without a name is called by their address', () => {
  expect(personName({ firstName: 'Anna', lastName: '', email: 'anna@acme.example' })).toBe('Anna')
  expect(personName({ firstName: '', lastName: '', email: 'anna@acme.example' })).toBe('anna@acme.example')
  expect(emailBeside('anna@acme.example', 'anna@acme.example'), 'and not by it twice').toBeUndefined()
  expect(emailBeside('Anna', 'anna@acme.example')).toBe('anna@acme.example')
})

test('words are joined as in a sentence', () => {
  expect(listOf(['Acme'])).toBe('Acme')
  expect(listOf(['Birch', 'Cedar'])).toBe('Birch and Cedar')
  expect(listOf(['Acme', 'Birch', 'Cedar'])).toBe('Acme, Birch and Cedar')
  expect(count(1, 'contact')).toBe('1 contact')
  expect(count(2, 'contact')).toBe('2 contacts')
})

test('a phone number can be dialled without what makes it readable', () => {
  expect(phoneLink('+45 (12) 34-56 78')).toBe('tel:+4512345678')
})

test('a name in a sentence is cut between letters, and says so', () => {
  expect(shortened('Acme')).toBe('Acme')
  expect(shortened('Birch & Byrne Solicitors', 7)).toBe('Birch…')
  expect(shortened('😀😀😀', 2)).toBe('😀…')
})

test('an e-mail address is one address in a link, whatever stands in it', () => {
  expect(mailLink('anna.ash+invoices@ash.example')).toBe('mailto:anna.ash%2Binvoices@ash.example')
  expect(mailLink('anna?cc=all@evil.example')).toBe('mailto:anna%3Fcc%3Dall@evil.example')
  expect(mailLink('a&b#c/d%e@ash.example')).toBe('mailto:a%26b%23c%2Fd%25e@ash.example')
})

test.each([
  ['en-US@posix', 'en-US'],
  ['de_AT.UTF-8', 'de-AT'],
  ['C', 'en'],
  ['', 'en'],
  ['pt-br', 'pt-BR'],
])('a browser that speaks %j writes as %s', (said, locale) => {
  expect(readerLocale(said)).toBe(locale)
  expect(() => exactDate(now, readerLocale(said))).not.toThrow()
})

test('the language of the browser is asked for in one place', async () => {
  const files = (await readdir('web', { recursive: true })).filter((file) => /\.tsx?$/.test(file))
  const asking = []
  for (const file of files)
    if ((await readFile(join('web', file), 'utf8')).includes('navigator.language')) asking.push(file)
  expect(asking.filter((file) => !file.endsWith('.test.ts'))).toEqual(['lib/formats.ts'])
})

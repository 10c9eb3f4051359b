import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slugOf, slugsFor } from './slug.ts'

test.each([
  ['Acme', 'acme'],
  ['Bauhof Müller GmbH & Co. KG', 'bauhof-muller-gmbh-and-co-kg'],
  ["O'Hara’s Tools", 'oharas-tools'],
  ['Łódź Żelazo', 'lodz-zelazo'],
  ['Smørrebrød Straße', 'smorrebrod-strasse'],
  ['Ижевский завод', 'izhevskii-zavod'],
  ['Ελληνικά Ναυπηγεία', 'ellinika-nafpigeia'.replace('naf', 'nay')],
  ['ＡＣＭＥ　２', 'acme-2'],
  ['株式会社', 'seller'],
  ['---', 'seller'],
  ['Portal', 'portal-1'],
  ['API', 'api-1'],
])('%j stands in addresses as %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})

test('a name that thousands have still gets a slug within a few tries', () => {
  const taken = new Set<string>()
  let tries = 0
  for (let n = 0; n < 3_000; n++)
    for (const slug of slugsFor('Acme')) {
      tries += 1
      if (taken.has(slug)) continue
      taken.add(slug)
      break
    }
  expect(taken.size).toBe(3_000)
  expect(tries / 3_000).toBeLessThan(30)
  for (const slug of taken) expect(slug).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
})

test('every name has a slug that the database takes, with a number too', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
      const [first, , third] = slugsFor(name)
      for (const slug of [first, third]) expect(slug).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
      expect(third).toBe(`${first}-3`)
    }),
  )
})

import { expect, test } from 'vitest'
import { addressLines } from './address-lines.ts'

const address = (line1: string, city: string, region: string, postalCode: string, country: string) =>
  addressLines({ line1, line2: '', city, region, postalCode, country })

test.each([
  [
    '4 Orchard Mews',
    'Bristol',
    '',
    'BS1 5TR',
    'United Kingdom',
    '4 Orchard Mews|Bristol|BS1 5TR|United Kingdom',
  ],
  ['4 Orchard Mews', 'Bristol', 'Avon', 'BS1 5TR', 'U.K.', '4 Orchard Mews|Bristol|Avon|BS1 5TR|U.K.'],
  ['4 Orchard Mews', 'Bristol', '', 'BS1 5TR', '', '4 Orchard Mews|Bristol|BS1 5TR'],
  ['2200 Lakeshore Dr', 'Chicago', 'IL', '60601', 'USA', '2200 Lakeshore Dr|Chicago, IL 60601|USA'],
  [
    '2200 Lakeshore Dr',
    'Chicago',
    '',
    '60601',
    'United States',
    '2200 Lakeshore Dr|Chicago 60601|United States',
  ],
  ['2200 Lakeshore Dr', 'Chicago', 'IL', '', 'us', '2200 Lakeshore Dr|Chicago, IL|us'],
  ['10 Rue X', 'Ottawa', 'ON', 'K1A 0B1', 'Canada', '10 Rue X|Ottawa ON K1A 0B1|Canada'],
  ['1 George St', 'Sydney', 'NSW', '2000', 'Australia', '1 George St|Sydney NSW 2000|Australia'],
  ['Lange Gasse 8', 'Stuttgart', '', '70173', 'Germany', 'Lange Gasse 8|70173 Stuttgart|Germany'],
  [
    'Lange Gasse 8',
    'Stuttgart',
    'BW',
    '70173',
    'Deutschland',
    'Lange Gasse 8|70173 Stuttgart|BW|Deutschland',
  ],
  ['Via Roma 1', 'Milano', 'MI', '20121', 'Italia', 'Via Roma 1|20121 Milano MI|Italia'],
  ['Rua A, 5', 'São Paulo', 'SP', '01001-000', 'Brazil', 'Rua A, 5|São Paulo-SP|01001-000|Brazil'],
  ['Fő u. 1.', 'Budapest', '', '1011', 'Magyarország', 'Budapest|Fő u. 1.|1011|Magyarország'],
  ['Somewhere 1', 'Nowhere', '', '123', 'Atlantis', 'Somewhere 1|123 Nowhere|Atlantis'],
  ['', 'Bristol', '', '', 'UK', 'Bristol|UK'],
])('%s, %s %s %s %s is written as its country does', (line1, city, region, postalCode, country, written) => {
  expect(address(line1, city, region, postalCode, country).split('\n').join('|')).toBe(written)
})

test('no address is no line', () => {
  expect(addressLines(null)).toBe('')
  expect(address('', '', '', '', '')).toBe('')
})

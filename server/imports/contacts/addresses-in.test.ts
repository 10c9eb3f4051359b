import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEmailAddress } from '../../people/email-address.ts'
import { addressesIn } from './addresses-in.ts'

/** `Anna: anna@x.example` of each that was found. */
const found = (cell: string) =>
  addressesIn(cell).addresses.map(({ address, name }) =>
    name === undefined ? address : `${name}: ${address}`,
  )

describe('one address, however it is written', () => {
  test.each([
    'anna@x.example',
    ' anna@x.example ',
    '<anna@x.example>',
    'mailto:anna@x.example',
    'MAILTO:anna@x.example',
    '<mailto:anna@x.example>',
    'mailto:anna@x.example?subject=Hello',
    'SMTP:anna@x.example',
    'E-mail: anna@x.example',
    'anna@x.example;',
    'anna@x.example,',
    'anna@x.example.',
    'anna@x.example (work)',
    '(work) anna@x.example',
    'anna@x.example(work)',
    'anna@x.example (Tue, Thu)',
    '"anna@x.example"',
    "'anna@x.example'",
    '\u200banna@x.example',
    'anna@x.exam\u00adple',
    '\ufeffanna@x.example\u200b',
    'anna@x.example\u00a0',
    '\u00a0\u202fanna@x.example\u3000',
    '\u202aanna@x.example\u202c',
    'anna@x.example\r\n',
    'anna@x.example; ; ',
    'anna@x.example, Anna@X.example',
  ])('%j', (cell) =>
    expect(addressesIn(cell)).toMatchObject({
      addresses: [{ address: 'anna@x.example', identity: 'anna@x.example' }],
      unread: [],
    }),
  )

  test.each([
    ['Anna Berg <anna@x.example>', 'Anna Berg: anna@x.example'],
    ['"Berg, Anna" <anna@x.example>', 'Berg, Anna: anna@x.example'],
    ['Berg, Anna <anna@x.example>', 'Berg, Anna: anna@x.example'],
    ["'Anna Berg' <anna@x.example>;", 'Anna Berg: anna@x.example'],
    ['anna@x.example <anna@x.example>', 'anna@x.example'],
    ['Anna\u00a0Berg <mailto:anna@x.example>', 'Anna Berg: anna@x.example'],
  ])('%j names somebody', (cell, whom) => {
    expect(found(cell)).toEqual([whom])
    expect(addressesIn(cell).unread).toEqual([])
  })
})

test.each([
  'a@x.example,b@x.example',
  'a@x.example; b@x.example;',
  'a@x.example\nb@x.example',
  'a@x.example\r\n\r\nb@x.example',
  'a@x.example ::: b@x.example',
  'a@x.example b@x.example',
  'a@x.example | b@x.example',
  '<a@x.example> <b@x.example>',
  'a@x.example、b@x.example',
])('several addresses of one cell: %j', (cell) => {
  expect(found(cell)).toEqual(['a@x.example', 'b@x.example'])
  expect(addressesIn(cell).unread).toEqual([])
})

test('several with names', () =>
  expect(found('Berg, Anna <a@x.example>; "Bo" <b@x.example>, c@x.example')).toEqual([
    'Berg, Anna: a@x.example',
    'Bo: b@x.example',
    'c@x.example',
  ]))

describe('what is no address is said, and keeps no other one out', () => {
  test.each([
    ['anna', 'anna'],
    ['anna@', 'anna@'],
    ['anna@exa mple.com', 'anna@exa mple.com'],
    ['anna @example.com', 'anna @example.com'],
    ['anna. berg@example.com', 'anna. berg@example.com'],
    ['anna@example.co m', 'anna@example.co m'],
    ['anna(at work)@example.com', 'anna(at work)@example.com'],
    ['a@b@c.example', 'a@b@c.example'],
    ['me@⒈example.com', 'me@⒈example.com'],
  ])('%s', (cell, text) => {
    const { addresses, unread } = addressesIn(cell)
    expect(addresses).toEqual([])
    expect(unread).toEqual([{ text, reason: expect.stringMatching(/\.$/) }])
  })

  test('beside an address', () => {
    expect(found('see notes; anna@x.example')).toEqual(['anna@x.example'])
    expect(addressesIn('see notes; anna@x.example').unread).toMatchObject([{ text: 'see notes' }])
    expect(found('see notes\nanna@x.example, bo')).toEqual(['anna@x.example'])
  })

  test.each([
    '/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=1a2b-anna',
    'EX:/O=FIRM/OU=FIRST/CN=RECIPIENTS/CN=ANNA',
  ])('an address inside Exchange: %s', (cell) =>
    expect(addressesIn(cell)).toMatchObject({ addresses: [], unread: [{ reason: /inside an Exchange/ }] }),
  )

  test('more than anybody means to write into one cell', () => {
    const { addresses, unread } = addressesIn(
      Array.from({ length: 60 }, (_, at) => `a${at}@x.example`).join(),
    )
    expect([addresses.length, unread]).toEqual([
      50,
      [{ text: '10 more', reason: 'A cell may hold 50 addresses.' }],
    ])
    expect(addressesIn(`${'x'.repeat(5_000_000)}@x.example`).addresses).toEqual([])
  })
})

test('whatever stands in a cell, what comes out is addresses that the strict rules take, each once', () => {
  const word = fc.constantFrom(
    ...[
      'anna@x.example',
      'b.@y.example',
      '<',
      '>',
      '"',
      "'",
      '(',
      ')',
      ',',
      ';',
      ' ',
      '\n',
      ' ::: ',
      '@',
      '.',
      '..',
    ],
    ...[
      'mailto:',
      'Bcc: ',
      '\r\nBcc: ',
      '\u200b',
      '\u00a0',
      '\u00ad',
      'Anna',
      '/o=',
      '⒈',
      '＠',
      '\0',
      '\u202e',
    ],
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      const { addresses } = addressesIn(words.join(''))
      for (const { address, identity } of addresses)
        expect(parseEmailAddress(address)).toEqual({ ok: true, address, identity })
      expect(new Set(addresses.map(({ identity }) => identity)).size).toBe(addresses.length)
    }),
    { numRuns: 2_000 },
  )
})

import fc from 'fast-check'
import { domainToASCII } from 'node:url'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { emailAddress } from '../http/fields.api.ts'
import { asMailed, emailIdentity, parseEmailAddress } from './email-address.ts'

function addressOf(text: string): string {
  const parsed = parseEmailAddress(text)
  if (!parsed.ok) throw new Error(`${JSON.stringify(text)} was refused: ${parsed.reason}`)
  return parsed.address
}

const ATEXT = [..."abcdefghijklmnopqrstuvwxyzABCXYZ0123456789!#$%&'*+-/=?^_`{|}~"]
const atom = fc.string({ unit: fc.constantFrom(...ATEXT), minLength: 1, maxLength: 15 })
const localPart = fc
  .array(atom, { minLength: 1, maxLength: 4 })
  .map((atoms) => atoms.join('.'))
  .filter((local) => !local.includes('=?'))
const plainAddress = fc.tuple(localPart, fc.domain()).map(([local, domain]) => `${local}@${domain}`)

describe('one e-mail address', () => {
  test.each([
    ['anna@example.com', 'anna@example.com'],
    ['  anna@example.com\r\n', 'anna@example.com'],
    ['Anna.Berg+invoices@Example.COM', 'Anna.Berg+invoices@example.com'],
    ["o'hara@example.com", "o'hara@example.com"],
    ['anna@MÜNCHEN.example', 'anna@xn--mnchen-3ya.example'],
    ['anna@xn--mnchen-3ya.example', 'anna@xn--mnchen-3ya.example'],
    ['anna@faß.example', 'anna@xn--fa-hia.example'],
    ['anna@例え.jp', 'anna@xn--r8jz45g.jp'],
    ['anna@例え。jp', 'anna@xn--r8jz45g.jp'],
    ['ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'anna@example.com'],
    ['anna@mail.3com.example', 'anna@mail.3com.example'],
    ['Stanisław.Wójcik@wp.example', 'Stanisław.Wójcik@wp.example'],
    ['анна@почта.example', 'анна@xn--80a1acny.example'],
    ['abc.@docomo.ne.jp', 'abc.@docomo.ne.jp'],
    ['a..b@docomo.ne.jp', 'a..b@docomo.ne.jp'],
    ['.anna@example.com', '.anna@example.com'],
    ['anna@example｡jp', 'anna@example.jp'],
    ['ａ．ｂ＠ｅｘａｍｐｌｅ－ｘ．ｃｏｍ', 'a.b@example-x.com'],
    [`${'a'.repeat(90)}@example.com`, `${'a'.repeat(90)}@example.com`],
    [`${'ł'.repeat(33)}@example.com`, `${'ł'.repeat(33)}@example.com`],
  ])('%j is stored as %j', (typed, stored) => {
    expect(addressOf(typed)).toBe(stored)
  })

  test.each([
    ['', /Enter an e-mail address/],
    ['   ', /Enter an e-mail address/],
    ['anna', /full address/],
    ['@example.com', /full address/],
    ['anna@', /domain name/],
    ['anna@example', /domain name/],
    ['anna@@example.com', /only one @/],
    ['anna@example.com@example.org', /only one @/],
    ['anna@example.com, birch@example.com', /one address only/],
    ['anna@example.com;birch@example.com', /one address only/],
    ['anna@example.com birch@example.com', /one address only/],
    ['anna@exa mple.com', /spaces/],
    ['Anna Berg <anna@example.com>', /address alone/],
    ['<anna@example.com>', /address alone/],
    ['"anna berg"@example.com', /address alone/],
    ['anna(at work)@example.com', /address alone/],
    ['Friends: anna@example.com, b@example.com;', /one address only/],
    ['Friends:anna@example.com', /before the @/],
    ['mailto:anna@example.com', /before the @/],
    ['anna@[127.0.0.1]', /domain name/],
    ['anna@[IPv6:::1]', /domain name/],
    ['anna@127.0.0.1', /domain name/],
    ['anna@0x7f.1', /domain name/],
    ['anna@2130706433', /domain name/],
    ['anna@example.123', /domain name/],
    ['=?utf-8?q?anna?=@example.com', /=\?/],
    ['.@example.com', /full address/],
    ['..@example.com', /full address/],
    ['me@⒈example.com', /domain name/],
    ['me@a…example.com', /domain name/],
    ['me@a㏂example.com', /domain name/],
    ['me@℀.example.com', /domain name/],
    ['⒈me@example.com', /plain letters/],
    ['a…b@example.com', /plain letters/],
    ['anna@example..com', /domain name/],
    ['anna@.example.com', /domain name/],
    ['anna@example.com.', /domain name/],
    ['anna@-example.com', /domain name/],
    ['anna@example-.com', /domain name/],
    ['anna@exa_mple.com', /domain name/],
    ['anna@example.com:25', /domain name/],
    ['anna@example.com/path', /domain name/],
    ['anna@ex%61mple.com', /domain name/],
    ['anna@xn--a.com', /domain name/],
    [`anna@${'a'.repeat(64)}.com`, /domain name/],
    ['anna☺@example.com', /letters, digits/],
    ['anna→@example.com', /letters, digits/],
    ['an\\na@example.com', /before the @/],
    ['anna\0@example.com', /unreadable/],
    ['anna@example.com\0', /unreadable/],
    ['anna\r\nBcc: b@example.com', /unreadable/],
    ['anna@example.com\nbcc@example.com', /unreadable/],
    ['anna\ud800@example.com', /unreadable/],
    ['anna@exam\u00adple.com', /unreadable/],
    ['anna@exam\u200bple.com', /unreadable/],
    ['\u202eanna@example.com', /unreadable/],
    [`${'a'.repeat(243)}@example.com`, /254/],
    [`${'a'.repeat(239)}..@example.com`, /254/],
    [`${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.com`, /254/],
    ['a'.repeat(5_000_000), /254/],
  ])('%.60j is refused, with the remedy', (typed, remedy) => {
    expect(parseEmailAddress(typed)).toEqual({ ok: false, reason: expect.stringMatching(remedy) })
  })

  test('254 octets are the most', () => {
    const domain = `${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(57)}.com`
    expect(addressOf(`${'a'.repeat(64)}@${domain}`)).toHaveLength(254)
    expect(parseEmailAddress(`${'a'.repeat(64)}@d${domain}`).ok).toBe(false)
  })

  test('every plain address is taken as it is, except for the case of its domain', () => {
    fc.assert(
      fc.property(plainAddress, (address) => {
        const [local, domain] = address.split('@')
        expect(addressOf(address)).toBe(`${local}@${domain?.toLowerCase()}`)
      }),
    )
  })

  test('what comes out has one @ and a domain in ASCII, goes in again unchanged, and is one person in any case', () => {
    const nearlyAnAddress = fc.oneof(
      plainAddress,
      fc.string({ unit: 'binary' }),
      fc
        .tuple(
          fc.string({ unit: fc.constantFrom(...ATEXT, '.', 'é', '＠', '"', ' ', '\0') }),
          fc.string({ unit: 'grapheme' }),
        )
        .map(([local, label]) => `${local}@${label}.example`),
    )
    fc.assert(
      fc.property(nearlyAnAddress, (typed) => {
        const parsed = parseEmailAddress(typed)
        if (!parsed.ok) {
          expect(parsed.reason).toMatch(/^[A-Z].*\.$/)
          return
        }
        expect(parsed.address).toMatch(/^[^@\s\p{C}<>"(),:;[\]\\]+@[a-z0-9.-]+$/u)
        expect(asMailed(parsed.address).replaceAll('"', '')).toBe(parsed.address)
        expect(asMailed(parsed.address)).toMatch(/^(?:[^".]+(?:\.[^".]+)*|"[^"]+")@[^"@]+$/)
        expect(parseEmailAddress(parsed.address)).toEqual(parsed)
        const shouted = parsed.address.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())
        expect(parseEmailAddress(shouted)).toMatchObject({ identity: parsed.identity })
        expect(emailIdentity(parsed.address)).toBe(parsed.identity)
      }),
      { numRuns: 500 },
    )
  })

  test('no letter of any script makes it the address of another domain, or of another mailbox', () => {
    const letters = Array.from({ length: 0x10ffff - 0x80 }, (_, at) =>
      String.fromCodePoint(at + 0x80),
    ).filter((letter) => letter.isWellFormed() && letter.normalize('NFKC') !== letter)
    const misread = letters.filter((letter) => {
      const domain = parseEmailAddress(`me@a${letter}b.example`)
      const mailbox = parseEmailAddress(`a${letter}b@a.example`)
      const signs = mailbox.ok ? mailbox.address.match(/[!-/:-@[-`{-~]/g)!.length : 0
      return (domain.ok && domain.address !== `me@${domainToASCII(`a${letter}b.example`)}`) || signs > 3
    })
    expect(letters.length).toBeGreaterThan(4_000)
    expect(misread).toEqual([])
  })

  test('the domain is what Node makes of it', () => {
    const label = fc.string({ unit: fc.constantFrom(...'aäöüßéñ例字ひ가אб'), minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(label, (name) => {
        const ascii = domainToASCII(`${name}.example`)
        const parsed = parseEmailAddress(`anna@${name}.example`)
        if (ascii === '') expect(parsed.ok).toBe(false)
        else expect(parsed).toMatchObject({ ok: true, address: `anna@${ascii}` })
      }),
    )
  })
})

describe('the schema', () => {
  test('gives the address to store', () => {
    expect(emailAddress.parse(' Anna@MÜNCHEN.example ')).toBe('Anna@xn--mnchen-3ya.example')
  })

  test('refuses with the reason', () => {
    const refusal = emailAddress.safeParse('Anna <anna@example.com>')
    expect(refusal.error?.issues).toMatchObject([
      { path: [], message: expect.stringMatching(/address alone/) },
    ])
  })

  test('refuses what is not text', () => {
    expect(emailAddress.safeParse(['anna@example.com']).success).toBe(false)
  })

  test('can be described in OpenAPI, as input and as output', () => {
    for (const io of ['input', 'output'] as const) {
      expect(z.toJSONSchema(emailAddress, { io })).toMatchObject({ type: 'string', format: 'email' })
    }
  })
})

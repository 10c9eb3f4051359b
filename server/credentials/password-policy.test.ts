import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPassword } from './password-policy.ts'
import { passwordRules, type PasswordFault } from './password-rules.ts'

const around = ['Anna Berg', 'a.berg@mail.birchwood.example', 'Acme Handels-GmbH', 'Müller & Söhne']
const usual = { minLength: 15, around }
const lowered = { minLength: 8, around }

function faultsOf(password: string, context = usual): PasswordFault[] {
  const checked = checkPassword(password, context)
  return checked.ok ? [] : checked.reasons.map(({ code }) => code)
}

describe('good passwords', () => {
  test.each([
    'violin gravel otter lantern',
    'violin-gravel-otter-lantern',
    'Xk29fj4qPw7LmZt',
    '8302 9174 5563 029',
    'Вишня трактор облако',
    '葡萄自転車雲丘椅子鯨灯台雨傘鏡森塔',
    '🦊 🚲 🌋 🎻 🧊 🪁 🥨 🦉',
    'the anna tree ate my violin',
    ' leading and trailing kept ',
    'yzabuvwmnoxkcdl otter',
  ])('%j is taken', (password) => {
    expect(checkPassword(password, usual)).toEqual({ ok: true, normalized: password.normalize('NFKC') })
  })

  test.each(['Xk29fj4q', 'otter7violin', 'lantern!gravel'])('%j is taken where 8 are enough', (password) => {
    expect(faultsOf(password, lowered)).toEqual([])
  })
})

describe('length', () => {
  test('is counted in characters', () => {
    expect(faultsOf('otter violin 7')).toEqual(['too-short'])
    expect(faultsOf('otter violin 7x')).toEqual([])
    expect(faultsOf('🦊🚲🌋🎻🧊🪁🥨')).toEqual(['too-short'])
    expect(faultsOf('Xk29fj4', lowered)).toEqual(['too-short'])
  })

  test('one sign that normalization makes eighteen counts as one', () => {
    expect(faultsOf('\ufdfa')).toContain('too-short')
  })

  test('accents typed as characters of their own do not count', () => {
    expect(faultsOf('\u00e9tui violon 7'.normalize('NFD'))).toEqual(['too-short'])
  })

  test('256 are the most', () => {
    const long = Array.from({ length: 64 }, (_, index) =>
      `${(index * 7919 + 1031) % 997}xk`.padEnd(4, 'q'),
    ).join('')
    const exact = [...long].slice(0, 256).join('')
    expect([...exact]).toHaveLength(256)
    expect(faultsOf(exact)).toEqual([])
    expect(faultsOf(`${exact}x`)).toEqual(['too-long'])
    expect(faultsOf('x'.repeat(5_000_000))).toEqual(['too-long'])
  })

  test('the sentence says how many are missing', () => {
    expect(checkPassword('otter violin', usual)).toMatchObject({
      reasons: [{ code: 'too-short', sentence: expect.stringMatching(/at least 15 characters, 3 more/) }],
    })
  })
})

describe('common passwords', () => {
  test.each([
    '1qaz2wsx3edc4rfv',
    'passwordpassword',
    'PasswordPasswordPassword',
    'Password1234567',
    'P@ssw0rd!!!!!!!!!',
    'p a s s w o r d 2 0 2 6',
    '2026-Sunshine-2026',
    'qwerty123456789',
    'pässwörd12345678',
    'Acme-password123',
    'acmeacmesunshine',
  ])('%j is refused', (password) => {
    expect(faultsOf(password)).toContain('common')
  })

  test.each(['password', 'Dragon2026', 'iloveyou!', 'trustno1'])(
    '%j is refused where 8 are enough',
    (password) => {
      expect(faultsOf(password, lowered)).toContain('common')
    },
  )
})

describe('names around it', () => {
  test.each([
    'AnnaBerg1234567',
    'anna.berg@acme!',
    'Acme-Handels-GmbH',
    'birchwood birchwood',
    'BIRCHWOOD-2026!',
    'Anna Berg 14.07.1987',
    'MULLER-sohne-26',
    'ａｎｎａｂｅｒｇ20262026',
  ])('%j is refused', (password) => {
    expect(faultsOf(password)).toContain('personal')
  })

  test('names of fewer than four characters mean nothing', () => {
    const short = { minLength: 8, around: ['Li Wu', 'li@wu.example'] }
    expect(faultsOf('wuli7Kq2', short)).toEqual([])
    expect(faultsOf('example7', short)).toContain('personal')
  })

  test('nothing around is fine', () => {
    expect(faultsOf('annaberg otter violin', { minLength: 15, around: ['', ' ', '@'] })).toEqual([])
  })
})

describe('predictable characters', () => {
  test.each([
    'aaaaaaaaaaaaaaa',
    'abababababababab',
    'abcdefghijklmnopqrstuvwxyz',
    'zyxwvutsrqponmlk',
    '123456789012345',
    'a-b-c-d-e-f-g-h-i',
    'qwertyuiopasdfghjkl',
    'qwertzuiopasdfghjkl',
    'abcabcabcabcabcd',
    'aaaabbbbccccdddd',
    'Xk9!Xk9!Xk9!Xk9!',
    '1111 2222 3333 4444',
    'xoxxooxoxoxxoox',
    '               ',
  ])('%j is refused', (password) => {
    expect(faultsOf(password)).toContain('predictable')
  })
})

describe('unreadable characters', () => {
  test.each([
    'violin\0gravel otter',
    'violin\ngravel otter',
    'violin \ud83d gravel otter',
    '\udc00violin gravel otter',
  ])('%j is refused', (password) => {
    expect(faultsOf(password)).toEqual(['unreadable'])
  })
})

const anyPassword = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('anna', 'berg', 'acme', 'a', '1', '2', '3', '-', 'é', 'X', ' '),
    maxLength: 30,
  }),
  fc.string({ maxLength: 20 }).map((text) => `password${text}`),
  fc.integer({ min: 0, max: 0xffff }).map((unit) => `violin gravel otter ${String.fromCharCode(unit)}`),
)
const anyContext = fc.record({
  minLength: fc.integer({ min: 8, max: 64 }),
  around: fc.array(fc.oneof(fc.string(), fc.constantFrom(...around)), { maxLength: 5 }),
})

test('what the browser calls broken, the server refuses for, and the other way round except for the list', () => {
  fc.assert(
    fc.property(anyPassword, anyContext, (password, context) => {
      fc.pre(password !== '')
      const broken = passwordRules(password, context).filter(({ met }) => !met)
      const refusedFor = faultsOf(password, context).filter((code) => code !== 'common')
      expect(broken.map(({ code }) => code).sort()).toEqual(refusedFor.sort())
    }),
    { numRuns: 1_000 },
  )
})

test('every way to type a password gets the same answer, and the same password', () => {
  fc.assert(
    fc.property(anyPassword, anyContext, (password, context) => {
      const checked = checkPassword(password, context)
      if (!checked.ok) {
        for (const { sentence } of checked.reasons) expect(sentence).toMatch(/^[A-Z].*\.$/)
        return
      }
      expect(checkPassword(checked.normalized, context)).toEqual(checked)
      expect(checked.normalized).toBe(password.normalize('NFKC'))
    }),
  )
})

test('an empty field has met nothing yet', () => {
  expect(passwordRules('', usual)).toEqual([
    { code: 'too-short', label: 'At least 15 characters', met: false },
    { code: 'predictable', label: expect.any(String), met: false },
    { code: 'personal', label: expect.any(String), met: false },
  ])
})

test('judging 256 characters against many names takes a moment only', () => {
  const names = Array.from({ length: 200 }, (_, index) => `Name${index} Surname${index}`)
  const started = process.cpuUsage()
  checkPassword('ab'.repeat(127) + 'xy', { minLength: 15, around: names })
  const { user } = process.cpuUsage(started)
  expect(user / 1_000).toBeLessThan(250)
})

import { wordlist } from '@scure/bip39/wordlists/english.js'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { passwordFaults } from '../../../server/credentials/password-rules.ts'
import { PASSPHRASE_WORDS, suggestPassphrase } from './passphrase.ts'

const context = { minLength: 15, around: ['Anna Berg', 'anna@acme.example'] }

afterEach(() => vi.restoreAllMocks())

describe('a suggested passphrase', () => {
  test('is six words of the list, which has 2,048 different ones', () => {
    expect(new Set(wordlist).size).toBe(2048)
    const words = suggestPassphrase(context).split('-')
    expect(words).toHaveLength(PASSPHRASE_WORDS)
    for (const word of words) expect(wordlist).toContain(word)
  })

  test('is another one each time, and the rules accept every one', () => {
    const passphrases = Array.from({ length: 200 }, () => suggestPassphrase(context))
    expect(new Set(passphrases).size).toBe(200)
    for (const passphrase of passphrases) expect(passwordFaults(passphrase, context)).toEqual([])
  })

  test('comes from the cryptographic generator, and uses all of its range evenly', () => {
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      ;(array as Uint16Array).set([0, 2047, 2048, 65_535, 4096, 1])
      return array
    })
    expect(suggestPassphrase(context)).toBe('abandon-zoo-abandon-zoo-abandon-ability')
  })

  test('that the rules refuse is never suggested', () => {
    const draws = [
      [0, 0, 0, 0, 0, 0],
      [1, 2, 300, 400, 500, 600],
    ]
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      ;(array as Uint16Array).set(draws.shift()!)
      return array
    })
    const atAbandon = { ...context, around: ['Abandon Ltd'] }
    expect(suggestPassphrase(atAbandon)).toMatch(/^ability-able-/)
    expect(draws).toEqual([])
  })

  test('grows until it is as long as the organization asks', () => {
    expect(suggestPassphrase({ ...context, minLength: 64 }).length).toBeGreaterThanOrEqual(64)
  })
})

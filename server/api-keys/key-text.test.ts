import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newKeyText, readKeyText } from './key-text.ts'

test('a key is read as the one it was made as, for any organization; with another letter anywhere it is none', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.nat(78), fc.constantFrom(...'0Zaz_-'), (organizationId, at, letter) => {
      const { key, hash, ending } = newKeyText(organizationId)
      expect(readKeyText(key)).toEqual({ organizationId, hash })
      expect(key.endsWith(ending)).toBe(true)
      const changed = key.slice(0, at) + letter + key.slice(at + 1)
      if (changed !== key) expect(readKeyText(changed)).toBeNull()
    }),
  )
})

test('what is too large for a key, too long or too short is none', () => {
  for (const text of ['', 'portico_', `portico_${'z'.repeat(71)}`, `${newKeyText(crypto.randomUUID()).key}0`])
    expect(readKeyText(text)).toBeNull()
})

import { expect, test } from 'vitest'
import { checkPassword } from '../credentials/password-policy.ts'
import { generateTemporaryPassword } from './temporary-password.ts'

const passwords = Array.from({ length: 2_000 }, generateTemporaryPassword)

test('twenty characters that nobody takes for one another', () => {
  for (const password of passwords) expect(password).toMatch(/^[A-HJ-NP-Ra-hj-kmnpr-y3-7T-Y]{20}$/)
  expect(passwords.join('')).not.toMatch(/[0Oo1Ili2Zz5Ss8B9gq]/)
})

test('no two alike, and every character as frequent as any other', () => {
  expect(new Set(passwords).size).toBe(passwords.length)
  const counts = new Map<string, number>()
  for (const character of passwords.join('')) counts.set(character, (counts.get(character) ?? 0) + 1)
  expect(counts.size).toBe(42)

  // Chi-squared with 41 degrees of freedom stays under 101 except once in a million runs.
  const expected = (passwords.length * 20) / 42
  const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  expect(chiSquared).toBeLessThan(101)
})

test('the policy for typed passwords never refuses one', () => {
  for (const password of passwords) {
    expect(checkPassword(password, { minLength: 15, around: ['Anna Berg', 'anna@acme.example'] }).ok).toBe(
      true,
    )
  }
})

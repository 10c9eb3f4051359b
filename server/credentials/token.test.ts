import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newToken, readToken } from './token.ts'

const ORGANIZATION = '0193b1c4-5a6e-7c3f-8d21-9e0f1a2b3c4d'

test('a token gives its organization and the hash that is stored', () => {
  fc.assert(
    fc.property(fc.uuid(), (organizationId) => {
      const { token, hash } = newToken(organizationId)
      expect(token).toMatch(/^[A-Za-z0-9_-]{64}$/)
      expect(hash).toHaveLength(32)
      expect(readToken(token)).toEqual({ organizationId, hash })
    }),
  )
})

test('every token has another secret, which its hash does not reveal', () => {
  const tokens = Array.from({ length: 1_000 }, () => newToken(ORGANIZATION))
  expect(new Set(tokens.map(({ token }) => token)).size).toBe(1_000)
  for (const { token, hash } of tokens) {
    expect(Buffer.from(token, 'base64url').includes(hash)).toBe(false)
  }
})

test('one changed character is another organization or another hash', () => {
  const { token, hash } = newToken(ORGANIZATION)
  fc.assert(
    fc.property(fc.nat({ max: 63 }), fc.constantFrom(...'ABCxyz019-_'), (index, character) => {
      fc.pre(token[index] !== character)
      const changed = readToken(token.slice(0, index) + character + token.slice(index + 1))
      expect(changed?.organizationId === ORGANIZATION && changed.hash.equals(hash)).toBe(false)
    }),
  )
})

test('anything else is no token', () => {
  const { token } = newToken(ORGANIZATION)
  const standard = Buffer.alloc(48, 0xff).toString('base64')
  for (const text of [
    '',
    token.slice(1),
    `${token}A`,
    `${token}=`,
    `${token}\n`,
    ` ${token.slice(1)}`,
    standard,
  ]) {
    expect(readToken(text), JSON.stringify(text)).toBeNull()
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => readToken(text) === null || text.length === 64),
  )
})

test('is not made for what is no organization', () => {
  expect(() => newToken('acme')).toThrow(TypeError)
})

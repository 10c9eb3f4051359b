import fc from 'fast-check'
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSealer, SealBroken } from './seal.ts'

const { seal, open } = createSealer({ current: randomBytes(32), old: [] })
const wellFormed = fc.string({ unit: 'grapheme' })

test('what was sealed opens in its place, and nowhere else', () => {
  fc.assert(
    fc.property(wellFormed, wellFormed, wellFormed, (plain, context, elsewhere) => {
      const sealed = seal(plain, context)
      expect(open(sealed, context)).toBe(plain)
      fc.pre(context !== elsewhere)
      expect(() => open(sealed, elsewhere)).toThrow(SealBroken)
    }),
  )
})

test('a changed bit, a missing or an added byte breaks the seal', () => {
  const sealed = seal('correct horse battery staple', 'organization/delivery')
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    expect(() => open(changed, 'organization/delivery'), `bit ${bit}`).toThrow(SealBroken)
  }
  for (let length = 0; length < sealed.length; length += 1) {
    expect(() => open(sealed.subarray(0, length), 'organization/delivery'), `${length} bytes`).toThrow(
      SealBroken,
    )
  }
  expect(() => open(Buffer.concat([sealed, Buffer.of(0)]), 'organization/delivery')).toThrow(SealBroken)
})

test('the same secret never looks the same twice, nor shows through', () => {
  const sealed = Array.from({ length: 1_000 }, () => seal('temporary-password', 'a/b'))
  expect(new Set(sealed.map((bytes) => bytes.toString('hex'))).size).toBe(1_000)
  for (const bytes of sealed) expect(bytes.includes('temporary')).toBe(false)
})

test('another key opens nothing', () => {
  const other = createSealer({ current: randomBytes(32), old: [] })
  expect(() => other.open(seal('secret', 'a/b'), 'a/b')).toThrow(SealBroken)
})

test('opens after a restart with the same key', () => {
  const key = randomBytes(32)
  expect(
    createSealer({ current: key, old: [] }).open(
      createSealer({ current: key, old: [] }).seal('secret', 'a/b'),
      'a/b',
    ),
  ).toBe('secret')
})

test('what the old key sealed and signed still counts when the key is changed, and what is new has the new key alone', () => {
  const [first, second] = [randomBytes(32), randomBytes(32)]
  const before = createSealer({ current: first, old: [] })
  const after = createSealer({ current: second, old: [first] })
  expect(after.open(before.seal('secret', 'a/b'), 'a/b')).toBe('secret')
  expect(() => before.open(after.seal('secret', 'a/b'), 'a/b')).toThrow(SealBroken)
  expect(after.isSigned('bounce', 'text', before.sign('bounce', 'text').subarray(0, 10))).toBe(true)
  expect(after.isSigned('other', 'text', before.sign('bounce', 'text'))).toBe(false)
  expect(before.isSigned('bounce', 'text', after.sign('bounce', 'text'))).toBe(false)
})

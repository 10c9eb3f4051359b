import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LOGO } from '../../test/sample-documents.ts'
import { readPicture } from './picture.ts'

const dot = Buffer.from(LOGO.base64, 'base64')

const chunk = (name: string, content: Buffer) => {
  const bytes = Buffer.alloc(content.length + 12)
  bytes.writeUInt32BE(content.length)
  bytes.write(name, 4, 'latin1')
  content.copy(bytes, 8)
  return bytes
}
const segment = (marker: number, content: number[]) =>
  Buffer.from([0xff, marker, 0, content.length + 2, ...content])
const frame = segment(0xc0, [8, 0x01, 0x02, 0x03, 0x04, 1, 1, 0x11, 0])
const scan = Buffer.concat([segment(0xda, [1, 1, 0, 0, 63, 0]), Buffer.from([1, 0xff, 0, 2, 0xff, 0xd3, 7])])
const jpeg = (...parts: Buffer[]) =>
  Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts, Buffer.from([0xff, 0xd9])])

test('a PNG says its size, and keeps nothing but what draws it', () => {
  expect(readPicture('image/png', dot)).toEqual({ width: 1, height: 1, content: dot })
  const hidden = chunk('zTXt', deflateSync(Buffer.alloc(100_000)))
  const header = dot.subarray(0, 33)
  const stuffed = Buffer.concat([header, hidden, dot.subarray(33), Buffer.from('and more')])
  expect(readPicture('image/png', stuffed)).toEqual({ width: 1, height: 1, content: dot })
})

test('a JPEG says its size, and keeps neither the place where it was taken nor a comment', () => {
  const bare = jpeg(frame, scan)
  expect(readPicture('image/jpeg', bare)).toEqual({ width: 0x0304, height: 0x0102, content: bare })
  const told = jpeg(segment(0xe1, [1, 2, 3]), segment(0xfe, [4]), frame, scan)
  expect(readPicture('image/jpeg', told)).toEqual({ width: 0x0304, height: 0x0102, content: bare })
})

test('a JPEG of thousands of passes over its pixels is none that is drawn', () => {
  expect(readPicture('image/jpeg', jpeg(frame, ...Array.from({ length: 1_000 }, () => scan)))).toBeNull()
})

test('what is no picture, or half of one, is none', () => {
  for (const type of ['image/png', 'image/jpeg'] as const) {
    for (const bytes of [Buffer.alloc(0), Buffer.from('<svg/>'), Buffer.from([0xff, 0xd8, 0xff])])
      expect(readPicture(type, bytes)).toBeNull()
  }
  for (let length = 0; length < dot.length; length += 1)
    expect(readPicture('image/png', dot.subarray(0, length))).toBeNull()
  const whole = jpeg(frame, scan)
  for (let length = 0; length < whole.length; length += 1)
    expect(readPicture('image/jpeg', whole.subarray(0, length))).toBeNull()
})

test('any bytes are read without an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(readPicture('image/png', Buffer.concat([dot.subarray(0, 8), bytes]))).toBeNull()
      expect(readPicture('image/jpeg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), bytes]))).toBeNull()
      expect(() => readPicture('image/jpeg', jpeg(frame, Buffer.from(bytes), scan))).not.toThrow()
    }),
  )
})

import { expect, test } from 'vitest'
import { idAt, newId } from './id.ts'

test('ids made one after the other are UUIDv7, each after the one before, however many there are in a millisecond', () => {
  const before = idAt(new Date(Date.now() - 1000))
  const ids = Array.from({ length: 20_000 }, () => newId())
  expect(
    ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
  ).toBe(true)
  expect(ids).toEqual(ids.toSorted())
  expect(new Set(ids).size).toBe(ids.length)
  expect(before < ids[0]! && ids.at(-1)! < idAt(new Date(Date.now() + 1000))).toBe(true)
})

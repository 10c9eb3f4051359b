import { expect, test } from 'vitest'
import { rowStep } from './row-step.ts'

const press = (key: string, held: object = {}) =>
  rowStep({ key, ctrlKey: false, metaKey: false, altKey: false, ...held })

test('arrow keys, and j and k, lead from row to row', () => {
  expect(['ArrowDown', 'j', 'ArrowUp', 'k'].map((key) => press(key))).toEqual([1, 1, -1, -1])
})

test('other keys, and the shortcuts of a browser, do what they always do', () => {
  expect(['Enter', 'Tab', 'ArrowLeft', 'J'].map((key) => press(key))).toEqual([0, 0, 0, 0])
  for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }])
    expect(press('ArrowDown', held)).toBe(0)
})

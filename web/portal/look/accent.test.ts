import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accentOn, contrast, type Ground, HARDEST_GROUND, textOn } from './accent.ts'

const anyColor = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)
const anyGround = fc.constantFrom<Ground>('light', 'dark')

describe("the seller's colour", () => {
  test('is measured as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })

  test('whatever it is, can be read and seen', () => {
    fc.assert(
      fc.property(anyColor, anyGround, (color, ground) => {
        const accent = accentOn(ground, color)
        expect(contrast(accent.onFill, accent.fill)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(accent.onFill, accent.fillHover)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(accent.text, HARDEST_GROUND[ground])).toBeGreaterThanOrEqual(4.5)
        expect(contrast(accent.edge, HARDEST_GROUND[ground])).toBeGreaterThanOrEqual(3)
        expect(contrast(textOn(color), color)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  test('stays as it is where it is readable already', () => {
    const own = '#1f50cc'
    expect(accentOn('light', '#1F50CC')).toMatchObject({ fill: own, onFill: '#ffffff', edge: own, text: own })
  })

  test.each([
    ['#000000', '#ffffff'],
    ['#ffffff', '#000000'],
    ['#ffd400', '#000000'],
  ])('%s fills a button unchanged, with %s on it', (color, onFill) => {
    expect(accentOn('light', color)).toMatchObject({ fill: color, onFill })
  })

  test('that is no colour never reaches the style sheet', () => {
    const accent = accentOn('light', 'red;}</style>')
    expect(Object.values(accent).every((color) => /^#[0-9a-f]{6}$/.test(color))).toBe(true)
  })
})

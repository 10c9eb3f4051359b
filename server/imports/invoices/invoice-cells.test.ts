import { expect, test } from 'vitest'
import { readDate, readDecimal } from './invoice-cells.ts'

test.each([
  ['20.03.26', '2026-03-20'],
  ['3/20/26', '2026-03-20'],
  ['20-Mar-26', '2026-03-20'],
  ['20. März 2026', '2026-03-20'],
  ['1 maj 2026', '2026-05-01'],
  ['1er février 2026', '2026-02-01'],
  ['20 de marzo de 2026', '2026-03-20'],
  ['20 marca 2026', '2026-03-20'],
  ['20 grudnia 2026', '2026-12-20'],
  ['March 20th, 2026', '2026-03-20'],
  ['Sept 2, 2026', '2026-09-02'],
  ['1.2.99', '1999-02-01'],
])('%s is %s', (cell, value) => expect(readDate(cell, null)).toEqual({ value }))

test.each(['1 martes 2026', '31. Februar 2026', '20-03-26', '3/4/26', 'soon', '1'.repeat(20_000)])(
  'no day is guessed: %.20s',
  (cell) => {
    const read = readDate(cell, null)
    expect(read).toEqual({ fault: expect.stringContaining('“') })
    expect((read as { fault: string }).fault.length).toBeLessThan(200)
  },
)

test('a long cell is refused, and shortened in what is said', () => {
  for (const letter of ['1', ' ', 'a', '€', '-']) {
    const read = readDecimal(letter.repeat(20_000), null)
    expect(read).toHaveProperty('fault')
    expect((read as { fault: string }).fault.length).toBeLessThan(200)
  }
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tellingRows } from './telling-rows.ts'

test('the rows that show most are shown, not the first', () =>
  expect(
    tellingRows(
      [
        ['Acme', '', '', ''],
        ['Birch', '', '', ''],
        ['Cedar', 'c@cedar.example', '', ''],
        ['Cedar', 'c@cedar.example', '', ''],
        ['Dune', 'd@dune.example', 'Dora', ''],
        ['', '', '', 'a note'],
      ],
      3,
    ),
  ).toEqual([2, 4, 5]))

test('each of them once, in their order, and among them the one with the most columns', () =>
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.constantFrom('', ' ', 'a', 'b'), { minLength: 3, maxLength: 3 }), {
        maxLength: 8,
      }),
      fc.integer({ min: 1, max: 4 }),
      (rows, most) => {
        const chosen = tellingRows(rows, most)
        expect(chosen).toHaveLength(Math.min(most, rows.length))
        expect([...new Set(chosen)].toSorted((a, b) => a - b)).toEqual(chosen)
        const filled = (cells: string[]) => cells.filter((cell) => cell.trim() !== '').length
        const best = Math.max(0, ...rows.map(filled))
        expect(Math.max(0, ...chosen.map((at) => filled(rows[at]!)))).toBe(best)
      },
    ),
  ))

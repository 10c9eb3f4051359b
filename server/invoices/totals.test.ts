import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainDecimal, totalsOf, type LineToSum } from './totals.ts'

const line = (quantity: string, unitPriceMinor: number, taxRate = '0', discountPercent = '0'): LineToSum => ({
  quantity,
  unitPriceMinor,
  taxRate,
  discountPercent,
})

test('an invoice as one would work it out on paper', () => {
  const totals = totalsOf({
    lines: [line('3', 1999, '19'), line('1.5', 10_000, '7'), line('1', 5000, '19', '10')],
    discountPercent: '5',
  })
  // 59.97 + 150.00 + 45.00 = 254.97, less 5 % (12.75, of which 5.25 at 19 % and 7.50 at 7 %).
  expect(totals).toEqual({
    amountsMinor: [5997, 15_000, 4500],
    subtotalMinor: 25_497,
    discountMinor: 1275,
    taxes: [
      { rate: '7', netMinor: 14_250, taxMinor: 998 },
      { rate: '19', netMinor: 9972, taxMinor: 1895 },
    ],
    taxMinor: 2893,
    totalMinor: 27_115,
  })
})

test('a half is rounded away from zero, on both sides of it', () => {
  expect(totalsOf({ lines: [line('0.5', 5), line('0.5', -5)], discountPercent: '0' }).amountsMinor).toEqual([
    3, -3,
  ])
})

test('what a float would get wrong by a cent', () => {
  expect(totalsOf({ lines: [line('1.005', 10_000)], discountPercent: '0' }).totalMinor).toBe(10_050)
  expect(totalsOf({ lines: [line('1', 100, '8.5')], discountPercent: '0' }).taxMinor).toBe(9)
})

test('without lines it comes to nothing', () => {
  expect(totalsOf({ lines: [], discountPercent: '50' })).toMatchObject({ taxes: [], totalMinor: 0 })
})

test('a decimal is written in one way', () => {
  expect(['19', '019.50', '0.0000', '100.0001'].map(plainDecimal)).toEqual(['19', '19.5', '0', '100.0001'])
})

const decimal = (most: number) =>
  fc.tuple(fc.nat(most), fc.nat(9999)).map(([whole, part]) => `${whole}.${String(part).padStart(4, '0')}`)
const percent = fc.oneof(fc.constantFrom('0', '7', '19', '100'), decimal(99))
const lines = fc.array(
  fc.record({
    quantity: decimal(100_000),
    unitPriceMinor: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    discountPercent: percent,
    taxRate: percent,
  }),
  { maxLength: 30 },
)
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

test('the parts add up to the whole, whatever the lines', () => {
  fc.assert(
    fc.property(lines, percent, (given, discountPercent) => {
      const totals = totalsOf({ lines: given, discountPercent })
      expect(sum(totals.amountsMinor)).toBe(totals.subtotalMinor)
      expect(sum(totals.taxes.map(({ netMinor }) => netMinor))).toBe(
        totals.subtotalMinor - totals.discountMinor,
      )
      expect(sum(totals.taxes.map(({ taxMinor }) => taxMinor))).toBe(totals.taxMinor)
      expect(totals.subtotalMinor - totals.discountMinor + totals.taxMinor).toBe(totals.totalMinor)
    }),
  )
})

test('the order of the lines changes nothing but their order', () => {
  fc.assert(
    fc.property(lines, percent, (given, discountPercent) => {
      const { amountsMinor, ...totals } = totalsOf({ lines: given, discountPercent })
      const turned = totalsOf({ lines: given.toReversed(), discountPercent })
      expect(turned).toEqual({ ...totals, amountsMinor: amountsMinor.toReversed() })
    }),
  )
})

test('each rounding is off by half a unit at most', () => {
  fc.assert(
    fc.property(lines, percent, (given, discountPercent) => {
      const totals = totalsOf({ lines: given, discountPercent })
      given.forEach(({ quantity, unitPriceMinor, discountPercent: off }, at) => {
        const exact = Number(quantity) * unitPriceMinor * (1 - Number(off) / 100)
        expect(Math.abs(totals.amountsMinor[at]! - exact)).toBeLessThan(0.501)
      })
      expect(
        Math.abs(totals.discountMinor - (totals.subtotalMinor * Number(discountPercent)) / 100),
      ).toBeLessThan(0.501)
      for (const { rate, netMinor, taxMinor } of totals.taxes)
        expect(Math.abs(taxMinor - (netMinor * Number(rate)) / 100)).toBeLessThan(0.501)
    }),
  )
})

test('every line is what a fraction of whole numbers says, however large', () => {
  const large = fc.record({
    quantity: decimal(999_999_999),
    unitPriceMinor: fc.integer({ min: -99_999, max: 99_999 }),
    discountPercent: percent,
    taxRate: percent,
  })
  const tenThousandths = (written: string) => {
    const [whole = '', part = ''] = written.split('.')
    return BigInt(whole) * 10_000n + BigInt(part.padEnd(4, '0'))
  }
  fc.assert(
    fc.property(large, (given) => {
      const [amount] = totalsOf({ lines: [given], discountPercent: '0' }).amountsMinor
      const exact =
        tenThousandths(given.quantity) *
        BigInt(given.unitPriceMinor) *
        (1_000_000n - tenThousandths(given.discountPercent))
      const twiceOff = 2n * (BigInt(amount!) * 10_000_000_000n - exact)
      const awayFromZero = exact < 0n ? -twiceOff : twiceOff
      expect(awayFromZero > -10_000_000_000n && awayFromZero <= 10_000_000_000n).toBe(true)
    }),
  )
})

test('a higher price never makes an invoice of one rate cheaper', () => {
  fc.assert(
    fc.property(lines, percent, percent, fc.nat(1000), (given, discountPercent, taxRate, more) => {
      const total = (extra: number) =>
        totalsOf({
          lines: given.map((line) => ({ ...line, taxRate, unitPriceMinor: line.unitPriceMinor + extra })),
          discountPercent,
        }).totalMinor
      expect(total(more)).toBeGreaterThanOrEqual(total(0))
    }),
  )
})

test('all of it taken off leaves nothing', () => {
  fc.assert(
    fc.property(lines, (given) => {
      expect(totalsOf({ lines: given, discountPercent: '100' }).totalMinor).toBe(0)
    }),
  )
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { divide, totalsOf } from '../../invoices/totals.ts'
import { fitLines, type FileLine, type FileSums } from './fit-lines.ts'

const EUR = { currency: 'EUR', pricesIncludeTax: false }
const line = (unitPrice: string, more: Partial<FileLine> = {}): FileLine => ({
  description: 'Work',
  quantity: '1',
  unitPrice,
  ...more,
})

function fitted(lines: FileLine[], sums: Partial<FileSums> = {}) {
  const fit = fitLines(lines, { ...EUR, ...sums })
  if ('fault' in fit) return fit.fault
  return { ...fit, total: totalsOf(fit).totalMinor }
}

describe('the rate that fits is the one that people would write', () => {
  test.each([
    ['100', '19.00', '19'],
    ['10.50', '2.00', '19'],
    ['99.99', '7.50', '7.5'],
    ['33.33', '6.33', '19'],
    ['1234.56', '101.85', '8.25'],
    ['100', '0', '0'],
    ['-100', '-19', '19'],
  ])('of %s, %s is %s %%', (price, taxAmount, rate) =>
    expect(fitted([line(price, { taxAmount })])).toMatchObject({ lines: [{ taxRate: rate }] }),
  )
  test('also of the whole invoice, and of what a discount leaves', () => {
    expect(fitted([line('10'), line('20.05')], { taxAmount: '5.71' })).toMatchObject({
      lines: [{ taxRate: '19' }, { taxRate: '19' }],
    })
    expect(fitted([line('100')], { taxAmount: '17.10', discountPercent: '10' })).toMatchObject({
      lines: [{ taxRate: '19' }],
      total: 10710,
    })
  })
  test('but a tax above all of the amount, or against its sign, is none', () => {
    expect(fitted([line('10', { taxAmount: '11' })])).toBe('A tax of 11 on 10.00 is no rate from 0 to 100 %.')
    expect(fitted([line('10')], { taxAmount: '-1' })).toMatch(/^A tax of -1\.00 on 10\.00 is no rate/)
  })
  test('and two taxes without rates are not guessed', () =>
    expect(fitted([line('10', { taxName: 'GST' }), line('10', { taxName: 'PST' })], { total: '22' })).toBe(
      'The rates of “GST” and “PST” are not said. Write each as a percentage.',
    ))
})

test('a discount as an amount is a percentage where one says it, or lines below zero for each rate', () => {
  expect(fitted([line('200', { taxRate: '19' })], { discountAmount: '10' })).toMatchObject({
    discountPercent: '5',
    total: 22610,
  })
  expect(fitted([line('50', { discountAmount: '-5' })])).toMatchObject({
    lines: [{ unitPriceMinor: 5000, discountPercent: '10' }],
    total: 4500,
  })
  const large = fitted([line('70000000.01', { taxRate: '19' }), line('30000000', { taxRate: '7' })], {
    discountAmount: '0.10',
  })
  expect(large).toMatchObject({
    discountPercent: '0',
    lines: [
      {},
      {},
      { description: 'Discount', unitPriceMinor: -7 },
      { description: 'Discount', unitPriceMinor: -3 },
    ],
  })
})

test('a line with both kinds of discount has them in words', () =>
  expect(fitted([line('50', { discountPercent: '10', discountAmount: '5' })])).toMatchObject({
    lines: [{ description: 'Work (1 × 50 − 10 % − 5)', unitPriceMinor: 4000 }],
    total: 4000,
  }))

test('prices that include tax leave what is left without it, to the cent of the whole', () => {
  expect(fitted([line('11.90', { quantity: '3', taxRate: '19' })], { pricesIncludeTax: true })).toMatchObject(
    {
      lines: [{ quantity: '3', unitPriceMinor: 1000, taxRate: '19' }],
      total: 3570,
    },
  )
  expect(fitted([line('9.99', { quantity: '2', taxRate: '19' })], { pricesIncludeTax: true })).toMatchObject({
    lines: [{ description: 'Work (2 × 9.99)', quantity: '1', unitPriceMinor: 1679 }],
    total: 1998,
  })
  expect(fitted([line('119')], { pricesIncludeTax: true, taxAmount: '19' })).toMatchObject({
    lines: [{ unitPriceMinor: 10000, taxRate: '19' }],
    total: 11900,
  })
})

test('what rounding explains becomes a line, and nothing else does', () => {
  const lines = Array.from({ length: 4 }, () => line('0.50', { taxRate: '19' }))
  expect(fitted(lines, { total: '2.40' })).toMatchObject({
    total: 240,
    lines: [{}, {}, {}, {}, { description: 'Rounding', unitPriceMinor: 2, taxRate: '0' }],
    says: ['The file rounds otherwise: a line “Rounding” of 0.02 EUR makes the total its own.'],
  })
  expect(fitted(lines, { total: '2.50' })).toMatchObject({ total: 238, lines: { length: 4 } })
  expect(fitted([line('10', { taxRate: '19' })], { total: '11.91' })).toMatchObject({ total: 1190 })
  expect(fitted([line('10', { taxRate: '19' })], { taxAmount: '1.70' })).toBe(
    'The taxes come to 1.90 EUR, but the file says 1.70. Correct the file, or leave out a column of the tax at Columns.',
  )
})

test('more decimals than the currency has are asked to be corrected where they are sums', () =>
  expect(fitted([line('10')], { total: '10.001' })).toBe('10.001 has more decimals than EUR, which has 2.'))

describe('whatever a program rounds, an invoice of its comes to its own total', () => {
  const decimal = (most: number, digits: number) =>
    fc
      .integer({ min: 0, max: most * 10 ** digits })
      .map((value) => (value / 10 ** digits).toFixed(digits).replace(/\.?0+$/, '') || '0')
  const rate = fc.constantFrom('0', '5', '7', '8.25', '15', '19', '20', '25')
  const lines = fc.array(
    fc.record({
      quantity: decimal(20, 2),
      unitPrice: decimal(300, 6),
      rate,
      percent: fc.constantFrom('0', '0', '10', '33.3'),
    }),
    { minLength: 1, maxLength: 8 },
  )
  /** An amount in cents, half away from zero. */
  const cents = (value: bigint, by: bigint) => divide(value, by)
  const parse = (text: string, digits: number) => {
    const [whole, fraction = ''] = text.split('.')
    return BigInt(whole! + fraction.padEnd(digits, '0'))
  }
  const money = (value: bigint) => `${value / 100n}.${String(value % 100n).padStart(2, '0')}`
  const amountsOf = (all: { quantity: string; unitPrice: string; percent: string }[]) =>
    all.map(({ quantity, unitPrice, percent }) =>
      cents(parse(quantity, 2) * parse(unitPrice, 6) * (1000n - parse(percent, 1)), 10n ** 9n),
    )

  test('with the tax of each line rounded by itself', () =>
    fc.assert(
      fc.property(lines, (all) => {
        const amounts = amountsOf(all)
        const taxes = amounts.map((amount, at) => cents(amount * parse(all[at]!.rate, 2), 10_000n))
        const total = [...amounts, ...taxes].reduce((sum, one) => sum + one, 0n)
        const fit = fitted(
          all.map(({ quantity, unitPrice, percent, rate: taxRate }) =>
            line(unitPrice, { quantity, discountPercent: percent, taxRate }),
          ),
          { total: money(total) },
        )
        expect(fit).toMatchObject({ total: Number(total) })
      }),
      { numRuns: 500 },
    ))

  test('with prices that include tax', () =>
    fc.assert(
      fc.property(lines, (all) => {
        const total = amountsOf(all).reduce((sum, one) => sum + one, 0n)
        const fit = fitted(
          all.map(({ quantity, unitPrice, percent, rate: taxRate }) =>
            line(unitPrice, { quantity, discountPercent: percent, taxRate }),
          ),
          { total: money(total), pricesIncludeTax: true },
        )
        expect(fit).toMatchObject({ total: Number(total) })
      }),
      { numRuns: 500 },
    ))

  test('with one tax of all as an amount, and a discount as an amount', () =>
    fc.assert(
      fc.property(lines, rate, fc.integer({ min: 0, max: 500 }), (all, taxRate, off) => {
        const net = amountsOf(all).reduce((sum, one) => sum + one, 0n) - BigInt(off)
        fc.pre(net > 0n)
        const tax = cents(net * parse(taxRate, 2), 10_000n)
        const fit = fitted(
          all.map(({ quantity, unitPrice, percent }) =>
            line(unitPrice, { quantity, discountPercent: percent }),
          ),
          { taxAmount: money(tax), discountAmount: money(BigInt(off)), total: money(net + tax) },
        )
        expect(fit).toMatchObject({ total: Number(net + tax) })
      }),
      { numRuns: 500 },
    ))
})

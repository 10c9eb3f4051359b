import { expect, test } from 'vitest'
import { sharesOf } from './shares.ts'

const items = [
  { invoiceId: 'old', balanceMinor: 3000 },
  { invoiceId: 'new', balanceMinor: 5000 },
]

test('untouched, the first one is paid first, and the rest stays as credit', () => {
  expect(sharesOf(4000, items, null, 'EUR', 'en')).toMatchObject({
    typed: { old: '30.00', new: '10.00' },
    leftMinor: 0,
  })
  expect(sharesOf(9000, items, null, 'EUR', 'en').leftMinor).toBe(1000)
})

test('typed as people write it, and what is wrong is said beside it', () => {
  expect(sharesOf(4000, items, { new: '€ 12.50', old: '' }, 'EUR', 'en')).toMatchObject({
    errors: {},
    allocations: [{ invoiceId: 'new', amountMinor: 1250 }],
    leftMinor: 2750,
  })
  expect(sharesOf(9000, items, { old: '30.01' }, 'EUR', 'en').errors).toEqual({ old: 'More than is owed.' })
  expect(sharesOf(1000, items, { old: '20' }, 'EUR', 'en').leftMinor).toBe(-1000)
  expect(Object.keys(sharesOf(1000, items, { old: 'ten' }, 'EUR', 'en').errors)).toEqual(['old'])
})

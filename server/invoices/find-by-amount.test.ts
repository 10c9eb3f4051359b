import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { invoicesApi as api } from './invoices.api.ts'

test('an amount on a bank statement finds the open invoices of that total, in any currency', async () => {
  const { owner, acme, birch } = await openCast()
  const bill = async (customerId: string, currency: string, unitPriceMinor: number, dueDate: string) => {
    const lines = [{ description: 'Work', unitPriceMinor, taxRate: '0' }]
    const body = { customerId, currency, issueDate: '2026-04-01', dueDate, lines }
    const { id } = await owner.call(api.add, { body })
    return (await owner.call(api.issue, { params: { invoiceId: id } })).id
  }
  const dollars = await bill(acme.id, 'USD', 120_050, '2026-05-20')
  const euros = await bill(birch.id, 'EUR', 120_050, '2026-05-10')
  const yen = await bill(acme.id, 'JPY', 120_050, '2026-05-01')
  const dinars = await bill(acme.id, 'KWD', 1_200_500, '2026-06-01')
  const paid = await bill(birch.id, 'EUR', 120_050, '2026-05-02')
  await owner.call(paymentsApi.add, {
    body: {
      customerId: birch.id,
      amountMinor: 120_050,
      allocations: [{ invoiceId: paid, amountMinor: 120_050 }],
    },
  })
  // A draft is not owed.
  await owner.call(api.add, {
    body: { customerId: acme.id, currency: 'EUR', lines: [{ description: 'Work', unitPriceMinor: 120_050 }] },
  })
  const found = async (amount: string) => {
    const { data } = await owner.call(api.ofAmount, { query: { amount } })
    return data.map(({ id }) => id)
  }
  expect(await found('1200.50')).toEqual([euros, dollars, dinars])
  expect(await found('1200.5')).toEqual([euros, dollars, dinars])
  expect(await found('120050')).toEqual([yen])
  expect(await found('1200.501')).toEqual([])
  expect(await found('0')).toEqual([])
})

test.each(['1,200.50', '-5', 'twelve', '1e9', '', '1.2345', '9'.repeat(30)])(
  'what is no amount is refused: %j',
  async (amount) => {
    const { owner } = await openCast()
    expect(await refused(owner.call(api.ofAmount, { query: { amount } }))).toMatchObject({ status: 400 })
  },
)

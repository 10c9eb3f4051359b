import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { invoicesApi } from '../invoices/invoices.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { receivablesApi as api } from './home.api.ts'

test('what somebody paid for all their invoices at once finds who owes that', async () => {
  const { owner, acme, birch } = await openCast()
  const bill = async (customerId: string, currency: string, unitPriceMinor: number) => {
    const body = { customerId, currency, lines: [{ description: 'Work', unitPriceMinor, taxRate: '0' }] }
    const { id } = await owner.call(invoicesApi.add, { body })
    return owner.call(invoicesApi.issue, { params: { invoiceId: id } })
  }
  const found = async (amount: string) =>
    (await owner.call(api.owing, { query: { amount } })).data.map(
      ({ customerName, currency, openMinor }) => `${customerName} ${openMinor} ${currency}`,
    )
  await bill(acme.id, 'EUR', 100_000)
  await bill(acme.id, 'EUR', 20_050)
  await bill(birch.id, 'KWD', 1_200_500)
  await bill(birch.id, 'JPY', 120_050)
  expect(await found('1200.50')).toEqual(['Acme 120050 EUR', 'Birch 1200500 KWD'])
  expect(await found('120050')).toEqual(['Birch 120050 JPY'])
  expect(await found('1000')).toEqual([])

  await owner.call(paymentsApi.add, { body: { customerId: acme.id, currency: 'EUR', amountMinor: 50 } })
  expect(await found('1200.50')).toEqual(['Birch 1200500 KWD'])
  expect(await found('1200')).toEqual(['Acme 120000 EUR'])
  await owner.call(paymentsApi.add, { body: { customerId: acme.id, currency: 'EUR', amountMinor: 120_000 } })
  expect(await found('0')).toEqual([])
  expect(await refused(owner.call(api.owing, { query: { amount: '1,200' } }))).toMatchObject({ status: 400 })
})

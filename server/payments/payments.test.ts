import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { invoicesApi } from '../invoices/invoices.api.ts'
import { paymentsApi as api, type NewPayment } from './payments.api.ts'
import { spread } from './spread.ts'

async function openTill() {
  const cast = await openCast()
  const { owner, acme } = cast
  return {
    ...cast,
    async owe(unitPriceMinor: number, dueDate = '2026-06-01', customerId = acme.id) {
      const { id } = await owner.call(invoicesApi.add, {
        body: { customerId, dueDate, lines: [{ description: 'Work', unitPriceMinor }] },
      })
      return owner.call(invoicesApi.issue, { params: { invoiceId: id } })
    },
    balance: async ({ id }: { id: string }) => {
      const { status, balanceMinor } = await owner.call(invoicesApi.read, { params: { invoiceId: id } })
      return [status, balanceMinor]
    },
    pay: (amountMinor: number, body: Partial<NewPayment> = {}) =>
      owner.call(api.add, { body: { customerId: acme.id, amountMinor, ...body } }),
  }
}

test('a payment pays the oldest due first, and the rest stays as credit', async () => {
  const { owe, pay, balance } = await openTill()
  const later = await owe(500, '2026-07-01')
  const sooner = await owe(300, '2026-06-01')
  const part = await pay(400)
  expect(part.allocations.map(({ number, amountMinor }) => [number, amountMinor])).toEqual([
    [sooner.number, 300],
    [later.number, 100],
  ])
  expect(await balance(sooner)).toEqual(['paid', 0])
  expect(await balance(later)).toEqual(['partlyPaid', 400])
  expect(await pay(1000)).toMatchObject({ unallocatedMinor: 600 })
})

test('credit pays an invoice that comes later', async () => {
  const { owner, owe, pay, balance } = await openTill()
  const payment = await pay(700, { allocations: [] })
  const invoice = await owe(500)
  const params = { paymentId: payment.id }
  const some = (amountMinor: number) => ({ allocations: [{ invoiceId: invoice.id, amountMinor }] })
  await owner.call(api.allocate, { params, body: some(200) })
  const again = await owner.call(api.allocate, { params, body: some(300) })
  expect(again).toMatchObject({ unallocatedMinor: 200, allocations: [{ amountMinor: 500 }] })
  expect(await balance(invoice)).toEqual(['paid', 0])
})

test('more than is owed, or than there is, is refused, and nothing is written', async () => {
  const { owe, pay, balance, owner } = await openTill()
  const invoice = await owe(500)
  const pointers = async (amountMinor: number, allocated: number) => {
    const body = { allocations: [{ invoiceId: invoice.id, amountMinor: allocated }] }
    return (await refused(pay(amountMinor, body))).problem.errors?.map(({ pointer }) => pointer)
  }
  expect(await pointers(600, 501)).toEqual(['/allocations/0/amountMinor'])
  expect(await pointers(400, 500)).toEqual(['/allocations'])
  expect(await balance(invoice)).toEqual(['sent', 500])
  expect((await owner.call(api.list, {})).data).toEqual([])
})

test('drafts, voided ones, other customers’ and other currencies’ are not paid', async () => {
  const { owner, acme, birch, owe, pay } = await openTill()
  const draft = await owner.call(invoicesApi.add, { body: { customerId: acme.id } })
  const birchs = await owe(100, undefined, birch.id)
  const voided = await owe(100)
  await owner.call(invoicesApi.void, { params: { invoiceId: voided.id }, body: {} })
  for (const { id } of [draft, birchs, voided]) {
    const problem = await refused(pay(100, { allocations: [{ invoiceId: id, amountMinor: 100 }] }))
    expect(problem.problem.errors?.[0]?.pointer).toBe('/allocations/0/invoiceId')
  }
  const mine = await owe(100)
  const problem = await refused(
    pay(100, { currency: 'JPY', allocations: [{ invoiceId: mine.id, amountMinor: 100 }] }),
  )
  expect(problem.problem.errors?.[0]?.detail).toContain('JPY')
})

test('two payments at the same moment do not pay one balance twice', async () => {
  const { owe, pay, balance } = await openTill()
  const invoice = await owe(500)
  const allocations = [{ invoiceId: invoice.id, amountMinor: 500 }]
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => pay(500, { allocations })))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await balance(invoice)).toEqual(['paid', 0])
})

test('a payment taken back is owed again, is kept, and is taken back once', async () => {
  const { owner, owe, pay, balance } = await openTill()
  const invoice = await owe(500)
  const payment = await pay(600)
  const reverse = () =>
    owner.call(api.reverse, { params: { paymentId: payment.id }, body: { note: 'Wrong account' } })
  const outcomes = await Promise.allSettled([reverse(), reverse()])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await balance(invoice)).toEqual(['sent', 500])
  const { data } = await owner.call(api.list, { query: { invoiceId: invoice.id } })
  expect(data).toMatchObject([
    { amountMinor: -600, reverses: payment.id, allocations: [{ amountMinor: -500 }] },
    { amountMinor: 600, reversedBy: data[0]!.id, unallocatedMinor: 0 },
  ])
  expect((await refused(reverse())).code).toBe('payment-reversed')
})

test('a paid invoice is not voided, nor brought below what was paid', async () => {
  const { owner, owe, pay } = await openTill()
  const invoice = await owe(500)
  await pay(200)
  const params = { invoiceId: invoice.id }
  expect((await refused(owner.call(invoicesApi.void, { params, body: {} }))).code).toBe('wrong-invoice-state')
  const { version } = await owner.call(invoicesApi.read, { params })
  const lines = (unitPriceMinor: number) => [{ description: 'Less', unitPriceMinor }]
  const change = (minor: number) =>
    owner.call(invoicesApi.change, { params, version, body: { lines: lines(minor) } })
  expect((await refused(change(199))).code).toBe('wrong-invoice-state')
  expect(await change(200)).toMatchObject({ status: 'paid', balanceMinor: 0 })
})

test('money that comes in tomorrow is not recorded today', async () => {
  const { pay } = await openTill()
  expect((await refused(pay(1, { receivedOn: '2026-05-05' }))).problem.errors?.[0]?.pointer).toBe(
    '/receivedOn',
  )
})

test('what is spread over invoices is what there is, and never more than is owed', () => {
  const owed = fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 20 })
  fc.assert(
    fc.property(fc.nat(10_000), owed, (amount, balances) => {
      const parts = spread(
        amount,
        balances.map((balanceMinor, at) => ({ id: String(at), balanceMinor })),
      )
      const paid = parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      expect(paid).toBe(
        Math.min(
          amount,
          balances.reduce((sum, one) => sum + one, 0),
        ),
      )
      for (const { invoiceId, amountMinor } of parts) {
        expect(amountMinor).toBeGreaterThan(0)
        expect(amountMinor).toBeLessThanOrEqual(balances[Number(invoiceId)]!)
      }
    }),
  )
})

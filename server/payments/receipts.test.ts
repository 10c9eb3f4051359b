import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { readPdf } from '../../test/read-pdf.ts'
import type { Receives } from '../contacts/receives.ts'
import { invoicesApi } from '../invoices/invoices.api.ts'
import { invoicingSettingsApi } from '../invoices/invoicing-settings.api.ts'
import { deliveriesApi } from '../mail/deliveries/deliveries.api.ts'
import { receiptPdf } from './receipt.ts'
import { paymentsApi as api, type NewPayment } from './payments.api.ts'

/** Acme has Rick, who receives receipts, Carl, who receives a copy, and Rita, who receives reminders only. */
async function openTill() {
  const cast = await openCast()
  const { owner, acme, database, organization } = cast
  const join = (firstName: string, receives: Receives) =>
    cast.addContact(acme, { email: `${firstName.toLowerCase()}@acme.example`, firstName, receives })
  const rick = await join('Rick', { receipts: 'to' })
  await join('Carl', { receipts: 'cc' })
  const rita = await join('Rita', { reminders: 'to' })
  return {
    ...cast,
    rick,
    rita,
    async owe(unitPriceMinor: number) {
      const lines = [{ description: 'Work', unitPriceMinor }]
      const { id } = await owner.call(invoicesApi.add, { body: { customerId: acme.id, lines } })
      return owner.call(invoicesApi.issue, { params: { invoiceId: id } })
    },
    pay: (amountMinor: number, body: Partial<NewPayment> = {}) =>
      owner.call(api.add, { body: { customerId: acme.id, amountMinor, sendReceipt: true, ...body } }),
    pdf: async (paymentId: string) =>
      (await receiptPdf({ db: database.of(organization.id), organizationId: organization.id }, paymentId))
        .content,
    delivered: async () => (await cast.deliverMail()).map(({ to }) => to.replace(/@.*/, '')).toSorted(),
  }
}

test('a receipt goes to those who receive receipts, and never to who receives reminders alone', async () => {
  const { owe, pay, deliverMail } = await openTill()
  const invoice = await owe(5000)
  expect(await pay(2000)).toMatchObject({ receipt: 'sent' })
  const letters = await deliverMail()
  expect(letters.map(({ to }) => to).toSorted()).toEqual(['carl@acme.example', 'rick@acme.example'])
  const ricks = letters.find(({ to }) => to === 'rick@acme.example')!
  expect(ricks.subject).toBe('Receipt from Northwind: $20.00')
  expect(ricks.text.replaceAll(/\s+/g, ' ')).toContain('We received $20.00 from Acme on 4 May 2026')
  expect(ricks.text).toContain(invoice.number)
  expect(ricks.text).not.toContain('/portal/')
})

test('nothing is sent that was not asked for', async () => {
  const { owe, pay, delivered } = await openTill()
  await owe(5000)
  expect(await pay(2000, { sendReceipt: false })).toMatchObject({ receipt: null })
  expect(await delivered()).toEqual([])
})

test('with nobody to receive the receipt the money came in all the same, and it is said', async () => {
  const { owner, birch, pay, delivered } = await openTill()
  const payment = await pay(700, { customerId: birch.id })
  expect(payment).toMatchObject({ receipt: 'nobody', amountMinor: 700 })
  const params = { paymentId: payment.id }
  expect(await owner.call(api.read, { params })).toMatchObject({ amountMinor: 700 })
  const refusal = await refused(owner.call(api.sendReceipt, { params, body: {} }))
  expect(refusal.code).toBe('nobody-receives')
  expect(refusal.problem['recipients']).toMatchObject([{ why: 'not sent: does not receive receipts' }])
  expect(await delivered()).toEqual([])
})

test('it is sent again, and for this once to somebody else', async () => {
  const { owner, owe, pay, rick, rita, delivered } = await openTill()
  await owe(5000)
  const params = { paymentId: (await pay(5000)).id }
  expect(await delivered()).toEqual(['carl', 'rick'])
  const body = { add: [{ contactId: rita.id, role: 'to' as const }], leaveOut: [rick.id] }
  await owner.call(api.sendReceipt, { params, body })
  expect(await delivered()).toEqual(['carl', 'rita'])
  const told = (await owner.call(api.recipients, { params })).recipients.map(
    ({ name, why }) => `${name}: ${why}`,
  )
  expect(told.slice(0, 3)).toEqual([
    'Rick: To: receives receipts',
    'Carl: Cc: receives receipts',
    'Anna Ash: not sent: does not receive receipts',
  ])
})

test('a payment taken back takes its queued receipt along, and none is sent for it any more', async () => {
  const { owner, owe, pay, delivered } = await openTill()
  await owe(5000)
  const payment = await pay(5000)
  const params = { paymentId: payment.id }
  const reversal = await owner.call(api.reverse, { params, body: {} })
  expect(await delivered()).toEqual([])
  const { data } = await owner.call(deliveriesApi.list, { query: { documentId: payment.id } })
  expect(data.map(({ state, reason }) => [state, reason])).toEqual([
    ['cancelled', 'Cancelled: the payment was reversed.'],
    ['cancelled', 'Cancelled: the payment was reversed.'],
  ])
  expect((await refused(owner.call(api.sendReceipt, { params, body: {} }))).code).toBe('payment-reversed')
  const ofReversal = { paymentId: reversal.id }
  expect((await refused(owner.call(api.sendReceipt, { params: ofReversal, body: {} }))).code).toBe(
    'payment-reversed',
  )
  // Staff may send a cancelled mail again: it is checked once more before it goes out.
  if (data[0]!.canSendAgain)
    await owner.call(deliveriesApi.sendAgain, { params: { deliveryId: data[0]!.id } })
  expect(await delivered()).toEqual([])
})

test('a receipt says what it said when it was sent first, and void once the payment was taken back', async () => {
  const { owner, owe, pay, pdf } = await openTill()
  const invoice = await owe(5000)
  const payment = await pay(7000, { reference: 'Order 7' })
  const first = await pdf(payment.id)
  const { version } = await owner.call(invoicingSettingsApi.read, {})
  await owner.call(invoicingSettingsApi.change, { version, body: { footer: 'We have moved.' } })
  const later = await owe(2000)
  const allocations = [{ invoiceId: later.id, amountMinor: 2000 }]
  await owner.call(api.allocate, { params: { paymentId: payment.id }, body: { allocations } })
  await owner.call(api.sendReceipt, { params: { paymentId: payment.id }, body: {} })
  expect((await pdf(payment.id)).equals(first)).toBe(true)
  const text = (await readPdf(first)).pages.join()
  for (const shown of ['Acme', invoice.number!, '$70.00', 'Order 7', 'Kept as credit', '$20.00'])
    expect(text).toContain(shown)
  await owner.call(api.reverse, { params: { paymentId: payment.id }, body: {} })
  expect((await readPdf(await pdf(payment.id))).pages.join().toLowerCase()).toContain('void')
})

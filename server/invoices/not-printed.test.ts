import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { readPdf } from '../../test/read-pdf.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { customersApi } from '../customers/customers.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { remindersApi } from '../reminders/reminders.api.ts'
import { statementsApi } from '../statements/statements.api.ts'
import { invoiceBatchesApi } from './invoice-batches.api.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { invoicesApi as api } from './invoices.api.ts'

async function openDesk() {
  const cast = await openCast()
  const { owner, acme, database, organization } = cast
  const draft = (description: string) =>
    owner.call(api.add, {
      body: { customerId: acme.id, lines: [{ description, unitPriceMinor: 10_000 }] },
    })
  const preview = (invoiceId: string) => owner.call(api.preview, { params: { invoiceId }, body: {} })
  const pdf = async (invoiceId: string) =>
    readPdf(
      (await invoicePdf({ db: database.of(organization.id), organizationId: organization.id }, invoiceId))
        .content,
    )
  /** Somebody who gets whatever goes out. */
  const reader = () =>
    owner.call(contactsApi.add, {
      params: { customerId: acme.id },
      body: {
        email: 'all@acme.example',
        firstName: 'Ada',
        portalPassword: null,
        receives: { invoices: 'to', reminders: 'to', receipts: 'to', statements: 'to' },
      },
    })
  return { ...cast, draft, preview, pdf, reader }
}

const HIEROGLYPHS =
  'The letters 𓀀 and 𓁀 cannot be printed. In the PDF their numbers stand in their place, such as [U+13000]. Write them in another way, or send it as it is.'

test('before an invoice goes out, it is said which of its letters no font has, and those alone', async () => {
  const { draft, preview } = await openDesk()
  expect((await preview((await draft('Papyrus 𓀀𓁀')).id)).notPrinted).toBe(HIEROGLYPHS)
  for (const printed of [
    'Zoë’s café',
    'ชาไทย',
    'திருக்குறள்',
    '臺灣茶葉 𨋢',
    'שלום',
    '東京 🎉',
    'Việt'.normalize('NFD'),
  ])
    expect((await preview((await draft(printed)).id)).notPrinted).toBeNull()
})

test('before many go out together it is said of each, and none is held back by it', async () => {
  const { owner, app, draft, pdf } = await openDesk()
  const [papyrus, paper] = [await draft('Papyrus 𓀀𓁀'), await draft('Paper')]
  const invoiceIds = [papyrus.id, paper.id]
  const { invoices } = await owner.call(invoiceBatchesApi.check, { body: { invoiceIds } })
  expect(invoices.map(({ notPrinted, trouble }) => [notPrinted, trouble])).toEqual([
    [HIEROGLYPHS, null],
    [null, null],
  ])
  const { id: batchId } = await owner.call(invoiceBatchesApi.add, { body: { invoiceIds } })
  await app.services.longWork.settled()
  expect(await owner.call(invoiceBatchesApi.read, { params: { batchId } })).toMatchObject({ sentCount: 2 })
  const { toCopy, emptyBoxes } = await pdf(papyrus.id)
  expect(toCopy.replaceAll('\u200b', '')).toContain('Papyrus [U+13000][U+13040]')
  expect(emptyBoxes).toBe(0)
})

test('a reminder says it of the invoice that comes with it; a receipt and a statement of the names on them', async () => {
  const { owner, acme, draft, pdf } = await openDesk()
  const { id: invoiceId } = await draft('Papyrus 𓀀𓁀')
  await owner.call(api.issue, { params: { invoiceId } })
  const reminder = await owner.call(remindersApi.previewNow, { params: { invoiceId }, body: {} })
  expect(reminder.notPrinted).toBe(HIEROGLYPHS)

  const params = { customerId: acme.id }
  const said = async (kind: 'receipts' | 'statements') =>
    (await owner.call(paymentsApi.customerRecipients, { params, query: { kind } })).notPrinted
  expect([await said('receipts'), await said('statements')]).toEqual([null, null])
  const { id: paymentId } = await owner.call(paymentsApi.add, {
    body: { customerId: acme.id, amountMinor: 500, reference: '𓀀𓁀', sendReceipt: false },
  })
  const receipt = await owner.call(paymentsApi.recipients, { params: { paymentId } })
  expect(receipt.notPrinted).toBe(HIEROGLYPHS)
  const customer = await owner.call(customersApi.read, { params })
  await owner.call(customersApi.change, { params, version: customer.version, body: { name: 'Acme 𓀀𓁀' } })
  expect([await said('receipts'), await said('statements')]).toEqual([HIEROGLYPHS, HIEROGLYPHS])
  // The invoice still says what it said.
  expect((await pdf(invoiceId)).toCopy).not.toContain('Acme [')
})

test('who sends without a look beforehand reads it in the reply', async () => {
  const { owner, app, acme, draft, reader } = await openDesk()
  await reader()
  const { id: invoiceId, version } = await draft('Papyrus 𓀀𓁀')
  const params = { invoiceId }
  const sent = await owner.call(api.send, { params, version, body: {} })
  expect(sent.notPrinted).toBe(HIEROGLYPHS)
  const reminded = await owner.call(remindersApi.sendNow, { params, body: { stepId: null } })
  expect(reminded.notPrinted).toBe(HIEROGLYPHS)
  const { id: batchId } = await owner.call(invoiceBatchesApi.add, { body: { invoiceIds: [invoiceId] } })
  await app.services.longWork.settled()
  const { data } = await owner.call(invoiceBatchesApi.invoices, { params: { batchId } })
  expect(data[0]!.notPrinted).toBe(HIEROGLYPHS)

  const payment = { customerId: acme.id, amountMinor: 500, reference: '𓀀𓁀', sendReceipt: true }
  const { id: paymentId, ...paid } = await owner.call(paymentsApi.add, { body: payment })
  expect(paid).toMatchObject({ receipt: 'sent', notPrinted: HIEROGLYPHS })
  const receipt = await owner.call(paymentsApi.sendReceipt, { params: { paymentId }, body: {} })
  expect(receipt.notPrinted).toBe(HIEROGLYPHS)
})

test('of what goes out by itself it is said where staff see it coming', async () => {
  const { owner, acme, draft, reader } = await openDesk()
  await reader()
  const params = { customerId: acme.id }
  const { id: invoiceId } = await draft('Papyrus 𓀀𓁀')
  const { id: plainId } = await draft('Paper')
  for (const id of [invoiceId, plainId]) await owner.call(api.issue, { params: { invoiceId: id } })
  const settings = await owner.call(remindersApi.settings, {})
  await owner.call(remindersApi.change, { version: settings.version, body: { on: true } })
  const { data: upcoming } = await owner.call(remindersApi.upcoming, { query: {} })
  const said = (id: string) =>
    new Set(upcoming.filter((one) => one.invoiceId === id).map((one) => one.notPrinted))
  expect([said(invoiceId), said(plainId)]).toEqual([new Set([HIEROGLYPHS]), new Set([null])])

  expect((await owner.call(statementsApi.account, { params })).notPrinted).toBeNull()
  const customer = await owner.call(customersApi.read, { params })
  await owner.call(customersApi.change, { params, version: customer.version, body: { name: 'Acme 𓀀𓁀' } })
  expect((await owner.call(statementsApi.account, { params })).notPrinted).toBe(HIEROGLYPHS)
  const statement = await owner.call(statementsApi.add, { params, body: {} })
  expect(statement.notPrinted).toBe(HIEROGLYPHS)
})

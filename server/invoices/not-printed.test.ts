import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { readPdf } from '../../test/read-pdf.ts'
import { customersApi } from '../customers/customers.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { remindersApi } from '../reminders/reminders.api.ts'
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
  return { ...cast, draft, preview, pdf }
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

import { expect, test } from 'vitest'
import { openCast, type Cast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { LOGO } from '../../test/sample-documents.ts'
import { journalApi } from '../journal/journal.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { customersApi } from '../customers/customers.api.ts'
import type { BodyFor } from '../http/endpoint.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { OWNER } from '../../test/world.ts'
import { invoicesApi as api, type Invoice } from './invoices.api.ts'
import { invoicingSettingsApi } from './invoicing-settings.api.ts'

type NewInvoice = BodyFor<typeof api.add>

const HOURS = { description: 'Consulting, hours', quantity: '1.5', unitPriceMinor: 10_000, taxRate: '19' }

async function openDesk() {
  const cast = await openCast()
  const { owner, acme } = cast
  const draft = (body: Partial<NewInvoice> = {}) =>
    owner.call(api.add, { body: { customerId: acme.id, lines: [HOURS], ...body } })
  return {
    ...cast,
    draft,
    /** Staff sessions end after half a day unused. */
    async nextMorning(days: number) {
      cast.clock.advance({ days })
      await owner.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
    },
    sent: async (body?: Partial<NewInvoice>) => {
      const { id } = await draft(body)
      return owner.call(api.issue, { params: { invoiceId: id } })
    },
    read: ({ id }: Invoice) => owner.call(api.read, { params: { invoiceId: id } }),
  }
}

test('a draft is as the customer has it: currency, terms, today', async () => {
  const { owner, acme, draft } = await openDesk()
  await owner.call(customersApi.change, {
    params: { customerId: acme.id },
    version: acme.version,
    body: { currency: 'EUR', paymentTermsDays: 14 },
  })
  expect(await draft()).toMatchObject({
    number: null,
    status: 'draft',
    delivery: 'notSent',
    currency: 'EUR',
    issueDate: '2026-05-04',
    dueDate: '2026-05-18',
    lines: [{ ...HOURS, discountPercent: '0', amountMinor: 15_000 }],
    subtotalMinor: 15_000,
    taxes: [{ rate: '19', netMinor: 15_000, taxMinor: 2850 }],
    totalMinor: 17_850,
    balanceMinor: 0,
    revision: 0,
    version: 1,
  })
})

test('sending gives it the next number, and what is owed', async () => {
  const { sent } = await openDesk()
  expect(await sent()).toMatchObject({
    number: 'INV-0001',
    status: 'sent',
    balanceMinor: 17_850,
    revision: 1,
  })
  expect(await sent()).toMatchObject({ number: 'INV-0002' })
})

test('thirty sent at the same moment take thirty numbers, one after the other', async () => {
  const { owner, draft } = await openDesk()
  const drafts = []
  for (let count = 0; count < 30; count++) drafts.push(await draft())
  const all = await Promise.all(drafts.map(({ id }) => owner.call(api.issue, { params: { invoiceId: id } })))
  expect(all.map(({ number }) => number ?? '').toSorted()).toEqual(
    drafts.map((_, at) => `INV-${String(at + 1).padStart(4, '0')}`),
  )
})

test('a series that is set back goes on with what is free', async () => {
  const { owner, sent } = await openDesk()
  const series = async (change: BodyFor<typeof invoicingSettingsApi.change>) => {
    const { version } = await owner.call(invoicingSettingsApi.read, {})
    await owner.call(invoicingSettingsApi.change, { version, body: change })
  }
  for (const nextNumber of [1, 2, 4]) {
    await series({ nextNumber })
    await sent()
  }
  await series({ nextNumber: 1 })
  expect((await sent()).number).toBe('INV-0003')
  expect((await sent()).number).toBe('INV-0005')
})

test('the journal names what was changed in the invoicing settings as the API does', async () => {
  const { owner } = await openDesk()
  const { version } = await owner.call(invoicingSettingsApi.read, {})
  await owner.call(invoicingSettingsApi.change, { version, body: { attachPdf: false, taxId: 'GB 1' } })
  const { data } = await owner.call(journalApi.list, { query: { limit: 1 } })
  expect(data[0]!.changes).toEqual([
    { field: 'taxId', old: null, new: 'GB 1' },
    { field: 'attachPdf', old: 'true', new: 'false' },
  ])
})

test('sent twice at the same moment, it is sent once', async () => {
  const { owner, draft } = await openDesk()
  const { id } = await draft()
  const issue = () => owner.call(api.issue, { params: { invoiceId: id } })
  const outcomes = await Promise.allSettled([issue(), issue(), issue()])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(
    (await draft().then(({ id: next }) => owner.call(api.issue, { params: { invoiceId: next } }))).number,
  ).toBe('INV-0002')
})

test('an invoice without a line is not sent, and takes no number', async () => {
  const { owner, draft, sent } = await openDesk()
  const { id } = await draft({ lines: [] })
  const problem = await refused(owner.call(api.issue, { params: { invoiceId: id } }))
  expect(problem.problem.errors).toEqual([
    { pointer: '/lines', detail: 'An invoice needs at least one line. Add what it is for.' },
  ])
  expect((await sent()).number).toBe('INV-0001')
})

test('a draft becomes anything, and is thrown away without a trace of a number', async () => {
  const { owner, birch, draft, sent, read } = await openDesk()
  const one = await draft()
  const changed = await owner.call(api.change, {
    params: { invoiceId: one.id },
    version: one.version,
    body: {
      customerId: birch.id,
      currency: 'JPY',
      lines: [{ ...HOURS, quantity: '2.0', taxRate: '0' }],
      notes: 'Hi',
    },
  })
  expect(changed).toMatchObject({
    customerName: 'Birch',
    currency: 'JPY',
    totalMinor: 20_000,
    revision: 0,
    version: 2,
  })
  await owner.call(api.discard, { params: { invoiceId: one.id } })
  expect((await refused(read(one))).status).toBe(404)
  expect((await sent()).number).toBe('INV-0001')
})

test('changing a sent invoice makes a revision beside the one before', async () => {
  const { owner, sent } = await openDesk()
  const invoice = await sent()
  const params = { invoiceId: invoice.id }
  const changed = await owner.call(api.change, {
    params,
    version: invoice.version,
    body: { lines: [{ ...HOURS, quantity: '2' }], purchaseOrder: 'PO-7' },
  })
  expect(changed).toMatchObject({ number: 'INV-0001', revision: 2, totalMinor: 23_800 })
  const { data } = await owner.call(api.revisions, { params })
  expect(data).toMatchObject([
    { number: 2, totalMinor: 23_800, madeBy: 'Olga Owner' },
    { number: 1, totalMinor: 17_850, changes: [] },
  ])
  expect(data[0]!.changes.map(({ field }) => field).toSorted()).toEqual([
    'lines',
    'purchaseOrder',
    'totalMinor',
  ])
})

test('what changed in a line is told in amounts as people write them', async () => {
  const { owner, sent } = await openDesk()
  const { id: invoiceId, version } = await sent()
  const params = { invoiceId }
  await owner.call(api.change, { params, version, body: { lines: [{ ...HOURS, quantity: '2' }] } })
  const revisions = await owner.call(api.revisions, { params })
  const lines = ({ field }: { field: string }) => field === 'lines'
  expect(revisions.data[0]!.changes.find(lines)).toEqual({
    field: 'lines',
    old: '1.5 × $100.00 Consulting, hours',
    new: '2 × $100.00 Consulting, hours',
  })
  const journal = await owner.call(journalApi.list, { query: { invoiceId } })
  expect(journal.data.flatMap(({ changes }) => changes.filter(lines))[0]!.new).toContain(
    '2 × $100.00 Consulting, hours +19 %',
  )
})

test('a change that changes nothing makes no revision', async () => {
  const { owner, sent } = await openDesk()
  const { id, version } = await sent()
  const same = await owner.call(api.change, { params: { invoiceId: id }, version, body: { lines: [HOURS] } })
  expect(same).toMatchObject({ revision: 1, version })
})

test('of two who change the same version, the second is refused', async () => {
  const { owner, draft } = await openDesk()
  const { id, version } = await draft()
  const change = (notes: string) =>
    owner.call(api.change, { params: { invoiceId: id }, version, body: { notes } })
  await change('first')
  expect((await refused(change('second'))).status).toBe(412)
})

test('what was sent keeps its customer and its currency, and is voided instead of deleted', async () => {
  const { owner, birch, sent } = await openDesk()
  const { id, version } = await sent()
  const params = { invoiceId: id }
  const change = (body: object) => refused(owner.call(api.change, { params, version, body }))
  expect((await change({ customerId: birch.id })).problem.errors?.[0]?.pointer).toBe('/customerId')
  expect((await change({ currency: 'GBP' })).problem.errors?.[0]?.pointer).toBe('/currency')
  expect((await refused(owner.call(api.discard, { params }))).code).toBe('wrong-invoice-state')
  const voided = await owner.call(api.void, { params, body: { reason: 'Written twice' } })
  expect(voided).toMatchObject({
    number: 'INV-0001',
    status: 'void',
    balanceMinor: 0,
    voidReason: 'Written twice',
  })
  expect((await refused(owner.call(api.void, { params, body: {} }))).status).toBe(409)
})

test('more taken off than there is, and more than an invoice holds, are refused by field', async () => {
  const { draft } = await openDesk()
  const pointers = async (lines: NewInvoice['lines']) =>
    (await refused(draft({ lines }))).problem.errors?.map(({ pointer }) => pointer)
  expect(await pointers([{ ...HOURS, unitPriceMinor: -1 }])).toEqual(['/lines'])
  expect(await pointers([{ ...HOURS, quantity: '999999999', unitPriceMinor: 100_000_000_000 }])).toEqual([
    '/lines/0',
  ])
  const tooMuch = { ...HOURS, quantity: '999999999', unitPriceMinor: 100_000_000_000 }
  expect(await pointers([HOURS, tooMuch, { ...tooMuch, unitPriceMinor: -100_000_000_000 }])).toEqual([
    '/lines/1',
  ])
  expect(await pointers([{ ...HOURS, quantity: '1.23456' }])).toEqual(['/lines/0/quantity'])
  expect(await pointers([{ ...HOURS, taxRate: '101' }])).toEqual(['/lines/0/taxRate'])
})

test('it is overdue from the day after it was due, where the organization is', async () => {
  const { clock, nextMorning, sent, read, owner } = await openDesk()
  const invoice = await sent({ dueDate: '2026-05-06' })
  const status = async () => (await read(invoice)).status
  await nextMorning(2)
  clock.advance({ hours: 11 })
  expect(await status()).toBe('sent')
  clock.advance({ hours: 5 })
  expect(await status()).toBe('overdue')
  const { data } = await owner.call(api.list, { query: { status: 'overdue' } })
  expect(data.map(({ id }) => id)).toEqual([invoice.id])
})

test('an invoice that was paid stays paid since then when its words change', async () => {
  const { owner, clock, sent, read } = await openDesk()
  const invoice = await sent()
  await pay({ owner }, invoice, 17_850)
  const { paidAt, version } = await read(invoice)
  expect(paidAt).toBe('2026-05-04T09:00:00.000Z')
  clock.advance({ hours: 1 })
  const changed = await owner.call(api.change, {
    params: { invoiceId: invoice.id },
    version,
    body: { notes: 'Thank you' },
  })
  expect(changed).toMatchObject({ status: 'paid', paidAt, revision: 2 })
})

test('a search lists the newest first, however many begin with its words', async () => {
  const { owner, draft, sent } = await openDesk()
  const invoices = []
  for (const issueDate of ['2026-01-05', '2026-03-01', '2026-02-01'])
    invoices.push(await sent({ issueDate, purchaseOrder: 'Söder 50%_' }))
  await draft({ issueDate: '2026-04-01' })
  const [january, march, february] = invoices.map(({ number }) => number)
  const found = async (search: string, cursor?: string) =>
    owner.call(api.list, { query: { search, limit: 2, ...(cursor && { cursor }) } })
  for (const search of ['INV', 'söder', 'SÖDER 50%_']) {
    const first = await found(search)
    expect(first.data.map(({ number }) => number)).toEqual([march, february])
    const second = await found(search, first.nextCursor!)
    expect(second.data.map(({ number }) => number)).toEqual([january])
  }
  expect((await found('inv%')).data).toEqual([])
})

test('the list finds by number, purchase order and customer, and each state lists its own', async () => {
  const { owner, birch, draft, sent } = await openDesk()
  const paper = await sent({ purchaseOrder: 'Paper-77' })
  const birchs = await sent({ customerId: birch.id })
  const waiting = await draft()
  const found = async (query: object) => (await owner.call(api.list, { query })).data.map(({ id }) => id)
  expect(await found({ search: 'inv-0002' })).toEqual([birchs.id])
  expect(await found({ search: 'paper' })).toEqual([paper.id])
  expect(await found({ search: 'bir' })).toEqual([birchs.id])
  expect(await found({ search: 'nothing' })).toEqual([])
  expect(await found({ status: 'draft' })).toEqual([waiting.id])
  expect(await found({ status: 'open' })).toEqual([birchs.id, paper.id])
  expect(await found({ customerId: birch.id })).toEqual([birchs.id])
})

test('paging lists each invoice once, the newest first', async () => {
  const { owner, draft } = await openDesk()
  const dates = ['2026-01-05', '2026-03-01', '2026-01-05', '2026-02-01', '2026-01-05']
  for (const issueDate of dates) await draft({ issueDate })
  const seen: string[] = []
  let cursor: string | null | undefined
  do {
    const page: { data: { issueDate: string }[]; nextCursor: string | null } = await owner.call(api.list, {
      query: { limit: 2, ...(cursor && { cursor }) },
    })
    seen.push(...page.data.map(({ issueDate }) => issueDate))
    cursor = page.nextCursor
  } while (cursor)
  expect(seen).toEqual(dates.toSorted().toReversed())
})

test('the sums show what is in draft, owed, overdue and paid', async () => {
  const { owner, nextMorning, draft, sent } = await openDesk()
  await draft()
  await sent({ dueDate: '2026-05-05' })
  const paid = await sent()
  await pay({ owner }, paid, 17_850)
  await nextMorning(3)
  const { totals } = await owner.call(api.totals, {})
  expect(totals.map(({ status, count, amountMinor }) => [status, count, amountMinor])).toEqual([
    ['draft', 1, 17_850],
    ['open', 1, 17_850],
    ['overdue', 1, 17_850],
    ['paidLately', 1, 17_850],
  ])
})

test('a disputed invoice says since when, until it is settled', async () => {
  const { owner, sent } = await openDesk()
  const { id } = await sent()
  const params = { invoiceId: id }
  expect(await owner.call(api.dispute, { params, body: { note: 'Wrong hours' } })).toMatchObject({
    disputed: true,
    disputedSince: '2026-05-04T09:00:00.000Z',
    disputeNote: 'Wrong hours',
  })
  expect(await owner.call(api.settleDispute, { params })).toMatchObject({
    disputed: false,
    disputeNote: null,
  })
})

test('the journal shows an invoice’s life', async () => {
  const { owner, sent } = await openDesk()
  const invoice = await sent()
  await pay({ owner }, invoice, 100)
  const { data } = await owner.call(journalApi.list, { query: { invoiceId: invoice.id } })
  expect(data.map(({ action, invoiceNumber }) => [action, invoiceNumber])).toEqual([
    ['payment.recorded', 'INV-0001'],
    ['invoice.issued', 'INV-0001'],
    ['invoice.added', 'INV-0001'],
  ])
})

test('the PDF of a revision is the same file whenever it is asked for', async () => {
  const { owner, sent } = await openDesk()
  const invoice = await sent()
  const pdf = (revision: number) =>
    owner.download(api.pdf, { params: { invoiceId: invoice.id }, query: { revision } })
  const first = await pdf(1)
  expect(first.headers['content-type']).toBe('application/pdf')
  expect(first.headers['content-disposition']).toContain('INV-0001.pdf')
  expect(first.content.subarray(0, 5).toString()).toBe('%PDF-')
  await owner.call(api.change, {
    params: { invoiceId: invoice.id },
    version: invoice.version,
    body: { notes: 'Another' },
  })
  expect((await pdf(1)).content.equals(first.content)).toBe(true)
  expect((await pdf(2)).content.equals(first.content)).toBe(false)
  expect((await refused(pdf(3))).status).toBe(404)
})

test('the page of a sent invoice says what its PDF says, whatever became of seller and customer since', async () => {
  const { owner, acme, draft, sent, read } = await openDesk()
  const settings = await owner.call(invoicingSettingsApi.read, {})
  const seller = (change: BodyFor<typeof invoicingSettingsApi.change>, version: number) =>
    owner.call(invoicingSettingsApi.change, { version, body: change })
  const address = {
    line1: '1 Old Street',
    line2: '',
    city: 'Bath',
    region: '',
    postalCode: 'BA1',
    country: '',
  }
  const { version } = await seller({ sellerAddress: address, taxId: 'GB 1', logo: LOGO }, settings.version)
  const old = await sent()
  const unsent = await draft()
  expect(old.seller).toMatchObject({ name: 'Northwind', address: '1 Old Street\nBA1 Bath', taxId: 'GB 1' })
  const logo = await owner.call(invoicingSettingsApi.logo, { params: { logoId: old.seller.logoId! } })
  expect(logo).toEqual(LOGO)

  await seller({ sellerAddress: { ...address, line1: '2 New Street' }, taxId: null, logo: null }, version)
  await owner.call(customersApi.change, {
    params: { customerId: acme.id },
    version: acme.version,
    body: { name: 'Acme Reborn', accountNumber: 'C-2', billingAddress: { ...address, line1: '3 Elsewhere' } },
  })
  const today = {
    seller: { address: '2 New Street\nBA1 Bath', taxId: null, logoId: null },
    buyer: { name: 'Acme Reborn', accountNumber: 'C-2', address: '3 Elsewhere\nBA1 Bath' },
  }
  const unchanged = await read(old)
  expect(unchanged).toMatchObject({
    seller: old.seller,
    buyer: { name: 'Acme', address: '' },
    customer: { name: 'Acme Reborn' },
  })
  expect(await read(unsent)).toMatchObject(today)
  const revised = await owner.call(api.change, {
    params: { invoiceId: old.id },
    version: unchanged.version,
    body: { notes: 'Thank you' },
  })
  expect(revised).toMatchObject({ revision: 2, ...today })
})

test('the organization has its own series, terms, words and logo', async () => {
  const { owner, draft } = await openDesk()
  const { version } = await owner.call(invoicingSettingsApi.read, {})
  const body = {
    numberPrefix: '2026/',
    numberDigits: 3,
    nextNumber: 42,
    defaultTermsDays: 10,
    templates: { invoice: { subject: 'Bill {number}', message: 'Dear {contact}' } },
    logo: LOGO,
  }
  const settings = await owner.call(invoicingSettingsApi.change, { version, body })
  expect(settings).toMatchObject({ numberPrefix: '2026/', logo: LOGO, templates: { invoice: { own: true } } })
  const { id, dueDate } = await draft()
  expect(dueDate).toBe('2026-05-14')
  expect((await owner.call(api.issue, { params: { invoiceId: id } })).number).toBe('2026/042')
  const slip = { templates: { invoice: { subject: 'Bill {nummer}', message: 'x' } } }
  const problem = await refused(
    owner.call(invoicingSettingsApi.change, { version: settings.version, body: slip }),
  )
  expect(problem.problem.errors?.[0]?.pointer).toBe('/templates/invoice/subject')
})

test('a logo that would cost every document dear, or that cannot be drawn, is refused where it is chosen', async () => {
  const { owner, draft } = await openDesk()
  const { version } = await owner.call(invoicingSettingsApi.read, {})
  const choose = async (change: (bytes: Buffer) => Buffer) => {
    const base64 = change(Buffer.from(LOGO.base64, 'base64')).toString('base64')
    const body = { logo: { ...LOGO, base64 } }
    const { problem } = await refused(owner.call(invoicingSettingsApi.change, { version, body }))
    expect(problem.errors?.[0]?.pointer).toBe('/logo')
    return problem.detail
  }
  const [widthAt, dataAt] = [16, 45]
  const wide = (bytes: Buffer) => (bytes.writeUInt32BE(30_000, widthAt), bytes)
  expect(await choose(wide)).toContain('This picture has 30000 × 1 pixels. Use one of at most 4 million')
  expect(await choose((bytes) => (bytes.writeUInt8(0, dataAt), bytes))).toContain('it is damaged')
  expect(await choose((bytes) => bytes.subarray(0, 60))).toContain('This picture cannot be read.')

  const { id } = await draft()
  expect((await owner.download(api.pdf, { params: { invoiceId: id } })).content.length).toBeGreaterThan(1_000)
})

function pay({ owner }: Pick<Cast, 'owner'>, invoice: Invoice, amountMinor: number) {
  return owner.call(paymentsApi.add, {
    body: {
      customerId: invoice.customerId,
      amountMinor,
      allocations: [{ invoiceId: invoice.id, amountMinor }],
    },
  })
}

test('a draft of an inactive customer gets no number until the customer is active again', async () => {
  const { owner, acme, draft } = await openDesk()
  const { id } = await draft()
  const issue = () => owner.call(api.issue, { params: { invoiceId: id } })
  await owner.call(customersApi.delete, { params: { customerId: acme.id } })
  expect(await refused(issue())).toMatchObject({
    status: 409,
    code: 'wrong-invoice-state',
    message: expect.stringContaining('Make it active again, then send the invoice.') as string,
  })
  await owner.call(customersApi.undelete, { params: { customerId: acme.id } })
  expect(await issue()).toMatchObject({ status: 'sent', number: expect.stringMatching(/./) })
})

import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused, type Client } from '../../test/client.ts'
import { readPdf } from '../../test/read-pdf.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { customersApi } from '../customers/customers.api.ts'
import { newId } from '../database/id.ts'
import type { BodyFor, QueryFor } from '../http/endpoint.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { portalApi } from '../portal-access/portal-access.api.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { OWNER } from '../../test/world.ts'
import { invoicesApi } from './invoices.api.ts'
import { invoicingSettingsApi } from './invoicing-settings.api.ts'
import { portalInvoicesApi as api } from './portal-invoices.api.ts'

type NewInvoice = Partial<BodyFor<typeof invoicesApi.add>>
type Query = Partial<QueryFor<typeof api.list>>

/** Anna, a contact of Acme and of Birch, signed in; and the staff at Northwind. */
async function openPortal() {
  const cast = await openCast()
  const { owner, acme, organization } = cast
  const annasBrowser = await cast.settle(cast.anna.atAcme)
  const portal = organization.slug
  const draft = (body: NewInvoice = {}) =>
    owner.call(invoicesApi.add, {
      body: {
        customerId: acme.id,
        currency: 'EUR',
        lines: [{ description: 'Work', unitPriceMinor: 10_000, taxRate: '19' }],
        ...body,
      },
    })
  const look = (browser: Client) => ({
    list: async (query: Query = {}) =>
      (await browser.call(api.list, { params: { portal }, query })).data.map(({ number }) => number),
    due: async (query = {}) => (await browser.call(api.due, { params: { portal }, query })).due,
    read: (invoiceId: string) => browser.call(api.read, { params: { portal, invoiceId } }),
    pdf: (invoiceId: string) => browser.download(api.pdf, { params: { portal, invoiceId } }),
    seen: (invoiceId: string) => browser.call(api.seen, { params: { portal, invoiceId } }),
  })
  return {
    ...cast,
    look,
    anna: { ...cast.anna, browser: annasBrowser, ...look(annasBrowser) },
    draft,
    sent: async (body?: NewInvoice) =>
      owner.call(invoicesApi.issue, { params: { invoiceId: (await draft(body)).id } }),
    mail: async (body?: NewInvoice) => {
      const { id, version } = await draft(body)
      const invoice = await owner.call(invoicesApi.send, { params: { invoiceId: id }, version, body: {} })
      await cast.deliverMail()
      return invoice
    },
    void: ({ id }: { id: string }) => owner.call(invoicesApi.void, { params: { invoiceId: id }, body: {} }),
    views: async ({ id }: { id: string }) =>
      (await owner.call(invoicesApi.views, { params: { invoiceId: id } })).data,
  }
}

test('a contact of two customers sees the invoices of both, or of one, the newest first; never a draft', async () => {
  const { anna, sent, draft, acme, birch, addCustomer } = await openPortal()
  await sent({ issueDate: '2026-04-01' })
  await sent({ issueDate: '2026-05-02', customerId: birch.id })
  await sent({ issueDate: '2026-04-20' })
  await sent({ customerId: (await addCustomer('Cedar')).id })
  await draft()
  expect(await anna.list()).toEqual(['INV-0002', 'INV-0003', 'INV-0001'])
  expect(await anna.list({ customerId: acme.id })).toEqual(['INV-0003', 'INV-0001'])
  expect(await anna.list({ customerId: birch.id })).toEqual(['INV-0002'])
  expect(await anna.list({ customerId: newId() })).toEqual([])
})

test('the list goes on page by page over both customers, with none twice and none left out', async () => {
  const { anna, sent, birch, organization } = await openPortal()
  for (const issueDate of ['2026-04-03', '2026-04-02', '2026-04-02', '2026-04-01'])
    for (const customerId of [undefined, birch.id])
      await sent({ issueDate, ...(customerId && { customerId }) })
  const numbers: string[] = []
  let cursor: string | undefined
  do {
    const page = await anna.browser.call(api.list, {
      params: { portal: organization.slug },
      query: { limit: 3, ...(cursor && { cursor }) },
    })
    numbers.push(...page.data.map(({ number, issueDate }) => `${issueDate} ${number}`))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(numbers).toHaveLength(8)
  expect(new Set(numbers).size).toBe(8)
  expect(numbers.map((each) => each.slice(0, 10))).toEqual(
    numbers.map((each) => each.slice(0, 10)).toSorted((one, other) => (one < other ? 1 : -1)),
  )
})

test('what is due is summed up by currency, with what is overdue; what is paid is due no more', async () => {
  const { anna, sent, owner, acme, birch } = await openPortal()
  const late = await sent({ issueDate: '2026-03-01', dueDate: '2026-03-31' })
  const paid = await sent()
  await sent({ currency: 'JPY', customerId: birch.id, lines: [{ description: 'Work', unitPriceMinor: 500 }] })
  const pay = (invoiceId: string, amountMinor: number) =>
    owner.call(paymentsApi.add, {
      body: {
        customerId: acme.id,
        amountMinor,
        receivedOn: '2026-05-02',
        allocations: [{ invoiceId, amountMinor }],
      },
    })
  await pay(late.id, 900)
  await pay(paid.id, 11_900)
  expect(await anna.due()).toEqual([
    { currency: 'EUR', count: 1, amountMinor: 11_000, overdueCount: 1, overdueMinor: 11_000 },
    { currency: 'JPY', count: 1, amountMinor: 500, overdueCount: 0, overdueMinor: 0 },
  ])
  expect(await anna.due({ customerId: birch.id })).toHaveLength(1)
  expect(await anna.list({ status: 'paid' })).toEqual(['INV-0002'])
  expect(await anna.list({ status: 'open' })).toEqual(['INV-0003', 'INV-0001'])
  expect(await anna.read(late.id)).toMatchObject({
    number: 'INV-0001',
    status: 'overdue',
    daysLeft: -34,
    paidMinor: 900,
    balanceMinor: 11_000,
    payments: [{ receivedOn: '2026-05-02', amountMinor: 900, method: 'transfer' }],
  })
})

test('a payment that was taken back is not shown, and the amount is due again', async () => {
  const { anna, sent, owner, acme } = await openPortal()
  const { id } = await sent()
  const payment = await owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 11_900 } })
  expect(await anna.read(id)).toMatchObject({ status: 'paid', balanceMinor: 0 })
  await owner.call(paymentsApi.reverse, { params: { paymentId: payment.id }, body: {} })
  expect(await anna.read(id)).toMatchObject({ status: 'sent', balanceMinor: 11_900, payments: [] })
})

test('the page says what the PDF says: as it was sent, and as it was revised', async () => {
  const { anna, sent, owner } = await openPortal()
  await owner.call(invoicingSettingsApi.change, {
    version: (await owner.call(invoicingSettingsApi.read)).version,
    body: { paymentInstructions: 'IBAN DE02 1203 0000 0000 2020 51' },
  })
  const invoice = await sent({ notes: 'Thank you', purchaseOrder: 'PO 7' })
  expect(await anna.read(invoice.id)).toMatchObject({
    purchaseOrder: 'PO 7',
    notes: 'Thank you',
    lines: [{ description: 'Work', quantity: '1', amountMinor: 10_000, taxRate: '19', discountPercent: '0' }],
    subtotalMinor: 10_000,
    taxes: [{ rate: '19', netMinor: 10_000, taxMinor: 1_900 }],
    totalMinor: 11_900,
    revision: 1,
    seller: { name: 'Northwind', paymentInstructions: 'IBAN DE02 1203 0000 0000 2020 51' },
    buyer: { name: 'Acme' },
  })
  await owner.call(invoicesApi.change, {
    params: { invoiceId: invoice.id },
    version: invoice.version,
    body: { lines: [{ description: 'Less work', unitPriceMinor: 5_000 }] },
  })
  const revised = await anna.read(invoice.id)
  expect(revised).toMatchObject({ revision: 2, totalMinor: 5_000, lines: [{ description: 'Less work' }] })
  const { content, headers } = await anna.pdf(invoice.id)
  expect(headers['content-disposition']).toContain('INV-0001.pdf')
  expect((await readPdf(content)).pages.join(' ')).toContain('Less work')
})

test('a deleted contact loses that customer’s invoices at the next request, and with the last one everything', async () => {
  const { anna, sent, owner, birch, views } = await openPortal()
  const atAcme = await sent()
  const atBirch = await sent({ customerId: birch.id })
  await anna.read(atAcme.id)
  await owner.call(contactsApi.delete, { params: { contactId: anna.atAcme.id } })
  expect(await anna.list()).toEqual(['INV-0002'])
  expect(await anna.due()).toMatchObject([{ count: 1 }])
  for (const look of [anna.read, anna.pdf, anna.seen])
    expect((await refused(look(atAcme.id))).status).toBe(404)
  expect(await views(atAcme)).toEqual([])
  await anna.read(atBirch.id)
  await owner.call(contactsApi.delete, { params: { contactId: anna.atBirch.id } })
  expect((await refused(anna.list())).status).toBe(401)
})

test('invoices of a customer that was made inactive are gone, too', async () => {
  const { anna, sent, owner, acme } = await openPortal()
  const { id } = await sent()
  await owner.call(customersApi.delete, { params: { customerId: acme.id } })
  expect(await anna.list()).toEqual([])
  expect((await refused(anna.read(id))).status).toBe(404)
})

test('a draft, another customer’s, another organization’s and nobody’s get the same answer', async () => {
  const { anna, draft, sent, addCustomer, visitor } = await openPortal()
  const others = await sent({ customerId: (await addCustomer('Cedar')).id })
  const elsewhere = visitor()
  await elsewhere.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
  const { id: organizationId } = await elsewhere.call(organizationApi.found, { body: { name: 'Elsewhere' } })
  await elsewhere.call(staffSessionApi.switchOrganization, { body: { organizationId } })
  const customer = await elsewhere.call(customersApi.add, { body: { name: 'Acme' } })
  const theirs = await elsewhere.call(invoicesApi.add, {
    body: { customerId: customer.id, lines: [{ description: 'Work', unitPriceMinor: 1 }] },
  })
  await elsewhere.call(invoicesApi.issue, { params: { invoiceId: theirs.id } })
  const ids = [(await draft()).id, others.id, theirs.id, newId()]
  for (const look of [anna.read, anna.pdf, anna.seen]) {
    const answers = await Promise.all(ids.map(async (id) => (await refused(look(id))).message))
    expect(new Set(answers)).toEqual(new Set(['404 There is no such invoice.']))
  }
})

test('a voided invoice is shown as void to those who may remember it: it was mailed, or it was seen', async () => {
  const { anna, sent, mail, ...desk } = await openPortal()
  const neither = await sent()
  const mailed = await mail()
  const seen = await sent()
  await anna.seen(seen.id)
  for (const invoice of [neither, mailed, seen]) await desk.void(invoice)
  expect(await anna.list()).toEqual([seen.number, mailed.number])
  expect(await anna.list({ status: 'open' })).toEqual([])
  expect(await anna.due()).toEqual([])
  expect(await anna.read(mailed.id)).toMatchObject({ status: 'void', balanceMinor: 0 })
  expect((await refused(anna.read(neither.id))).status).toBe(404)
})

test('who has opened an invoice is shown to staff; reading it, by whomever, leaves no trace', async () => {
  const { anna, sent, addContact, acme, settle, look, clock, views, owner } = await openPortal()
  const invoice = await sent()
  await anna.list()
  await anna.read(invoice.id)
  await anna.pdf(invoice.id)
  await owner.call(invoicesApi.read, { params: { invoiceId: invoice.id } })
  expect(await views(invoice)).toEqual([])

  await anna.seen(invoice.id)
  clock.advance({ hours: 1 })
  await anna.seen(invoice.id)
  clock.advance({ hours: 1 })
  const bob = await addContact(acme, { email: 'bob@acme.example' })
  await look(await settle(bob)).seen(invoice.id)
  expect(await views(invoice)).toEqual([
    {
      personId: bob.personId,
      contactId: bob.id,
      name: '',
      email: 'bob@acme.example',
      firstAt: '2026-05-04T11:00:00.000Z',
      lastAt: '2026-05-04T11:00:00.000Z',
      times: 1,
    },
    expect.objectContaining({
      contactId: anna.atAcme.id,
      name: 'Anna Ash',
      firstAt: '2026-05-04T09:00:00.000Z',
      lastAt: '2026-05-04T10:00:00.000Z',
      times: 2,
    }),
  ])
  const unknown = owner.call(invoicesApi.views, { params: { invoiceId: newId() } })
  expect((await refused(unknown)).status).toBe(404)
})

test('a temporary password opens no invoice', async () => {
  const { anna, sent, addContact, acme, owner, deliverMail, signIn, look } = await openPortal()
  const { id } = await sent()
  const bob = await addContact(acme, { email: 'bob@acme.example' })
  await owner.call(contactsApi.issuePassword, { params: { contactId: bob.id }, body: { generate: true } })
  const letter = (await deliverMail()).find(({ to }) => to === bob.email)
  const bobs = look(await signIn(bob.email, letter!.password!))
  for (const looking of [bobs.list, bobs.due, () => bobs.read(id), () => bobs.pdf(id), () => bobs.seen(id)])
    expect((await refused(looking())).status).toBe(403)
  expect(await anna.list()).toEqual(['INV-0001'])
})

test('a session at one portal opens no invoice through another’s address', async () => {
  const { anna, sent, visitor } = await openPortal()
  const { id } = await sent()
  const elsewhere = visitor()
  await elsewhere.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
  const { slug } = await elsewhere.call(organizationApi.found, { body: { name: 'Elsewhere' } })
  const looking = anna.browser.call(api.read, { params: { portal: slug, invoiceId: id } })
  expect((await refused(looking)).status).toBe(401)
  expect(await anna.browser.call(portalApi.session, { params: { portal: 'northwind' } })).toBeTruthy()
})

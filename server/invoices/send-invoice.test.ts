import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import type { Receives } from '../contacts/receives.ts'
import type { BodyFor } from '../http/endpoint.ts'
import { deliveriesApi } from '../mail/deliveries/deliveries.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { invoicingSettingsApi } from './invoicing-settings.api.ts'
import { invoicesApi as api, type Invoice } from './invoices.api.ts'

/** Acme has Ada (To), Carl (Cc), Rita (reminders only) and Gus, who left. */
async function openPost() {
  const cast = await openCast()
  const { owner, acme } = cast
  await owner.call(contactsApi.delete, { params: { contactId: cast.anna.atAcme.id } })
  const join = (firstName: string, receives: Receives) =>
    cast.addContact(acme, { email: `${firstName.toLowerCase()}@acme.example`, firstName, receives })
  const ada = await join('Ada', { invoices: 'to' })
  const carl = await join('Carl', { invoices: 'cc' })
  const rita = await join('Rita', { reminders: 'to' })
  const draft = () =>
    owner.call(api.add, {
      body: {
        customerId: acme.id,
        currency: 'EUR',
        lines: [{ description: 'Work', unitPriceMinor: 119_000 }],
      },
    })
  const send = ({ id, version }: Invoice, body: BodyFor<typeof api.send> = {}) =>
    owner.call(api.send, { params: { invoiceId: id }, version, body })
  return { ...cast, ada, carl, rita, draft, send }
}

test('each who receives it gets one mail that names the others, with the PDF and a door that opens nothing by itself', async () => {
  const { draft, send, deliverMail, owner, ada } = await openPost()
  await owner.call(contactsApi.issuePassword, { params: { contactId: ada.id }, body: { generate: true } })
  await deliverMail()
  const sent = await send(await draft())
  expect(sent).toMatchObject({ number: 'INV-0001', status: 'sent', delivery: 'sending' })
  const letters = await deliverMail()
  expect(letters.map(({ to }) => to).toSorted()).toEqual(['ada@acme.example', 'carl@acme.example'])
  const adas = letters.find(({ to }) => to === 'ada@acme.example')!
  expect(adas.subject).toBe('Invoice INV-0001 from Northwind')
  expect(adas.text).toContain('Hello Ada')
  expect(adas.text).toContain('€1,190.00')
  expect(adas.text).toContain('carl@acme.example')
  expect(adas.text).toContain(`/portal/northwind/invoices/${sent.id}`)
  // Carl has no password for the portal: no button leads him to its door.
  const carls = letters.find(({ to }) => to === 'carl@acme.example')!
  expect(carls.attachments).toEqual(['INV-0001.pdf'])
  expect(carls.text).not.toContain('/portal/')
  expect(await owner.call(api.read, { params: { invoiceId: sent.id } })).toMatchObject({
    delivery: 'mailed',
  })
})

test('a reader without a name is greeted without one, and is named once to the others', async () => {
  const { draft, send, deliverMail, addContact, acme } = await openPost()
  await addContact(acme, { email: 'office@acme.example', firstName: '', lastName: '' })
  await send(await draft(), {
    addresses: [{ email: 'desk@acme.example', name: '', role: 'cc', keep: false }],
  })
  const letters = await deliverMail()
  const to = (address: string) => letters.find((letter) => letter.to === address)!.text
  for (const nameless of ['office@acme.example', 'desk@acme.example']) {
    expect(to(nameless)).toMatch(/^Hello,$/m)
    expect(to('ada@acme.example').split(nameless)).toHaveLength(2)
  }
})

test('who would get it, and who would not and why', async () => {
  const { owner, draft } = await openPost()
  const { id } = await draft()
  const told = async (kind: 'invoices' | 'reminders') =>
    (await owner.call(api.recipients, { params: { invoiceId: id }, query: { kind } })).recipients.map(
      ({ name, why }) => `${name}: ${why}`,
    )
  expect(await told('invoices')).toEqual([
    'Ada: To: receives invoices',
    'Carl: Cc: receives invoices',
    'Anna Ash: not sent: inactive since 4 May',
    'Rita: not sent: does not receive invoices',
  ])
  expect((await told('reminders'))[0]).toBe('Rita: To: receives all reminders')
})

test('for this once somebody else gets it, and the usual one does not', async () => {
  const { ada, rita, draft, send, deliverMail } = await openPost()
  await send(await draft(), {
    add: [{ contactId: rita.id, role: 'to' }],
    leaveOut: [ada.id],
    addresses: [
      { email: 'auditor@elsewhere.example', role: 'cc' },
      { email: 'CARL@acme.example', role: 'to' },
    ],
  })
  const letters = await deliverMail()
  expect(letters.map(({ to }) => to).toSorted()).toEqual([
    'auditor@elsewhere.example',
    'carl@acme.example',
    'rita@acme.example',
  ])
  const why = (address: string) => letters.find(({ to }) => to === address)!.text.replaceAll('\n', ' ')
  expect(why('rita@acme.example')).toContain('because you receive invoices as a contact of Acme.')
  expect(why('auditor@elsewhere.example')).toContain(
    'because your address was entered there for this invoice to Acme.',
  )
})

test('an address that was typed in stays a contact only where that is wanted', async () => {
  const { owner, acme, draft, send } = await openPost()
  await send(await draft(), {
    addresses: [{ email: 'once@new.example' }, { email: 'stays@new.example', name: 'Sam Stays', keep: true }],
  })
  const { data } = await owner.call(contactsApi.list, { params: { customerId: acme.id } })
  expect(data.map(({ email }) => email)).toContain('stays@new.example')
  expect(data.map(({ email }) => email)).not.toContain('once@new.example')
})

test('what each would read is shown before, and nothing has happened then', async () => {
  const { owner, draft, deliverMail } = await openPost()
  const { id } = await draft()
  const preview = await owner.call(api.preview, {
    params: { invoiceId: id },
    body: { subject: 'Bill {number} for {customer}', message: 'Hi {contact}' },
  })
  expect(preview.recipients.slice(0, 2)).toMatchObject([
    { name: 'Ada', role: 'to', subject: 'Bill (number) for Acme', message: 'Hi Ada' },
    { name: 'Carl', role: 'cc', message: 'Hi Carl' },
  ])
  expect(preview.recipients[2]).toMatchObject({ role: null, message: null })
  expect(await owner.call(api.read, { params: { invoiceId: id } })).toMatchObject({
    status: 'draft',
    version: 1,
  })
  expect(await deliverMail()).toEqual([])
})

test('what each will find in the letter is shown before: the PDF, and a button or who to ask for access', async () => {
  const { owner, ada, draft, send, deliverMail } = await openPost()
  await owner.call(contactsApi.issuePassword, { params: { contactId: ada.id }, body: { generate: true } })
  await deliverMail()
  const once = { addresses: [{ email: 'once@new.example' }] }
  for (const attachPdf of [true, false]) {
    const { version } = await owner.call(invoicingSettingsApi.read)
    const sellerEmail = 'billing@northwind.example'
    await owner.call(invoicingSettingsApi.change, { version, body: { attachPdf, sellerEmail } })
    const invoice = await draft()
    const preview = await owner.call(api.preview, { params: { invoiceId: invoice.id }, body: once })
    expect(preview.sellerEmail).toBe(sellerEmail)
    const receiving = preview.recipients.filter(({ role }) => role !== null)
    expect(receiving.map(({ name, attachment, portal }) => [name, attachment, portal])).toEqual([
      ['Ada', attachPdf ? '(number).pdf' : null, 'button'],
      ['Carl', '(number).pdf', 'ask'],
      ['once@new.example', '(number).pdf', 'ask'],
    ])
    await send(invoice, once)
    for (const { to, text, attachments } of await deliverMail()) {
      const shown = preview.recipients.find(({ email }) => email === to)!
      expect(attachments.length, to).toBe(shown.attachment === null ? 0 : 1)
      expect(text.includes('/portal/'), to).toBe(shown.portal === 'button')
      expect(text.includes(`access to its customer portal: ${sellerEmail}`), to).toBe(shown.portal === 'ask')
    }
  }
})

test('with nobody to receive it, it stays a draft and says so', async () => {
  const { owner, acme, birch, addContact, deliverMail } = await openPost()
  void acme
  await addContact(birch, { email: 'bo@birch.example', receives: { receipts: 'to' } })
  const { data } = await owner.call(contactsApi.list, { params: { customerId: birch.id } })
  const lines = [{ description: 'Work', unitPriceMinor: 100 }]
  const draft = await owner.call(api.add, { body: { customerId: birch.id, lines } })
  const problem = await refused(
    owner.call(api.send, {
      params: { invoiceId: draft.id },
      version: draft.version,
      body: { leaveOut: data.map(({ id }) => id) },
    }),
  )
  expect(problem.code).toBe('nobody-receives')
  expect(await owner.call(api.read, { params: { invoiceId: draft.id } })).toEqual(draft)
  expect(await deliverMail()).toEqual([])
})

test('a second click on Send sends nothing a second time', async () => {
  const { draft, send, deliverMail } = await openPost()
  const invoice = await draft()
  const clicks = await Promise.allSettled([send(invoice), send(invoice), send(invoice)])
  expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await deliverMail()).toHaveLength(2)
})

test('scheduled, it waits for its time, and can be called off until then', async () => {
  const { owner, clock, draft, send, deliverMail } = await openPost()
  const at = '2026-05-04T15:00:00.000Z'
  const one = await send(await draft(), { at })
  const other = await send(await draft(), { at })
  expect(one.delivery).toBe('scheduled')
  expect(await deliverMail()).toEqual([])
  const called = await owner.call(api.cancelSending, { params: { invoiceId: other.id } })
  expect(called).toMatchObject({ number: other.number, delivery: 'notSent' })
  clock.advance({ hours: 6 })
  expect((await deliverMail()).map(({ subject }) => subject)).toEqual([
    `Invoice ${one.number} from Northwind`,
    `Invoice ${one.number} from Northwind`,
  ])
  const past = '2026-05-04T14:59:00.000Z'
  expect((await refused(send(await draft(), { at: past }))).problem.errors?.[0]?.pointer).toBe('/at')
})

test('changed or voided before the mail went out, the old words are not sent', async () => {
  const { owner, draft, send, deliverMail } = await openPost()
  const changed = await send(await draft())
  await owner.call(api.change, {
    params: { invoiceId: changed.id },
    version: changed.version,
    body: { notes: 'Sorry' },
  })
  const voided = await send(await draft())
  await owner.call(api.void, { params: { invoiceId: voided.id }, body: {} })
  expect(await deliverMail()).toEqual([])
  const { data } = await owner.call(deliveriesApi.list, { query: { invoiceId: changed.id } })
  expect(data.map(({ state, reason }) => [state, reason])).toEqual([
    ['cancelled', 'Cancelled: the invoice was changed since.'],
    ['cancelled', 'Cancelled: the invoice was changed since.'],
  ])
})

test('an amount that is paid in part is asked for by what is left', async () => {
  const { owner, acme, draft, send, deliverMail } = await openPost()
  const sent = await send(await draft())
  await deliverMail()
  await owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 19_000 } })
  await send(await owner.call(api.read, { params: { invoiceId: sent.id } }))
  expect((await deliverMail())[0]!.text).toContain('€1,000.00')
})

import type { Locator, Page } from '@playwright/test'
import { contactsApi } from '../../server/contacts/contacts.api.ts'
import type { Customer } from '../../server/customers/customers.api.ts'
import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { organizationApi } from '../../server/organization/organization.api.ts'
import { expect, test, type Northwind } from './portico.ts'
import { roleOf, tabTo } from './steps.ts'

const dialog = (page: Page) => page.getByRole('dialog')
const sendButton = (page: Page) => dialog(page).getByRole('button', { name: /^Send to/ })

/** Acme, where Ada is To, Carl is Cc and Rita receives reminders only; and a draft for it. */
async function openDraft(northwind: Northwind) {
  const acme = await northwind.addCustomer('Acme')
  await northwind.addContact(acme, {
    email: 'ada@acme.example',
    firstName: 'Ada',
    lastName: 'Ash',
    receives: { invoices: 'to' },
  })
  await northwind.addContact(acme, {
    email: 'carl@acme.example',
    firstName: 'Carl',
    receives: { invoices: 'cc' },
  })
  await northwind.addContact(acme, {
    email: 'rita@acme.example',
    firstName: 'Rita',
    receives: { reminders: 'to' },
  })
  return { acme, draft: await draftFor(northwind, acme) }
}

const draftFor = (northwind: Northwind, customer: Customer) =>
  northwind.call(invoicesApi.add, {
    body: { customerId: customer.id, lines: [{ description: 'Advice', unitPriceMinor: 119_000 }] },
  })

async function open(page: Page, invoiceId: string) {
  await page.goto(`/receivables/invoices/${invoiceId}`)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(sendButton(page)).toBeVisible()
}

const way = (of: Locator, name: string) => of.getByRole('radiogroup', { name: `How ${name} gets it` })

test('who gets it is seen and changed for this once; each gets one mail with the PDF, and the timeline says so', async ({
  northwind,
  olga: page,
}) => {
  const { acme, draft } = await openDraft(northwind)
  await open(page, draft.id)
  const shown = dialog(page)
  await expect(shown).toContainText('To: receives invoices')
  await expect(shown).toContainText('Cc: receives invoices')
  await expect(shown).toContainText('Sending assigns the number and makes it due.')
  await expect(sendButton(page)).toHaveText('Send to 2')
  await expect(shown.getByRole('region', { name: 'Preview' })).toContainText('Hello Ada Ash')
  await expect(shown.getByRole('region', { name: 'Preview' })).toContainText('(number).pdf attached')

  await shown.getByRole('button', { name: 'Show 1 other contact' }).click()
  await roleOf(shown, 'How Rita gets it', 'Cc').press('Space')
  await expect(shown).toContainText('Cc: added this time')
  await way(shown, 'Ada Ash').getByRole('radio', { name: 'Leave out' }).press('Space')
  await expect(shown).toContainText('not sent: left out this time')
  await shown.getByRole('button', { name: 'Add an address' }).click()
  await shown.getByPlaceholder('E-mail').fill('auditor@elsewhere.example')
  await expect(sendButton(page)).toHaveText('Send to 3')
  await expect(shown.getByRole('checkbox', { name: 'Keep as a contact' })).not.toBeChecked()

  await shown.getByRole('textbox', { name: 'Subject' }).fill('Bill {number} for {customer}')
  await shown.getByRole('textbox', { name: 'Message' }).fill('Dear ')
  await shown
    .getByRole('group', { name: 'Insert a placeholder' })
    .getByRole('button', { name: 'contact' })
    .click()
  await expect(shown.getByRole('textbox', { name: 'Message' })).toHaveValue('Dear {contact}')
  await shown.getByRole('combobox', { name: 'Preview for' }).click()
  await page.getByRole('option', { name: 'Rita (Cc)' }).click()
  const preview = shown.getByRole('region', { name: 'Preview' })
  await expect(preview).toContainText('Dear Rita')
  await expect(preview).toContainText(
    '.pdf attached. No button, because Rita has no portal access: the mail says to ask you for it.',
  )
  await sendButton(page).click()

  await expect(page.getByText('INV-0001 is on its way to 3 recipients.')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: 'INV-0001' })).toBeVisible()
  for (const address of ['carl@acme.example', 'rita@acme.example', 'auditor@elsewhere.example']) {
    const letter = await northwind.letterTo(address)
    expect(letter.subject).toBe('Bill INV-0001 for Acme')
    expect(letter.attachments).toEqual(['INV-0001.pdf'])
  }
  await expect(page.getByText('Mailed', { exact: true })).toBeVisible()
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await expect(timeline.getByText('Sent', { exact: true })).toHaveCount(3)
  await expect(timeline).toContainText('Cc Rita')
  await expect(timeline.getByRole('link', { name: 'PDF of revision 1' })).toHaveCount(1)
  await page.goto('/mailbox')
  await page.getByRole('listitem').filter({ hasText: 'auditor@elsewhere.example' }).getByRole('link').click()
  const file = page.getByRole('list', { name: 'Attachments' }).getByRole('listitem')
  await expect(file).toHaveText(/^INV-0001\.pdf \d+ kB$/)
  const opened = await page.request.get((await file.getByRole('link').getAttribute('href'))!)
  expect(opened.headers()['content-type']).toBe('application/pdf')
  expect(await northwind.unread()).toEqual([])
  const { data } = await northwind.call(contactsApi.list, { params: { customerId: acme.id } })
  expect(data.map(({ email }) => email)).not.toContain('auditor@elsewhere.example')
})

test('for a time to come it waits, and is called off; kept addresses become contacts', async ({
  northwind,
  olga: page,
}) => {
  const { version } = northwind.organization
  await northwind.call(organizationApi.change, { version, body: { timeZone: 'Pacific/Auckland' } })
  const { acme, draft } = await openDraft(northwind)
  await open(page, draft.id)
  const shown = dialog(page)
  await shown.getByRole('button', { name: 'Add an address' }).click()
  await shown.getByPlaceholder('E-mail').fill('nowhere')
  await sendButton(page).click()
  await expect(shown).toContainText('Enter a full address, like name@example.com.')
  await shown.getByPlaceholder('E-mail').fill('sam@acme.example')
  await shown.getByPlaceholder('Name, if known').fill('Sam Stays')
  await shown.getByRole('checkbox', { name: 'Keep as a contact' }).check()
  await shown.getByRole('combobox', { name: 'When' }).click()
  await page.getByRole('option', { name: 'Tomorrow 09:00' }).click()
  await expect(sendButton(page)).toHaveText('Send to 3 tomorrow 09:00')
  await sendButton(page).click()
  await expect(page.getByText('INV-0001 goes out to 3 recipients tomorrow 09:00.')).toBeVisible()
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await expect(timeline.getByText('Scheduled', { exact: true })).toHaveCount(3)
  await expect(timeline).toContainText('Goes out tomorrow 09:00 (Pacific/Auckland time)')
  // It is not said to be sent before it is.
  const head = page.getByRole('group', { name: 'Status' })
  await expect(head).toContainText('Scheduled')
  await expect(head).not.toContainText('Sent')
  await page.goto('/deliveries')
  await page.getByRole('table', { name: 'Deliveries' }).getByRole('link', { name: 'Ada Ash' }).click()
  const delivery = page.getByRole('complementary', { name: 'Delivery' })
  await expect(delivery).toContainText('Scheduled fortomorrow 09:00 (Pacific/Auckland time)')
  await page.goto(`/receivables/invoices/${draft.id}`)

  await page.getByRole('button', { name: 'Cancel sending' }).click()
  await page.getByRole('button', { name: 'Stop the e-mails' }).click()
  await expect(timeline.getByText('Cancelled', { exact: true })).toHaveCount(3)
  await expect(page.getByRole('button', { name: 'Cancel sending' })).toHaveCount(0)
  const { data } = await northwind.call(contactsApi.list, { params: { customerId: acme.id } })
  expect(data.map(({ email }) => email)).toContain('sam@acme.example')
  expect((await northwind.unread()).filter(({ subject }) => subject.startsWith('Invoice'))).toEqual([])
})

test('when nobody would receive it, that is said before, with what to do', async ({
  northwind,
  olga: page,
}) => {
  const empty = await northwind.addCustomer('Empty')
  const draft = await draftFor(northwind, empty)
  await open(page, draft.id)
  await expect(dialog(page).getByRole('status').first()).toContainText('the customer has no contacts')
  await expect(sendButton(page)).toBeDisabled()
  await dialog(page).getByRole('button', { name: 'Add an address' }).click()
  await dialog(page).getByPlaceholder('E-mail').fill('once@empty.example')
  await expect(sendButton(page)).toHaveText('Send to 1')
  await sendButton(page).click()
  expect((await northwind.letterTo('once@empty.example')).subject).toBe('Invoice INV-0001 from Northwind')
})

test('what is missing of the seller, and what was noted of the customer, is said before anything goes out', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme', { notes: 'PO number on every invoice' })
  await northwind.addContact(acme, { email: 'ada@acme.example', firstName: 'Ada' })
  const draft = await draftFor(northwind, acme)
  await draftFor(northwind, acme)
  const missing = (on: string) => page.getByText(`Missing on ${on}: your address and how to pay.`)

  await open(page, draft.id)
  await expect(dialog(page).getByLabel('Note on the customer')).toContainText('PO number on every invoice')
  await expect(missing('this invoice')).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
  await page.goto('/receivables/invoices')
  await page.getByRole('button', { name: 'Select all drafts' }).click()
  await page.getByRole('button', { name: 'Send 2…' }).click()
  await expect(missing('these invoices')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Acme' }).first()).toContainText(
    'Note: PO number on every invoice',
  )

  await page.getByRole('link', { name: 'Your details on invoices' }).click()
  await page.getByLabel('How to pay').fill('Account 4711')
  await page.getByRole('button', { name: 'Save', exact: true }).first().click()
  await expect(page.getByText('The settings were saved.')).toBeVisible()
  await open(page, draft.id)
  await expect(page.getByText('Missing on this invoice: your address.')).toBeVisible()
  await sendButton(page).click()
  await expect(page.getByText('INV-0001 is on its way to 1 recipient.')).toBeVisible()
  // An invoice with a number keeps what it says.
  await page.getByRole('button', { name: 'Send again' }).click()
  await expect(sendButton(page)).toBeVisible()
  await expect(page.getByText('Missing on this invoice')).toHaveCount(0)

  for (const way of [`new?customerId=${acme.id}`, `${draft.id}/edit`]) {
    await page.goto(`/receivables/invoices/${way}`)
    await expect(page.getByLabel('Note on the customer')).toContainText('PO number on every invoice')
  }
})

test('by the keyboard alone', async ({ northwind, olga: page }) => {
  const { draft } = await openDraft(northwind)
  await page.goto(`/receivables/invoices/${draft.id}`)
  await tabTo(page, page.getByRole('button', { name: 'Send', exact: true }))
  await page.keyboard.press('Enter')
  await expect(sendButton(page)).toHaveText('Send to 2')
  await tabTo(page, way(dialog(page), 'Carl').getByRole('radio', { name: 'Cc' }))
  await page.keyboard.press('ArrowRight')
  await expect(sendButton(page)).toHaveText('Send to 1')
  await tabTo(page, sendButton(page))
  await page.keyboard.press('Enter')
  await expect(page.getByText('INV-0001 is on its way to 1 recipient.')).toBeVisible()
  expect((await northwind.letterTo('ada@acme.example')).subject).toContain('INV-0001')
})

test('many at once: who gets each, what nobody would receive, and how it went', async ({
  northwind,
  olga: page,
}) => {
  const { acme, draft } = await openDraft(northwind)
  const cedar = await northwind.addCustomer('Cedar')
  await draftFor(northwind, cedar)
  const third = await draftFor(northwind, acme)
  await draftFor(northwind, acme)
  await page.goto('/receivables/invoices')
  const boxes = page.getByRole('table', { name: 'Invoices' }).getByRole('checkbox')
  await expect(boxes).toHaveCount(4)
  const chosen = page.getByRole('region', { name: 'Selected invoices' })
  await boxes.nth(0).click()
  await expect(chosen).toContainText('1 invoice selected')
  await boxes.nth(2).click({ modifiers: ['Shift'] })
  await expect(chosen).toContainText('3 invoices selected')
  await chosen.getByRole('button', { name: 'Clear' }).click()
  await expect(chosen).toHaveCount(0)
  await page.getByRole('button', { name: 'Select all drafts' }).click()
  await expect(chosen).toContainText('4 invoices selected')
  await chosen.getByRole('button', { name: 'Send 4…' }).click()

  const leftOut = page.getByRole('region', { name: 'Left out: 1' })
  await expect(leftOut).toContainText('Cedar')
  await expect(leftOut).toContainText('The customer has no contacts.')
  const toSend = page.getByRole('region', { name: 'To send: 3' })
  await expect(toSend).toContainText('3 invoices to 2 people. 3 drafts get their numbers.')
  await expect(toSend.getByRole('listitem').first()).toContainText('Ada Ash, Carl (Cc)')
  await toSend.getByRole('button', { name: 'Leave out the draft for Acme' }).last().click()
  await page.getByRole('button', { name: 'Send 2', exact: true }).click()

  await expect(page).toHaveURL(/\/sendings\//)
  // By what became of the mails, not by their being queued.
  await expect(page.getByText('All done: 2 mailed.')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: '2 invoices sent' })).toBeVisible()
  const fates = page.getByRole('list', { name: 'Invoices of this sending' }).getByRole('listitem')
  await expect(fates).toHaveCount(2)
  await expect(fates.first()).toHaveText(/INV-0001AcmeMailed.*To Ada Ash ada@acme\.example.*Cc Carl/)
  for (const address of ['ada@acme.example', 'carl@acme.example'])
    for (const number of ['INV-0001', 'INV-0002']) await northwind.letterTo(address, number)
  const numbers = await Promise.all(
    [draft, third].map(
      async ({ id }) => (await northwind.call(invoicesApi.read, { params: { invoiceId: id } })).number,
    ),
  )
  expect(numbers).toEqual(['INV-0001', 'INV-0002'])
  await page.reload()
  await expect(page.getByText('All done: 2 mailed.')).toBeVisible()
  // Where no draft is in the list, none can be selected.
  await page.goto('/receivables/invoices?search=INV-')
  await expect(boxes).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'Select all drafts' })).toHaveCount(0)
  await page.goBack()
  await fates.first().getByRole('link', { name: 'INV-0001' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'INV-0001' })).toBeVisible()
})

test('a notice is written to those who receive notices', async ({ northwind, olga: page }) => {
  const acme = await northwind.addCustomer('Acme')
  await northwind.addContact(acme, {
    email: 'nora@acme.example',
    firstName: 'Nora',
    receives: { notices: 'to' },
  })
  await page.goto(`/customers/${acme.id}`)
  await page.getByRole('button', { name: 'Send a notice' }).click()
  await expect(dialog(page)).toContainText('To: receives account notices')
  await dialog(page).getByRole('textbox', { name: 'Subject' }).fill('We move')
  await sendButton(page).click()
  await expect(dialog(page)).toContainText('Write your message.')
  await dialog(page).getByRole('textbox', { name: 'Message' }).fill('Hello {contact}, we move to Basel.')
  await expect(dialog(page).getByRole('region', { name: 'Preview' })).toContainText('Hello Nora, we move')
  await sendButton(page).click()
  await expect(page.getByText('The notice is on its way to 1 recipient.')).toBeVisible()
  const letter = await northwind.letterTo('nora@acme.example')
  expect(letter).toMatchObject({ subject: 'We move', attachments: [] })
  expect(letter.text).toContain('Hello Nora, we move to Basel.')
})

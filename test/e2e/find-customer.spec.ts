import type { Page } from '@playwright/test'
import { customersApi } from '../../server/customers/customers.api.ts'
import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { paymentsApi } from '../../server/payments/payments.api.ts'
import { expect, OWNER, test } from './portico.ts'
import { contactPanel, tabTo } from './steps.ts'

test.beforeEach(async ({ northwind }) => {
  const birch = await northwind.addCustomer('Birch & Byrne Solicitors', { accountNumber: 'NW-2044' })
  await northwind.addCustomer('Acme Tools', { accountNumber: 'NW-1001', email: 'office@acme.example' })
  await northwind.addCustomer('Cedar Grove School')
  await northwind.addContact(birch, {
    email: 'niamh.byrne@birchbyrne.example',
    firstName: 'Niamh',
    lastName: 'Byrne',
  })
})

test('sign in, Receivables, Customers, search, Customer Details, Contacts', async ({
  northwind,
  openBrowser,
}) => {
  const page = await openBrowser()
  await page.goto('/')
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password', { exact: true }).fill('wrong, but long enough')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password)
  await page.getByRole('button', { name: 'Sign in' }).click()

  // Signing in leads to where you worked last.
  await expect(page.getByRole('banner')).toContainText(northwind.organization.name)
  await page.getByRole('link', { name: 'Receivables' }).click()
  await page.getByRole('navigation', { name: 'Receivables' }).getByRole('link', { name: 'Customers' }).click()
  await expect(shown(page)).toHaveText(['Acme Tools', 'Birch & Byrne Solicitors', 'Cedar Grove School'])

  const search = page.getByRole('searchbox', { name: 'Search customers' })
  for (const typed of ['rch', 'solic', 'NW-20', '2044', 'niamh', 'niamh.byrne@birchbyrne.example', 'byrne']) {
    await search.fill(typed)
    await expect(shown(page), `the search for ${typed}`).toHaveText(['Birch & Byrne Solicitors'])
  }
  await search.fill('b')
  await expect(shown(page)).toContainText(['Birch & Byrne Solicitors'])
  await search.fill('nobody at all')
  await expect(page.getByText('No customer matches “nobody at all”')).toBeVisible()
  await search.fill('birch')
  await page.getByRole('link', { name: 'Birch & Byrne Solicitors' }).click()

  await expect(page.getByRole('heading', { name: 'Birch & Byrne Solicitors' })).toBeVisible()
  await expect(page.getByText('NW-2044').first()).toBeVisible()
  await page.getByRole('button', { name: 'Customer Details' }).hover()
  await page.getByRole('menuitem', { name: 'Contacts' }).click()
  await expectContacts(page)
})

test('Customer Details opens by click', async ({ olga: page }) => {
  await openBirch(page)
  // Wherever the pointer is: as for programs that dispatch clicks without moving it, such as assistive software.
  await page.getByRole('button', { name: 'Customer Details' }).dispatchEvent('click')
  await page.getByRole('menuitem', { name: 'Contacts' }).click()
  await expectContacts(page)
})

test('all of it by keyboard only', async ({ olga: page }) => {
  await page.goto('/customers')
  await expect(page.getByRole('searchbox', { name: 'Search customers' })).toBeFocused()
  await page.keyboard.type('birch')
  await expect(shown(page)).toHaveText(['Birch & Byrne Solicitors'])
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('link', { name: 'Birch & Byrne Solicitors' })).toBeFocused()
  await page.keyboard.press('Enter')

  const details = page.getByRole('button', { name: 'Customer Details' })
  await expect(details).toBeVisible()
  await tabTo(page, details)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Overview' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'Contacts' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expectContacts(page)

  await tabTo(page, page.getByRole('link', { name: 'Niamh Byrne' }))
  await page.keyboard.press('Enter')
  await expect(contactPanel(page)).toContainText('Niamh Byrne')
})

test('a caller is answered from the list and from the customer’s first page', async ({
  northwind,
  olga: page,
}) => {
  const { data: found } = await northwind.call(customersApi.list, { query: { search: 'Acme Tools' } })
  const customerId = found[0]!.id
  const acme = await northwind.call(customersApi.read, { params: { customerId } })
  await northwind.call(customersApi.change, {
    params: { customerId: acme.id },
    version: acme.version,
    body: { phone: '+44 117 496 0100', notes: 'PO number on every invoice' },
  })
  await northwind.addContact(acme, {
    email: 'anna@acme.example',
    firstName: 'Anna',
    lastName: 'Ash',
    phone: '+44 117 496 0101',
    receives: { invoices: 'to', reminders: 'cc' },
  })
  const owe = async (unitPriceMinor: number, issueDate: string, dueDate: string) => {
    const { id, version } = await northwind.call(invoicesApi.add, {
      body: {
        customerId: acme.id,
        currency: 'EUR',
        issueDate,
        dueDate,
        lines: [{ description: 'Advice', unitPriceMinor }],
      },
    })
    await northwind.call(invoicesApi.send, { params: { invoiceId: id }, version, body: {} })
  }
  await owe(120_000, '2026-01-02', '2026-02-01')
  await owe(3_000_050, '2026-01-02', '2099-12-31')
  for (let draft = 0; draft < 5; draft++)
    await northwind.call(invoicesApi.add, {
      body: { customerId: acme.id, currency: 'EUR', lines: [{ description: 'Later', unitPriceMinor: 100 }] },
    })
  await northwind.call(paymentsApi.add, {
    body: { customerId: acme.id, amountMinor: 20_000, currency: 'EUR', allocations: [] },
  })

  await page.goto('/customers')
  const row = page.getByRole('row', { name: /Acme Tools/ })
  for (const said of ['2 contacts', '+44 117 496 0100', '€31,200.50', 'less €200.00 credit', '€1,200.00'])
    await expect(row).toContainText(said)
  // Nothing is shown if all is as it should be.
  await expect(page.getByRole('table', { name: 'Customers' })).not.toContainText('Active')

  await page.getByRole('link', { name: 'Acme Tools' }).click()
  await expect(page.getByRole('region', { name: 'Note' })).toContainText('PO number on every invoice')
  const owed = page.getByRole('region', { name: 'Account', exact: true })
  await expect(owed).toContainText('€31,200.50')
  await expect(owed).toContainText('€1,200.00')
  const anna = page
    .getByRole('region', { name: 'Contacts' })
    .getByRole('listitem')
    .filter({ hasText: 'Anna Ash' })
  await expect(anna.getByRole('link', { name: '+44 117 496 0101' })).toHaveAttribute(
    'href',
    'tel:+441174960101',
  )
  await expect(anna).toContainText('Invoices, Reminders (Cc)')
  // However many came after them: what is overdue, then what is open.
  const invoices = page.getByRole('region', { name: 'Invoices', exact: true }).getByRole('listitem')
  await expect(invoices).toHaveCount(5)
  await expect(invoices.first()).toContainText('€1,200.00')
  await expect(invoices.nth(1)).toContainText('€30,000.50')
  const mail = page.getByRole('region', { name: 'Latest e-mails' })
  await expect(mail).toContainText('Anna Ash, anna@acme.example')
  await mail.getByRole('link').first().click()
  await expect(page.getByRole('complementary', { name: 'Delivery' })).toContainText('anna@acme.example')
})

test('a customer, a contact or an invoice from anywhere, in a few keystrokes', async ({
  northwind,
  olga: page,
}) => {
  await page.goto('/organization/staff')
  await expect(page.getByRole('heading', { name: 'Staff' })).toBeVisible()
  await page.keyboard.press('/')
  const search = page.getByRole('textbox', { name: 'Search customers, contacts and invoices' })
  await expect(search).toBeFocused()
  await page.keyboard.type('niam')
  await expect(page.getByRole('button', { name: /^Niamh Byrne/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Birch & Byrne Solicitors' })).toBeVisible()

  const cedar = await northwind.addCustomer('2044 Cedar Lane')
  const invoice = await northwind.call(invoicesApi.add, {
    body: {
      customerId: cedar.id,
      purchaseOrder: 'PO-77120',
      currency: 'EUR',
      lines: [{ description: 'Advice', unitPriceMinor: 119_000 }],
    },
  })
  const { number } = await northwind.call(invoicesApi.issue, { params: { invoiceId: invoice.id } })
  const found = page.getByRole('dialog', { name: 'Search' }).getByRole('button')
  for (const typed of [number!.toLowerCase(), 'po-77']) {
    await page.goto('/organization/staff')
    await expect(page.getByRole('heading', { name: 'Staff' })).toBeVisible()
    await page.keyboard.press('Control+k')
    await expect(search).toBeFocused()
    await page.keyboard.type(typed)
    await expect(found).toHaveText([`${number}2044 Cedar Lane · PO-77120 · €1,190.00 · Sent`])
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: number! })).toBeVisible()
  }
  // Typing a customer's name finds the customer, and not everything that they were ever billed.
  await page.keyboard.press('Control+k')
  await expect(search).toBeFocused()
  await page.keyboard.type('cedar l')
  await expect(found).toHaveText([
    '2044 Cedar Lane',
    'New contact at 2044 Cedar Lane',
    'New invoice for 2044 Cedar Lane',
    'Record payment from 2044 Cedar Lane',
  ])
})

test('from a search box, too: a phone, an amount, a page or a command; the focus is where the work goes on', async ({
  northwind,
  olga: page,
}) => {
  const cedar = await northwind.addCustomer('Cedar Lane')
  await northwind.addContact(cedar, {
    email: 'pia@cedar.example',
    firstName: 'Pia',
    lastName: 'Prime',
    phone: '0117 496 0101',
  })
  const { id } = await northwind.call(invoicesApi.add, {
    body: {
      customerId: cedar.id,
      currency: 'EUR',
      lines: [{ description: 'Advice', unitPriceMinor: 120_050, taxRate: '0' }],
    },
  })
  const { number } = await northwind.call(invoicesApi.issue, { params: { invoiceId: id } })

  const search = page.getByRole('textbox', { name: 'Search customers, contacts and invoices' })
  const found = page.getByRole('dialog', { name: 'Search' }).getByRole('button')
  const list = page.getByRole('searchbox', { name: 'Search customers' })
  const look = async (typed: string, first: string | RegExp) => {
    await page.goto('/customers')
    await expect(list).toBeFocused()
    await page.keyboard.press('/')
    await expect(search).toBeFocused()
    await page.keyboard.type(typed)
    await expect(found.first()).toContainText(first)
    await page.keyboard.press('Enter')
  }
  const focused = (name: string) => expect(page.getByRole('button', { name, exact: true })).toBeFocused()

  // Who is calling? The contact is open, and its first icon is the next key away.
  await page.goto('/customers')
  await expect(list).toBeFocused()
  await page.keyboard.press('Control+k')
  await expect(search).toBeFocused()
  await page.keyboard.type('+44 117 496 0101')
  await expect(found.filter({ hasText: 'Pia Prime' }).first()).toContainText('0117 496 0101')
  await found.filter({ hasText: 'pia@cedar.example' }).first().press('Enter')
  await expect(contactPanel(page)).toContainText('Pia Prime')
  await focused('Edit contact')

  await look('1,200.50', number!)
  await expect(page.getByRole('heading', { name: number! })).toBeVisible()
  await focused('Record payment')

  // A draft waits to be sent: found from anywhere, or in its list.
  await northwind.call(invoicesApi.add, {
    body: {
      customerId: cedar.id,
      currency: 'EUR',
      purchaseOrder: 'PO-77120',
      lines: [{ description: 'More', unitPriceMinor: 7_700 }],
    },
  })
  await look('po-77120', 'Draft')
  await focused('Send')
  await page.goto('/receivables/invoices')
  const invoices = page.getByRole('searchbox', { name: 'Search invoices' })
  await invoices.fill('po-77120')
  await expect(page.getByRole('table', { name: 'Invoices' }).getByRole('row')).toHaveCount(2)
  await invoices.press('Enter')
  await focused('Send')
  // What the customer owes in all is no invoice's amount.
  const more = await northwind.call(invoicesApi.add, {
    body: {
      customerId: cedar.id,
      currency: 'EUR',
      lines: [{ description: 'Even more', unitPriceMinor: 4_000, taxRate: '0' }],
    },
  })
  await northwind.call(invoicesApi.issue, { params: { invoiceId: more.id } })
  await look('1 240,50', 'Cedar Lane€1,240.50 open')
  await expect(page.getByRole('heading', { level: 1, name: 'Cedar Lane' })).toBeVisible()
  await look('dark', 'Use dark theme')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await look('light mode', 'Use light theme')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light')
  await look('reminders', 'Reminders')
  await expect(page).toHaveURL(/\/receivables\/reminders$/)
  await look('reset password pia', 'Reset password of Pia Prime')
  await expect(page.getByRole('dialog', { name: /Reset password/i })).toBeVisible()
  await look('new contact at cedar lane', 'New contact at Cedar Lane')
  await expect(page).toHaveURL(new RegExp(`${cedar.id}/contacts/new`))
  await look('record a payment cedar lane', 'Record payment from Cedar Lane')
  await expect(page.getByRole('dialog', { name: 'Record payment from Cedar Lane' })).toBeVisible()
  await look('new inv', 'New Invoice')
  await expect(page).toHaveURL(/invoices\/new$/)

  // In a box with text in it, a slash is a letter; Escape leads back to where you were.
  await page.goto('/customers')
  await list.fill('A')
  await page.keyboard.press('/')
  await expect(list).toHaveValue('A/')
  await page.keyboard.press('Control+k')
  await expect(search).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(list).toBeFocused()
})

test('one of many contacts of a customer is found on its Contacts page', async ({
  northwind,
  olga: page,
}) => {
  const cedar = await northwind.addCustomer('Cedar Lane')
  for (let number = 10; number < 23; number += 1)
    await northwind.addContact(cedar, { email: `c${number}@cedar.example`, firstName: `Contact${number}` })
  await page.goto(`/customers/${cedar.id}/contacts`)
  const box = page.getByRole('searchbox', { name: 'Search contacts' })
  const table = page.getByRole('table', { name: 'Contacts' })
  await expect(table.getByRole('link')).toHaveCount(13)
  await box.fill('contact17')
  await expect(table.getByRole('link')).toHaveText(['Contact17'])
  await page.keyboard.press('Enter')
  await expect(contactPanel(page)).toContainText('c17@cedar.example')
  // It goes on beside an open contact.
  await box.fill('contact12')
  await expect(table.getByRole('link')).toHaveText(['Contact12'])
  await box.fill('')
  await expect(table.getByRole('link')).toHaveCount(13)
  await expect(box).toBeFocused()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('Customer Details opens by touch', async ({ olga: page }) => {
    await openBirch(page)
    await page.getByRole('button', { name: 'Customer Details' }).tap()
    await page.getByRole('menuitem', { name: 'Contacts' }).tap()
    await expectContacts(page)
    await page.getByRole('link', { name: 'Niamh Byrne' }).tap()
    await expect(contactPanel(page)).toContainText('niamh.byrne@birchbyrne.example')
  })
})

function shown(page: Page) {
  return page.getByRole('table', { name: 'Customers' }).getByRole('link')
}

async function openBirch(page: Page) {
  await page.goto('/customers')
  await page.getByRole('searchbox', { name: 'Search customers' }).fill('birch')
  await expect(shown(page)).toHaveText(['Birch & Byrne Solicitors'])
  await page.getByRole('link', { name: 'Birch & Byrne Solicitors' }).click()
  await expect(page.getByRole('heading', { name: 'Birch & Byrne Solicitors' })).toBeVisible()
}

async function expectContacts(page: Page) {
  await expect(page.getByRole('table', { name: 'Contacts' })).toContainText('Niamh Byrne')
  await expect(page.getByRole('link', { name: 'New Contact' })).toBeVisible()
}

import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { invoicingSettingsApi } from '../../server/invoices/invoicing-settings.api.ts'
import { expect, test } from './portico.ts'
import { tabTo } from './steps.ts'
import type { Page } from '@playwright/test'

const line = (page: Page, number: number) => page.getByRole('group', { name: `Line ${number}`, exact: true })
const total = (page: Page, name: string) =>
  page
    .locator('dl[aria-label="Totals"] > div')
    .filter({ has: page.locator('dt', { hasText: name }) })
    .locator('dd')

/** What the clipboard of a spreadsheet contains. */
const paste = (page: Page, text: string) =>
  page.evaluate(`(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', ${JSON.stringify(text)})
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })()`)

test('an invoice is written by keyboard only, and comes to what the paper says', async ({
  northwind,
  olga: page,
}) => {
  await northwind.addCustomer('Acme', { paymentTermsDays: 14, currency: 'EUR' })
  await northwind.addCustomer('Birch')
  const settings = await northwind.call(invoicingSettingsApi.read)
  await northwind.call(invoicingSettingsApi.change, {
    body: { defaultTaxRate: '19' },
    version: settings.version,
  })
  await page.goto('/receivables/invoices')
  await expect(page.getByText('No invoices yet')).toBeVisible()
  await tabTo(page, page.getByRole('link', { name: 'New Invoice' }).first())
  await page.keyboard.press('Enter')

  await expect(page.getByRole('combobox', { name: 'Customer' })).toBeFocused()
  // In a hurry: Enter is pressed before the typed text was looked up.
  await page.keyboard.type('bir')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Customer' })).toHaveValue('Birch')
  await page.getByRole('combobox', { name: 'Customer' }).focus()
  await page.keyboard.type('acm')
  await expect(page.getByRole('option')).toHaveText(['Acme', 'New Customer “acm”…'])
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Due in days')).toHaveValue('14')
  await expect(line(page, 1).getByLabel('Description')).toBeFocused()

  await page.keyboard.type('Consulting')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('2.5')
  await page.keyboard.press('Tab')
  await page.keyboard.type('19.99')
  await page.keyboard.press('Enter')
  await expect(line(page, 2).getByLabel('Description')).toBeFocused()
  await page.keyboard.type('Book')
  for (const typed of ['1', '1,200', '10', '7']) {
    await page.keyboard.press('Tab')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(typed)
  }
  await page.keyboard.press('Alt+ArrowUp')
  await expect(line(page, 1).getByLabel('Description')).toHaveValue('Book')
  await expect(line(page, 1).getByLabel('Tax %')).toBeFocused()
  // An empty line is removed by the key that empties it.
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: /^Line / })).toHaveCount(3)
  await page.keyboard.press('Backspace')
  await expect(page.getByRole('group', { name: /^Line / })).toHaveCount(2)

  const shown = {
    Subtotal: '€1,129.98',
    'Tax 7% on €1,080.00': '€75.60',
    'Tax 19% on €49.98': '€9.50',
    Total: '€1,215.08',
  }
  for (const [name, amount] of Object.entries(shown))
    await expect(total(page, name).last()).toHaveText(amount)
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('heading', { level: 1, name: 'Draft invoice' })).toBeVisible()
  for (const [name, amount] of Object.entries(shown))
    await expect(total(page, name).last()).toHaveText(amount)

  const { data } = await northwind.call(invoicesApi.list)
  expect(data).toMatchObject([{ number: null, customerName: 'Acme', totalMinor: 121_508, status: 'draft' }])
})

test('a customer who is not there yet is added while the invoice is written, and nothing of it is lost', async ({
  northwind,
  olga: page,
}) => {
  await northwind.addCustomer('Acorn')
  await page.goto('/receivables/invoices/new')
  await line(page, 1).getByLabel('Description').fill('Hosting')
  await line(page, 1).getByLabel('Unit price').fill('50')
  await page.getByLabel('PO number').fill('PO-7')
  const customer = page.getByRole('combobox', { name: 'Customer' })
  await customer.fill('Ac')
  await expect(page.getByRole('option')).toHaveText(['Acorn', 'New Customer “Ac”…'])
  await customer.fill('Acme')
  await expect(page.getByRole('option')).toHaveText(['New Customer “Acme”…'])
  await customer.press('Enter')
  const form = page.getByRole('dialog', { name: 'New Customer' })
  await expect(form.getByLabel('Name')).toHaveValue('Acme')
  await expect(form.getByLabel('E-mail')).toBeFocused()
  await page.keyboard.type('bills@')
  await page.keyboard.press('Enter')
  await expect(form.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true')
  await page.keyboard.type('acme.example')
  await page.keyboard.press('Enter')

  await expect(page.getByText('Acme was added.')).toBeVisible()
  await expect(customer).toHaveValue('Acme')
  await expect(line(page, 1).getByLabel('Description')).toBeFocused()
  await expect(line(page, 1).getByLabel('Description')).toHaveValue('Hosting')
  await expect(page.getByLabel('PO number')).toHaveValue('PO-7')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Draft invoice' })).toBeVisible()
  const { data } = await northwind.call(invoicesApi.list)
  expect(data).toMatchObject([{ customerName: 'Acme', totalMinor: 5000, purchaseOrder: 'PO-7' }])
})

test('marking as sent gives the number; an edit makes revision 2; void says what it means', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme', { currency: 'EUR' })
  const draft = await northwind.call(invoicesApi.add, {
    body: { customerId: acme.id, lines: [{ description: 'Hosting', unitPriceMinor: 5000 }] },
  })
  await page.goto(`/receivables/invoices/${draft.id}`)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('button', { name: 'Mark as sent without mailing' }).click()
  await page.getByRole('button', { name: 'Mark as sent', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'INV-0001' })).toBeVisible()
  await expect(page.getByText('Not mailed')).toBeVisible()

  await page.getByRole('link', { name: 'Edit' }).click()
  await expect(page.getByText('This makes revision 2; revision 1 stays visible.')).toBeVisible()
  await line(page, 1).getByLabel('Unit price').fill('60')
  await page.getByLabel('PO number').fill('PO-7')
  await page.getByRole('button', { name: 'Save revision 2' }).click()
  await expect(page.getByText('Revision 2 was saved.')).toBeVisible()
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await expect(timeline).toContainText('1 × Hosting, €60.00')
  await expect(timeline).toContainText('PO-7')
  for (const revision of [1, 2]) {
    const pdf = await page.request.get(
      (await timeline
        .getByRole('link', { name: `PDF of revision ${revision}` })
        .getAttribute('href')) as string,
    )
    expect(pdf.headers()['content-type']).toContain('application/pdf')
  }

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Void' }).click()
  const dialog = page.getByRole('dialog', { name: 'Void INV-0001' })
  await expect(dialog).toContainText('Nothing will be owed on it')
  await dialog.getByLabel('Reason').fill('Written twice')
  await dialog.getByRole('button', { name: 'Void' }).click()
  await expect(page.getByText('nothing is owed, and its number is not used again')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0)
  expect(await northwind.call(invoicesApi.read, { params: { invoiceId: draft.id } })).toMatchObject({
    status: 'void',
    revision: 2,
    voidReason: 'Written twice',
  })
})

test('what is wrong is said at its cell, what is not saved is not lost, and nobody overwrites anybody', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme', { currency: 'EUR' })
  const draft = await northwind.call(invoicesApi.add, {
    body: { customerId: acme.id, lines: [{ description: 'Hosting', unitPriceMinor: 5000 }] },
  })
  const params = { invoiceId: draft.id }
  await page.goto(`/receivables/invoices/${draft.id}`)
  await page.getByRole('link', { name: 'Edit' }).click()
  const price = line(page, 1).getByLabel('Unit price')
  await price.fill('fifty')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(price).toHaveAttribute('aria-invalid', 'true')
  await expect(price).toBeFocused()
  await expect(line(page, 1)).toContainText('Use an amount such as 19.99.')

  await page.getByRole('link', { name: 'Customers', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stay' }).click()
  await expect(price).toHaveValue('fifty')

  // The server has the last word, at the same cell: together the lines come to less than zero.
  await price.fill('-50')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByRole('alert')).toContainText('less than zero')

  // What somebody else saved comes into what you have not touched, and what you typed stays.
  const noted = await northwind.call(invoicesApi.change, {
    params,
    body: { notes: 'Meanwhile' },
    version: draft.version,
  })
  await price.fill('70')
  await page.getByRole('button', { name: 'Save draft' }).click()
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('Olga Owner changed this meanwhile')
  await expect(alert.getByRole('button')).toHaveCount(0)
  await expect(page.getByLabel('Notes')).toHaveValue('Meanwhile')
  await expect(price).toHaveValue('70')

  // What both changed has two versions, and neither is lost.
  await northwind.call(invoicesApi.change, {
    params,
    body: { notes: 'Twice', lines: [{ description: 'Hosting', unitPriceMinor: 9000 }] },
    version: noted.version,
  })
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(alert).toContainText('You both changed Lines.')
  await expect(page.getByLabel('Notes')).toHaveValue('Twice')
  await expect(price).toHaveValue('70')
  await alert.getByRole('button', { name: 'Take theirs' }).click()
  await expect(price).toHaveValue('90.00')
  await alert.getByRole('button', { name: 'Take mine back' }).click()
  await expect(price).toHaveValue('70')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Draft invoice' })).toBeVisible()
  expect(await northwind.call(invoicesApi.read, { params })).toMatchObject({
    notes: 'Twice',
    totalMinor: 7000,
  })
})

test('rows of a spreadsheet become lines; a list finds, filters and sums', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme', { currency: 'EUR' })
  const birch = await northwind.addCustomer('Birch', { currency: 'JPY' })
  const old = await northwind.call(invoicesApi.add, {
    body: {
      customerId: birch.id,
      issueDate: '2026-01-01',
      dueDate: '2026-01-31',
      purchaseOrder: 'PO-9',
      lines: [{ description: 'Tea', unitPriceMinor: 1500 }],
    },
  })
  await northwind.call(invoicesApi.issue, { params: { invoiceId: old.id } })

  await page.goto(`/customers/${acme.id}`)
  await page.getByRole('button', { name: 'Customer Details' }).click()
  await page.getByRole('menuitem', { name: 'Invoices' }).click()
  await page.getByRole('link', { name: 'New Invoice' }).first().click()
  await expect(page.getByRole('combobox', { name: 'Customer' })).toHaveValue('Acme')
  await line(page, 1).getByLabel('Description').focus()
  await paste(page, 'Item\tQty\tPrice\nHosting\t2\t10.50\nDomain\t1\t7\n')
  await expect(line(page, 2).getByLabel('Description')).toHaveValue('Domain')
  await expect(total(page, 'Total').last()).toHaveText('€28.00')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Draft invoice' })).toBeVisible()

  await page.goto('/receivables/invoices')
  const table = page.getByRole('table', { name: 'Invoices' })
  const sums = page.getByRole('navigation', { name: 'Sums' })
  await expect(sums.getByRole('link', { name: 'Overdue' })).toContainText('JP¥1,500')
  await expect(table.getByRole('row', { name: 'INV-0001' })).toContainText('days overdue')
  await sums.getByRole('link', { name: 'Draft' }).click()
  await expect(page).toHaveURL(/status=draft/)
  await expect(table.getByRole('link')).toHaveText(['Draft'])
  await sums.getByRole('link', { name: 'Draft' }).click()
  await page.getByRole('searchbox', { name: 'Search invoices' }).fill('po-9')
  await expect(table.getByRole('link')).toHaveText(['INV-0001'])
  await page.getByRole('searchbox', { name: 'Search invoices' }).fill('')
  await expect(table.getByRole('link')).toHaveCount(2)
  await page.getByRole('searchbox', { name: 'Search invoices' }).press('ArrowDown')
  await expect(table.getByRole('link').first()).toBeFocused()
  await page.keyboard.press('j')
  await expect(table.getByRole('link', { name: 'INV-0001' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'INV-0001' })).toBeVisible()
})

test('the owner says how invoices look: number series, logo, words', async ({ northwind, olga: page }) => {
  await page.goto('/organization/invoicing')
  await page.getByLabel('Prefix').fill('NW-')
  await page.getByLabel('Next number').fill('120')
  await expect(page.getByText('The next invoice that is sent becomes NW-0120.')).toBeVisible()
  const pixel =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  await page
    .getByLabel('Logo file')
    .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(pixel, 'base64') })
  await expect(page.getByRole('img', { name: 'The logo' })).toBeVisible()
  await page.getByLabel('Subject').fill('Your invoice ')
  await page.getByRole('button', { name: 'number', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('Your invoice INV-0042')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The settings were saved.')).toBeVisible()
  expect(await northwind.call(invoicingSettingsApi.read)).toMatchObject({
    numberPrefix: 'NW-',
    nextNumber: 120,
    logo: { type: 'image/png', base64: pixel },
    templates: { invoice: { subject: 'Your invoice {number}', own: true }, receipt: { own: false } },
  })
})

import { customersApi } from '../../server/customers/customers.api.ts'
import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { organizationApi } from '../../server/organization/organization.api.ts'
import { expect, test } from './portico.ts'
import { tabTo } from './steps.ts'

test('a few letters and Enter choose, Tab too; what is typed and is no choice is never passed over', async ({
  northwind,
  olga: page,
}) => {
  await page.goto('/organization/settings')
  const currency = page.getByRole('combobox', { name: 'Currency' })
  const before = await currency.inputValue()
  expect(before).not.toContain('CHF')

  // The current text is selected, so that typing replaces it: by Tab and by a click.
  await page.getByLabel('Name').focus()
  await tabTo(page, currency)
  await page.keyboard.type('CHF')
  await expect(currency).toHaveValue('CHF')
  await page.keyboard.press('Enter')
  await expect(currency).toHaveValue('CHF · Swiss Franc')
  await currency.click()
  await page.keyboard.type('swed')
  await page.keyboard.press('Tab')
  await expect(currency).toHaveValue('SEK · Swedish Krona')

  const zone = page.getByRole('combobox', { name: 'Time zone' })
  await zone.click()
  await page.keyboard.type('lisbon')
  await page.keyboard.press('Enter')
  await expect(zone).toHaveValue('Europe/Lisbon')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The settings were saved.')).toBeVisible()
  expect(await northwind.call(organizationApi.read)).toMatchObject({
    currency: 'SEK',
    timeZone: 'Europe/Lisbon',
  })
})

test('what matches no choice stays with an error, and nothing is saved', async ({
  northwind,
  olga: page,
}) => {
  const { version } = northwind.organization
  await page.goto('/organization/settings')
  const currency = page.getByRole('combobox', { name: 'Currency' })
  const before = await currency.inputValue()
  await page.getByLabel('Name').fill('Northwind & Sons')
  await currency.fill('Quatloos')
  await expect(page.getByText('No currency matches')).toBeVisible()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Choose a currency from the list.')).toBeVisible()
  await expect(currency).toBeFocused()
  await expect(currency).toHaveValue('Quatloos')
  await expect(currency).toHaveAttribute('aria-invalid', 'true')
  expect((await northwind.call(organizationApi.read)).version).toBe(version)

  // Enter in the field says so, too; Escape brings back what was chosen.
  await currency.fill('Lats and pence')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Choose a currency from the list.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(currency).toHaveValue(before)
  await expect(page.getByText('Choose a currency from the list.')).toBeHidden()

  // Several match: which of them is not guessed.
  await currency.fill('dollar')
  await page.getByLabel('Name').click()
  await expect(page.getByText('Choose a currency from the list.')).toBeVisible()
  await currency.fill('EUR')
  await page.getByLabel('Name').click()
  await expect(currency).toHaveValue('EUR · Euro')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The settings were saved.')).toBeVisible()
  expect(await northwind.call(organizationApi.read)).toMatchObject({
    name: 'Northwind & Sons',
    currency: 'EUR',
  })
})

test('a customer is chosen of all there are in the same way, and no other is saved than the one that shows', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const birch = await northwind.addCustomer('Birch Ltd', { accountNumber: 'B-1' })
  await northwind.addCustomer('Birch GmbH', { accountNumber: 'B-2' })
  await page.goto(`/customers/${acme.id}/edit`)
  const partOf = page.getByRole('combobox', { name: 'Parent customer' })
  const save = page.getByRole('button', { name: 'Save' })
  const complaint = page.getByText('Choose a customer from the list.')
  const saved = () => northwind.call(customersApi.read, { params: { customerId: acme.id } })

  // Two would do; nobody would; and a customer is no part of itself.
  for (const typed of ['Birch', 'Nobody at all', 'Acme']) {
    await partOf.fill(typed)
    await save.click()
    await expect(complaint).toBeVisible()
    await expect(partOf).toHaveValue(typed)
  }
  expect(await saved()).toMatchObject({ version: acme.version, parent: null })

  await partOf.press('Escape')
  await expect(complaint).toBeHidden()
  await partOf.fill('b-1')
  await partOf.press('Tab')
  await expect(partOf).toHaveValue('Birch Ltd')
  await save.click()
  await expect(page.getByText('Acme was saved.')).toBeVisible()
  expect(await saved()).toMatchObject({ parent: { id: birch.id } })
  await page.goto(`/customers/${acme.id}/edit`)
  await expect(partOf).toHaveValue('Birch Ltd')
  await page.getByLabel('Name').focus()
  await tabTo(page, partOf)
  await page.keyboard.type('gmb')
  await page.keyboard.press('Enter')
  await expect(partOf).toHaveValue('Birch GmbH')

  await page.goto('/receivables/invoices/new')
  const customer = page.getByRole('combobox', { name: 'Customer' })
  await customer.fill('Birch')
  await page.getByLabel('Description').fill('Hosting')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(complaint).toBeVisible()
  await expect(customer).toHaveValue('Birch')
  expect((await northwind.call(invoicesApi.list)).data).toEqual([])
})

test('the few choices of a small list are typed, too; what is none is not acted on', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme', { currency: 'EUR' })
  await northwind.addContact(acme, { email: 'anna@ash.example' })
  const draft = await northwind.call(invoicesApi.add, {
    body: { customerId: acme.id, lines: [{ description: 'Tea', unitPriceMinor: 500 }] },
  })
  await page.goto('/receivables/invoices')
  const status = page.getByRole('combobox', { name: 'Status' })
  await status.click()
  await page.keyboard.type('paid')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/status=paid/)

  await page.goto(`/receivables/invoices/${draft.id}`)
  await page.getByRole('button', { name: 'Send' }).click()
  const dialog = page.getByRole('dialog')
  const when = dialog.getByRole('combobox', { name: 'When' })
  await when.click()
  await page.keyboard.type('whenever')
  await dialog.getByRole('button', { name: /^Send to/ }).click()
  await expect(dialog.getByText('Choose a time from the list.')).toBeVisible()
  expect(await northwind.call(invoicesApi.read, { params: { invoiceId: draft.id } })).toMatchObject({
    status: 'draft',
  })
})

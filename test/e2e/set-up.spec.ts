import { expect, test } from '@playwright/test'
import { openPortico, type RunningPortico } from './running-portico.ts'

// Fresh clones: each with an embedded PostgreSQL of its own.
let portico: RunningPortico
test.beforeEach(async () => {
  portico = await openPortico({ embedded: true })
})
test.afterEach(() => portico.close())

test('the first page sets the organization up, and closes for good', async ({ page, browser }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(portico.url)
  await expect(page.getByRole('heading', { name: 'Set up Portico' })).toBeVisible()
  await expect(page.getByText('Creates a sample company')).toBeInViewport({ ratio: 1 })
  expect(await page.evaluate('document.documentElement.scrollHeight')).toBe(900)

  const password = page.getByLabel(/^Password/)
  await page.getByLabel('Organization').fill('Northwind Traders')
  await page.getByLabel('Your name').fill('Olga Owner')
  await page.getByLabel('Your e-mail').fill('olga@northwind.example')
  await password.fill('Olga Owner 1')
  await page.getByRole('button', { name: 'Set up', exact: true }).click()
  // Each refusal stands once, at the rule that is broken.
  const broken = page.locator('[data-broken]')
  await expect(broken).toHaveText([
    /^Use at least 15 characters, 3 more\./,
    /^Use words that have nothing to do with your names/,
  ])
  await expect(page.getByText(/^Use (at least|words)/)).toHaveCount(2)

  await password.fill('seven brown foxes dine')
  await page.getByRole('button', { name: 'Set up', exact: true }).click()

  // What an invoice needs, as far as the browser lets us guess: this one is in Berlin.
  await expect(page.getByRole('heading', { name: 'Your details on invoices' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Country' })).toHaveValue('Germany')
  await expect(page.getByRole('combobox', { name: 'Currency' })).toHaveValue(/^EUR/)
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Europe/Berlin')
  await expect(page.getByLabel('Tax in percent')).toHaveValue('19')
  await page.getByRole('link', { name: 'Later' }).click()
  await expect(page.getByText('Still missing: your address and how to pay.')).toBeVisible()
  await page.getByRole('link', { name: 'Your details on invoices' }).click()
  await page.getByRole('combobox', { name: 'Country' }).fill('United King')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Currency' })).toHaveValue(/^GBP/)
  await expect(page.getByLabel('Tax in percent')).toHaveValue('20')
  await page.getByLabel('Street and number').fill('4 Orchard Mews')
  await page.getByLabel('City').fill('Bristol')
  await page.getByLabel('Postal code').fill('BS1 5TR')
  await page.getByLabel('How to pay').fill('Sort code 20-20-15, account 55555555')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('They show your address and how to pay.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Receivables', exact: true })).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('Northwind Traders')
  await expect(page.getByText('No customers yet')).toBeVisible()
  await expect(page.getByRole('note')).toContainText('Mail does not leave this machine')

  const stranger = await browser.newPage()
  await stranger.goto(`${portico.url}/set-up`)
  await expect(stranger.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  const again = await stranger.request.post(`${portico.url}/v1/setup`, {
    headers: { origin: portico.url },
    data: {
      organizationName: 'Mine now',
      name: 'Mallory',
      email: 'mallory@elsewhere.example',
      password: 'ten green bottles fall',
    },
  })
  expect(again.status()).toBe(409)
  const sample = await stranger.request.post(`${portico.url}/v1/setup/sample`, {
    headers: { origin: portico.url },
  })
  expect(sample.status()).toBe(409)

  // There are no default users: only the one made just now gets in.
  await stranger.getByLabel('E-mail').fill('olga@northwind.example')
  await stranger.getByLabel('Password', { exact: true }).fill('seven brown foxes dine')
  await stranger.getByRole('button', { name: 'Sign in' }).click()
  await expect(stranger.getByText('No customers yet')).toBeVisible()
  await stranger.close()
})

test('Try it with sample data makes a sample company and signs in', async ({ page }) => {
  await page.goto(portico.url)
  await page.getByRole('button', { name: 'Try it with sample data' }).click()
  await expect(page.getByRole('heading', { name: 'Receivables', exact: true })).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('Juniper & Vale')
  await page.getByRole('link', { name: 'Customers', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Aalto Hotels Oy' })).toBeVisible()

  await page.getByRole('link', { name: 'Blue Heron Clinics' }).click()
  await page.getByRole('button', { name: 'Customer Details' }).click()
  await page.getByRole('menuitem', { name: 'Contacts' }).click()
  const contacts = page.getByRole('table', { name: 'Contacts' })
  await expect(contacts.getByRole('row', { name: 'Denise Washington' })).toContainText('Active')
  await expect(contacts.getByRole('row', { name: 'Ruth Abramson' })).toContainText('Revoked')

  // The way back in: nobody was told a password.
  await page.getByRole('link', { name: 'Mailbox' }).first().click()
  await page.getByRole('link', { name: 'Choose a new password for Juniper & Vale' }).click()
  await expect(page.getByRole('article', { name: 'E-mail' })).toContainText('robin.vale@juniper-vale.example')
})

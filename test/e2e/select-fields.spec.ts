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

  // The present text is selected, so that typing replaces it: by Tab and by a click.
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

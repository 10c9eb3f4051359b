import { expect, test } from './portico.ts'

test('a key is made for a program, shown once, used, and revoked', async ({ northwind, olga: page }) => {
  await northwind.addCustomer('Acme')
  await page.goto('/organization/api-keys')
  await expect(page.getByText('No API keys yet')).toBeVisible()
  await page.getByRole('button', { name: 'New API key' }).click()
  const dialog = page.getByRole('dialog', { name: 'New API key' })
  await dialog.getByLabel('Name').fill('Web shop')
  await dialog.getByRole('button', { name: 'Make key' }).click()
  await expect(dialog.getByText('Choose at least one thing that it may do.')).toBeVisible()

  await dialog.getByLabel('Add and change customers').check()
  await expect(dialog.getByLabel('Find and read customers')).toBeChecked()
  await dialog.getByLabel('Only from').fill('127.0.0.1\nnext door')
  await dialog.getByRole('button', { name: 'Make key' }).click()
  await expect(dialog.getByText('Use an address or a network, such as 203.0.113.0/24.')).toBeVisible()
  await dialog.getByLabel('Only from').fill('127.0.0.1')
  await dialog.getByRole('button', { name: 'Make key' }).click()
  const key = await dialog.getByLabel('The key').inputValue()
  expect(key).toMatch(/^portico_\w{71}$/)
  await dialog.getByRole('button', { name: 'Done' }).click()

  const line = page.getByRole('listitem').filter({ hasText: 'Web shop' })
  await expect(line).toContainText('Customers: read and write · From 127.0.0.1/32 only')
  await expect(line).toContainText('Never used')
  const asProgram = () =>
    fetch(new URL('/v1/customers', page.url()), { headers: { authorization: `Bearer ${key}` } })
  expect(await (await asProgram()).json()).toMatchObject({ data: [{ name: 'Acme' }] })
  await page.reload()
  await expect(line).toContainText('from 127.0.0.1')

  await page.getByRole('button', { name: 'Revoke Web shop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(line).toContainText('Revoked')
  expect((await asProgram()).status).toBe(401)
})

import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './portico.ts'

test('contacts leave in the format that is chosen, by keyboard, on a phone', async ({
  northwind,
  olga: page,
}) => {
  const quince = await northwind.addCustomer('Quince & Sons')
  await northwind.addContact(quince, { email: 'quinn@quince.example', firstName: 'Quinn' })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/import')
  const format = page.getByRole('radiogroup', { name: 'Format of the file' })
  expect(await downloaded(page, 'Customers and contacts', 'customers.csv')).toContain('Quince & Sons')

  await format.getByRole('radio', { name: 'CSV' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(format.getByRole('radio', { name: 'Excel' })).toBeChecked()
  await expect(page.getByRole('link', { name: 'Invoice lines' })).toBeVisible()
  expect(await downloaded(page, 'Customers and contacts', 'customers.xlsx')).toMatch(/^PK/)

  await format.getByRole('radio', { name: 'Excel' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('link', { name: 'Invoice lines' })).toBeHidden()
  expect(await downloaded(page, 'Contacts', 'contacts.vcf')).toContain('\r\nORG:Quince & Sons\r\n')
  const wide = await page.evaluate('document.documentElement.scrollWidth')
  expect(wide).toBeLessThanOrEqual(390)
})

async function downloaded(page: Page, name: string, file: string): Promise<string> {
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name, exact: true }).click()
  const got = await download
  expect(got.suggestedFilename()).toBe(file)
  return readFileSync(await got.path(), 'utf8')
}

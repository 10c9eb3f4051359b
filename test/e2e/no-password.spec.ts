import { invoicingSettingsApi } from '../../server/invoices/invoicing-settings.api.ts'
import { expect, test } from './portico.ts'

test('the door names who to write to without a password, at sign-in and where a link is asked for', async ({
  northwind,
  openBrowser,
}) => {
  const page = await openBrowser()
  await page.goto(northwind.portalUrl)
  await expect(page.getByText('No password yet? Ask your contact at Northwind.')).toBeVisible()
  const { version } = await northwind.call(invoicingSettingsApi.read)
  await northwind.call(invoicingSettingsApi.change, {
    body: { sellerEmail: 'billing@northwind.example' },
    version,
  })
  await page.reload()
  await page.getByRole('link', { name: 'Forgot password' }).click()
  await expect(page.getByText('This address may have no access')).toBeVisible()
  await expect(page.getByRole('link', { name: 'billing@northwind.example' })).toHaveAttribute(
    'href',
    'mailto:billing@northwind.example',
  )
})

import { expect, test } from './portico.ts'

test('a browser that calls its language en-US@posix shows every page all the same', async ({
  northwind,
  olga: page,
}) => {
  await page.addInitScript("Object.defineProperty(navigator, 'language', { get: () => 'en-US@posix' })")
  const acme = await northwind.addCustomer('Acme', { currency: 'EUR' })
  await northwind.addContact(acme, { email: 'anna@ash.example', portalPassword: { generate: true } })
  for (const path of [
    '/',
    `/customers/${acme.id}`,
    '/receivables/invoices',
    '/receivables/reminders',
    '/deliveries',
    '/mailbox',
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading').first()).toBeVisible()
    await expect(page.getByText('went wrong')).toHaveCount(0)
  }
})

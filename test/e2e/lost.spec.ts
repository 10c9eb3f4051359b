import { expect, test } from './portico.ts'

test('an address that is typed from memory leads to the page that is meant', async ({ olga }) => {
  await olga.goto('/invoices?status=draft')
  await expect(olga.getByRole('heading', { name: 'Invoices', exact: true })).toBeVisible()
  await expect(olga).toHaveURL(/\/receivables\/invoices\?status=draft$/)
  await olga.goto('/receivables/deliveries')
  await expect(olga.getByRole('heading', { name: 'Deliveries', exact: true })).toBeVisible()
})

test('an address that no page has leads on: staff among their pages, a stranger to the door', async ({
  olga,
  openBrowser,
  northwind,
}) => {
  expect((await olga.goto('/nowhere'))?.status()).toBe(404)
  await expect(olga.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
  await olga.getByRole('navigation', { name: 'Receivables' }).getByRole('link', { name: 'Invoices' }).click()
  await expect(olga.getByRole('heading', { name: 'Invoices', exact: true })).toBeVisible()

  const stranger = await openBrowser()
  await stranger.goto('/nowhere')
  await expect(stranger.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
  await stranger.getByRole('link', { name: 'Sign in' }).click()
  await expect(stranger.getByLabel('Password', { exact: true })).toBeVisible()

  expect((await stranger.goto(`${northwind.portalUrl}/nowhere`))?.status()).toBe(404)
  await expect(stranger.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
  await stranger.getByRole('link', { name: 'Sign in' }).click()
  await expect(stranger.getByLabel('Password', { exact: true })).toBeVisible()
})

test('a page that fails keeps what stands around it', async ({ olga }) => {
  await olga.route('**/assets/invoices-page*.js', (route) => route.abort())
  await olga.goto('/receivables/invoices')
  await expect(olga.getByRole('heading', { name: 'This page cannot be shown' })).toBeVisible()
  await olga.getByRole('navigation', { name: 'Receivables' }).getByRole('link', { name: 'Customers' }).click()
  await expect(olga.getByRole('heading', { name: 'Customers', exact: true })).toBeVisible()
})

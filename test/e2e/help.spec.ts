import { expect, test } from './portico.ts'

test('Help is a click away, says how, and is searched by keyboard', async ({ olga }) => {
  await olga.goto('/customers')
  await olga.getByRole('link', { name: 'Help' }).click()
  await expect(olga.getByRole('heading', { name: 'Help', level: 1 })).toBeVisible()
  await olga.getByRole('searchbox', { name: 'Search Help' }).fill('reset')
  await olga.keyboard.press('Enter')
  await olga.getByRole('link', { name: 'Reset a password' }).click()
  await expect(olga.getByRole('heading', { name: 'Reset a password' })).toBeInViewport()
  await olga.getByRole('link', { name: 'API reference' }).click()
  await expect(olga.getByRole('heading', { name: 'What every change needs' })).toBeVisible()
  await olga.getByRole('link', { name: 'Portico', exact: true }).click()
  await expect(olga.getByRole('heading', { name: 'Receivables' })).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('Help is in the menu of one’s own', async ({ olga }) => {
    await olga.goto('/customers')
    await olga.getByRole('button', { name: /: your menu$/ }).click()
    await olga.getByRole('menuitem', { name: 'Help' }).click()
    await expect(olga.getByRole('heading', { name: 'Help', level: 1 })).toBeVisible()
  })
})

import { expect, test } from './portico.ts'
import {
  enterPortal,
  expectNoSignIn,
  expectRules,
  openContact,
  OWN_PASSWORD,
  signInToPortal,
  tabTo,
} from './steps.ts'

test('key icon, Generate Automatically, the blue Change button; all that was before is dead', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const { portalUrl } = northwind
  const acme = await northwind.addCustomer('Acme')
  const contact = await northwind.addContact(acme, {
    email: 'anna@ash.example',
    firstName: 'Anna',
    lastName: 'Ash',
    portalPassword: { generate: true },
  })
  const first = await northwind.letterTo(contact.email)
  const anna = await openBrowser()
  await enterPortal(anna, portalUrl, contact.email, first.password!)
  const forgetful = await openBrowser()
  await forgetful.goto(`${portalUrl}/forgot-password`)
  await forgetful.getByLabel('E-mail').fill(contact.email)
  await forgetful.getByRole('button', { name: 'Send the link' }).click()
  const link = await northwind.letterTo(contact.email, 'Choose a new password')

  const panel = await openContact(page, acme, contact)
  const key = panel.getByRole('button', { name: 'Reset password' })
  const [keyBox, panelBox] = [(await key.boundingBox())!, (await panel.boundingBox())!]
  expect(keyBox.x, 'at the right of the details').toBeGreaterThan(panelBox.x + panelBox.width / 2)
  expect(keyBox.y, 'at the top of the details').toBeLessThan(panelBox.y + 80)
  await key.hover()
  await expect(page.getByRole('tooltip', { name: 'Reset password' })).toBeVisible()
  await key.click()
  const dialog = page.getByRole('dialog', { name: 'Reset password' })
  await expect(dialog).toContainText('anna@ash.example')
  await expect(dialog).toContainText('Earlier passwords, sessions and links stop working at once')
  await expect(dialog.getByRole('checkbox', { name: 'Generate Automatically' })).toBeChecked()
  const change = dialog.getByRole('button', { name: 'Change' })
  await expect(change, 'is blue').toHaveCSS('background-color', /^rgb\(\d\d?, \d\d?, (1[5-9]|2\d)\d\)$/)
  await change.click()
  await expect(page.getByText('A new password for Anna Ash is on its way to anna@ash.example.')).toBeVisible()
  await expect(panel).toContainText('Temporary password')

  const second = await northwind.letterTo(contact.email, 'Your new temporary password')
  expect(second.text.replaceAll(/\s+/g, ' ')).toContain('Earlier passwords no longer work.')
  await anna.reload()
  await expect(anna.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expectNoSignIn(anna, portalUrl, contact.email, OWN_PASSWORD)
  await expectNoSignIn(anna, portalUrl, contact.email, first.password!)
  await forgetful.goto(`${portalUrl}/set-password#${link.token}`)
  await forgetful.getByLabel('New password', { exact: true }).fill('amber kettles never sing')
  await forgetful.getByRole('button', { name: 'Set password' }).click()
  await expect(forgetful.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()

  await enterPortal(anna, portalUrl, contact.email, second.password!, 'amber kettles never sing')
})

test('a typed password goes out as it was typed, and replaces the one before', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const contact = await northwind.addContact(acme, { email: 'anna@ash.example', firstName: 'Annabel' })
  const panel = await openContact(page, acme, contact)
  await panel.getByRole('button', { name: 'Reset password' }).click()
  const dialog = page.getByRole('dialog', { name: 'Reset password' })
  await dialog.getByRole('button', { name: 'Change' }).click()
  const generated = await northwind.letterTo(contact.email)

  await panel.getByRole('button', { name: 'Reset password' }).click()
  await dialog.getByRole('checkbox', { name: 'Generate Automatically' }).uncheck()
  const password = dialog.getByLabel('Temporary password', { exact: true })
  await password.fill('annabel annabel')
  await expectRules(page, { 'Not built from names or e-mail addresses': false })
  await dialog.getByRole('button', { name: 'Change' }).click()
  await expect(dialog.getByText('Use words that have nothing to do with your names')).toBeVisible()
  await password.fill('copper lamps at dusk')
  await dialog.getByRole('button', { name: 'Change' }).click()
  await expect(dialog).toBeHidden()

  expect((await northwind.letterTo(contact.email)).text).toContain('copper lamps at dusk')
  const anna = await openBrowser()
  await expectNoSignIn(anna, northwind.portalUrl, contact.email, generated.password!)
  await signInToPortal(anna, northwind.portalUrl, contact.email, 'copper lamps at dusk')
  await expect(anna.getByRole('heading', { name: 'Choose your password' })).toBeVisible()
})

test('by keyboard only', async ({ northwind, olga: page }) => {
  const acme = await northwind.addCustomer('Acme')
  const contact = await northwind.addContact(acme, { email: 'anna@ash.example', firstName: 'Anna' })
  const panel = await openContact(page, acme, contact)
  await tabTo(page, panel.getByRole('button', { name: 'Reset password' }))
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Reset password' })
  await expect(dialog.getByRole('checkbox', { name: 'Generate Automatically' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(panel.getByRole('button', { name: 'Reset password' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('checkbox', { name: 'Generate Automatically' })).toBeFocused()
  await tabTo(page, dialog.getByRole('button', { name: 'Change' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('A new password for Anna is on its way')).toBeVisible()
  expect((await northwind.letterTo(contact.email)).password).toHaveLength(20)
})

import type { Page } from '@playwright/test'
import { organizationApi } from '../../server/organization/organization.api.ts'
import { expect, test, type Northwind } from './portico.ts'
import { contactPanel, openContact } from './steps.ts'

const VERA = { name: 'Vera Vance', email: 'vera@northwind.example', password: 'nine calm herons wade' }

test('invite, and change what they may do', async ({ northwind, olga: page, openBrowser }) => {
  await page.goto('/customers')
  await page.getByRole('link', { name: 'Organization', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Staff' })).toBeVisible()
  await page.getByRole('button', { name: 'Invite' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite' })
  await dialog.getByLabel('Name').fill(VERA.name)
  await dialog.getByLabel('E-mail').fill(VERA.email)
  for (const role of ['Owner', 'Manager', 'View only'])
    await dialog.getByRole('radio', { name: role }).check()
  await dialog.getByRole('button', { name: 'Send invitation' }).click()
  await expect(page.getByText(`An invitation is on its way to ${VERA.email}.`)).toBeVisible()
  const line = page.getByRole('listitem').filter({ hasText: VERA.name })
  await expect(line).toContainText('Invited')

  const letter = await northwind.letterTo(VERA.email, 'Olga Owner invites you to Northwind')
  const vera = await openBrowser()
  await vera.goto(`/invitation#${letter.token}`)
  await expect(vera.getByRole('heading', { name: 'Join Northwind' })).toBeVisible()
  await expect(vera.getByLabel('E-mail')).toHaveValue(VERA.email)
  await vera.getByLabel('Password', { exact: true }).fill(VERA.password)
  await vera.getByRole('button', { name: 'Join' }).click()
  await expect(vera.getByRole('heading', { name: 'Receivables', exact: true })).toBeVisible()
  await expect(vera.getByText('No customers yet')).toBeVisible()
  await expect(vera.getByRole('link', { name: 'New Customer' })).toHaveCount(0)
  await vera.goto(`/invitation#${letter.token}`)
  await expect(vera.getByRole('heading', { name: 'This invitation does not work' })).toBeVisible()

  await page.reload()
  await expect(line).toContainText('Active')
  await page.getByRole('combobox', { name: `Role of ${VERA.name}` }).click()
  await page.getByRole('option', { name: 'Manager' }).click()
  await expect(page.getByText(`${VERA.name}’s role is now Manager.`)).toBeVisible()
  await vera.goto('/customers')
  await expect(vera.getByRole('link', { name: 'New Customer' }).first()).toBeVisible()
  await vera.goto('/organization/staff')
  await expect(vera.getByText(VERA.email)).toBeVisible()
  await expect(vera.getByRole('button', { name: 'Invite' })).toBeHidden()

  await page.getByRole('button', { name: `Remove ${VERA.name}` }).click()
  await expect(page.getByRole('dialog')).toContainText('is signed out of this organization at once')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(line).toContainText('Removed')
  await vera.reload()
  await expect(vera.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('a viewer sees no password controls, and gets 403 from the API', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const contact = await northwind.addContact(acme, { email: 'anna@ash.example', firstName: 'Anna' })
  const vera = await join(northwind, page, openBrowser, 'View only')
  const panel = await openContact(vera, acme, contact)
  await expect(panel).toContainText('No access')
  for (const name of [
    'Reset password',
    'Edit contact',
    'Delete contact',
    'Issue a password',
    'Revoke access',
  ])
    await expect(panel.getByRole('button', { name })).toHaveCount(0)
  await expect(vera.getByRole('link', { name: 'New Contact' })).toHaveCount(0)

  const refusals = await Promise.all([
    send(vera, 'POST', `/v1/contacts/${contact.id}/password`, { generate: true }),
    send(vera, 'POST', `/v1/contacts/${contact.id}/password`, { password: 'four herons at noon' }),
    send(vera, 'DELETE', `/v1/contacts/${contact.id}/portal-access`),
    send(vera, 'DELETE', `/v1/contacts/${contact.id}`),
    send(vera, 'POST', `/v1/customers/${acme.id}/contacts`, { email: 'more@ash.example' }),
    send(vera, 'GET', '/v1/mailbox'),
  ])
  expect(refusals).toEqual([403, 403, 403, 403, 403, 403])
  expect(await northwind.unread()).toEqual([])

  // The same page for somebody who may: so it is the role that hides it above.
  const olgas = await openContact(page, acme, contact)
  await expect(olgas.getByRole('button', { name: 'Reset password' })).toBeVisible()
  await expect(contactPanel(page).getByRole('button', { name: 'Issue a password' })).toBeVisible()
})

test('change the own password, and sign out everywhere', async ({ northwind, olga: page, openBrowser }) => {
  const vera = await join(northwind, page, openBrowser, 'Manager')
  const elsewhere = await openBrowser()
  await signIn(elsewhere, VERA.email, VERA.password)
  await expect(elsewhere.getByRole('heading', { name: 'Receivables', exact: true })).toBeVisible()

  await vera.getByRole('button', { name: `${VERA.name}: your menu` }).click()
  await vera.getByRole('menuitem', { name: 'Your account' }).click()
  await vera.getByLabel('Current password', { exact: true }).fill(VERA.password)
  await vera.getByLabel('New password', { exact: true }).fill('vera vance vera')
  await vera.getByRole('button', { name: 'Change password' }).click()
  await expect(vera.getByText('Use words that have nothing to do with your names')).toBeVisible()
  await vera.getByLabel('New password', { exact: true }).fill('copper lamps at dusk')
  await vera.getByRole('button', { name: 'Change password' }).click()
  await expect(vera.getByText('Your password was changed. Every other session has ended.')).toBeVisible()
  await elsewhere.reload()
  await expect(elsewhere.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await signIn(elsewhere, VERA.email, VERA.password)
  await expect(elsewhere.getByRole('alert')).toBeVisible()
  await signIn(elsewhere, VERA.email, 'copper lamps at dusk')
  await expect(elsewhere.getByRole('heading', { name: 'Receivables', exact: true })).toBeVisible()

  await vera.getByRole('button', { name: 'Sign out everywhere' }).click()
  await vera.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(vera.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await elsewhere.reload()
  await expect(elsewhere.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('switch the organization, where one belongs to several', async ({ northwind, olga: page }) => {
  const { slug, version } = northwind.organization
  const [here, there] = [`North of ${slug}`, `South of ${slug}`]
  await northwind.call(organizationApi.change, { body: { name: here }, version })
  await northwind.addCustomer('Acme')
  await page.goto('/customers')
  await expect(page.getByRole('link', { name: 'Acme' })).toBeVisible()
  await page.getByRole('button', { name: `${here}: switch organization` }).click()
  await page.getByRole('menuitem', { name: 'New organization' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(there)
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
  await expect(page.getByText(`${there} is ready.`)).toBeVisible()
  await expect(page.getByRole('banner')).toContainText(there)
  await expect(page.getByRole('heading', { name: 'Your details on invoices' })).toBeVisible()
  await page.getByRole('link', { name: 'Later' }).click()
  await expect(page.getByText('No customers yet')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Acme' })).toBeHidden()

  await page.getByRole('button', { name: `${there}: switch organization` }).click()
  await page.getByRole('menuitem', { name: here }).click()
  await expect(page.getByRole('banner')).toContainText(here)
  await page.getByRole('link', { name: 'Customers', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Acme' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('link', { name: 'Acme' })).toBeVisible()
})

test('settings that somebody else saved meanwhile are not overwritten', async ({ northwind, olga: page }) => {
  const { version, passwordMinLength } = northwind.organization
  await page.goto('/organization/settings')
  await page.getByLabel('Minimum password length').fill(String(passwordMinLength + 1))
  await northwind.call(organizationApi.change, { body: { temporaryPasswordHours: 12 }, version })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toContainText('Nothing of yours is saved yet')
  await expect(page.getByLabel('Valid for')).toHaveValue('12')
  await expect(page.getByLabel('Minimum password length')).toHaveValue(String(passwordMinLength + 1))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The settings were saved.')).toBeVisible()
  expect(await northwind.call(organizationApi.read)).toMatchObject({
    temporaryPasswordHours: 12,
    passwordMinLength: passwordMinLength + 1,
  })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Nothing was changed.')).toBeVisible()
})

async function join(
  northwind: Northwind,
  olga: Page,
  openBrowser: () => Promise<Page>,
  role: 'View only' | 'Manager',
) {
  await olga.goto('/organization/staff')
  await olga.getByRole('button', { name: 'Invite' }).click()
  const dialog = olga.getByRole('dialog', { name: 'Invite' })
  await dialog.getByLabel('Name').fill(VERA.name)
  await dialog.getByLabel('E-mail').fill(VERA.email)
  await dialog.getByRole('radio', { name: role }).check()
  await dialog.getByRole('button', { name: 'Send invitation' }).click()
  const { token } = await northwind.letterTo(VERA.email)
  const page = await openBrowser()
  await page.goto(`/invitation#${token}`)
  await page.getByLabel('Password', { exact: true }).fill(VERA.password)
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page.getByRole('heading', { name: 'Receivables', exact: true })).toBeVisible()
  return page
}

async function signIn(page: Page, email: string, password: string) {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** The page's own session calls the API; returns the outcome. */
async function send(page: Page, method: string, path: string, data?: unknown) {
  const origin = new URL(page.url()).origin
  const response = await page.request.fetch(path, {
    method,
    headers: { origin },
    ...(data !== undefined && { data }),
  })
  return response.status()
}

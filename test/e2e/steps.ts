import { expect, type Locator, type Page } from '@playwright/test'
import type { Contact } from '../../server/contacts/contacts.api.ts'
import type { Customer } from '../../server/customers/customers.api.ts'

/** What people do in many stories, in the words of the screen. */

export const OWN_PASSWORD = 'violet tractors hum softly'

export function contactPanel(page: Page) {
  return page.getByRole('complementary', { name: 'Contact' })
}

/** What stands beside a name in the details. */
export function fact(panel: Locator, name: string) {
  return panel
    .locator('dl > div')
    .filter({ has: panel.page().locator('dt').getByText(name, { exact: true }) })
    .locator('dd')
}

export function contactRow(page: Page, name: string) {
  return page.getByRole('table', { name: 'Contacts' }).getByRole('row', { name })
}

export async function openContacts(page: Page, customer: Customer) {
  await page.goto(`/customers/${customer.id}/contacts`)
  await expect(page.getByRole('heading', { level: 1, name: customer.name })).toBeVisible()
  await expect(page.getByRole('checkbox', { name: 'Show Inactive Contacts' })).toBeVisible()
}

/** Opens a contact by a click on the name. */
export async function openContact(page: Page, customer: Customer, contact: Contact) {
  await openContacts(page, customer)
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(' ') || contact.email
  await page.getByRole('link', { name, exact: true }).click()
  await expect(contactPanel(page).getByRole('heading', { level: 2, name })).toBeVisible()
  return contactPanel(page)
}

export async function choose(page: Page, label: string, typed: string) {
  const field = page.getByRole('combobox', { name: label })
  await field.click()
  await field.fill(typed)
  await page.getByRole('option', { name: typed }).first().click()
}

/** Chooses whether somebody is To or Cc of a kind of document, or does not receive it. */
export async function receive(form: Locator, kind: string, role: 'To' | 'Cc' | 'Nothing') {
  await roleOf(form, kind, role).press('Space')
  await expect(roleOf(form, kind, role)).toBeChecked()
}

export function roleOf(form: Locator, kind: string, role: 'To' | 'Cc' | 'Nothing') {
  return form.getByRole('radiogroup', { name: kind, exact: true }).getByRole('radio', { name: role })
}

export async function signInToPortal(page: Page, portalUrl: string, email: string, password: string) {
  await page.goto(portalUrl)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** The names of the companies on the portal's first page. */
export function customersOnHome(page: Page) {
  return page.getByRole('region', { name: 'Your companies' }).getByRole('heading', { level: 3 })
}

/** The first time, with the temporary password of the letter: chooses a password, and is in. */
export async function enterPortal(
  page: Page,
  portalUrl: string,
  email: string,
  temporaryPassword: string,
  ownPassword = OWN_PASSWORD,
) {
  await signInToPortal(page, portalUrl, email, temporaryPassword)
  await expect(page.getByRole('heading', { name: 'Choose your password' })).toBeVisible()
  await page.getByLabel('New password', { exact: true }).fill(ownPassword)
  await page.getByRole('button', { name: 'Save and continue' }).click()
  await expect(page.getByRole('heading', { name: /^Hello/ })).toBeVisible()
}

export async function expectNoSignIn(page: Page, portalUrl: string, email: string, password: string) {
  await signInToPortal(page, portalUrl, email, password)
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
}

/** The rules below a password field: true for each that is met. */
export async function expectRules(page: Page, rules: Record<string, boolean>) {
  for (const [rule, met] of Object.entries(rules)) {
    await expect(page.getByRole('listitem').filter({ hasText: rule })).toContainText(
      met ? '(met)' : '(not yet)',
    )
  }
}

/** Moves Tab by Tab, as somebody who cannot use a mouse does; gives up after more stops than a page has. */
export async function tabTo(page: Page, target: Locator) {
  const reached = target.and(page.locator(':focus'))
  for (let stop = 0; stop < 80; stop++) {
    await page.keyboard.press('Tab')
    if ((await reached.count()) === 1) return
  }
  throw new Error(`The Tab key does not reach ${String(target)}.`)
}

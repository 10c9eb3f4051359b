import type { Page } from '@playwright/test'
import { organizationApi } from '../../server/organization/organization.api.ts'
import { expect, test, type Northwind } from './portico.ts'
import {
  OWN_PASSWORD,
  customersOnHome,
  enterPortal,
  expectNoSignIn,
  expectRules,
  signInToPortal,
} from './steps.ts'

const ANNA = { email: 'anna@ash.example', firstName: 'Anna', lastName: 'Ash' }
const OTHER_PASSWORD = 'amber kettles never sing'

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('from the mail to a home that names the customers', async ({ northwind, openBrowser }) => {
    const letter = await invite(northwind)
    const anna = await openBrowser()
    await anna.goto(addressIn(letter.text))
    await expect(anna.getByText('Northwind').first()).toBeVisible()
    await anna.getByLabel('E-mail').fill(ANNA.email)
    await anna.getByLabel('Password', { exact: true }).fill(letter.password!)
    await anna.getByRole('button', { name: 'Sign in' }).click()

    // A temporary password opens one door only.
    await expect(anna.getByRole('heading', { name: 'Choose your password' })).toBeVisible()
    await anna.goto(`${northwind.portalUrl}/profile`)
    await expect(anna.getByRole('heading', { name: 'Choose your password' })).toBeVisible()
    expect((await anna.request.get(`/v1/portals/${northwind.organization.slug}/home`)).status()).toBe(403)

    const password = anna.getByLabel('New password', { exact: true })
    const meter = anna.getByRole('meter', { name: 'Strength of the password' })
    await password.fill('anna ash')
    await expectRules(anna, {
      'At least 15 characters': false,
      'Not built from names or e-mail addresses': false,
    })
    await anna.getByRole('button', { name: 'Save and continue' }).click()
    await expect(anna.getByText('Use at least 15 characters')).toBeVisible()
    await expect(anna.getByText('Use words that have nothing to do with your names')).toBeVisible()
    await password.fill('password')
    await expect(meter).toHaveAttribute('aria-valuetext', /weak/i)
    await password.fill('password password')
    await anna.getByRole('button', { name: 'Save and continue' }).click()
    await expect(password).toHaveAttribute('aria-invalid', 'true')
    await password.fill(letter.password!)
    await anna.getByRole('button', { name: 'Save and continue' }).click()
    await expect(password).toHaveAttribute('aria-invalid', 'true')

    const suggestion = anna.getByRole('region', { name: 'Suggested passphrase' })
    const passphrase = (await suggestion.getByRole('paragraph').nth(1).textContent())!
    expect(passphrase.split('-')).toHaveLength(6)
    await suggestion.getByRole('button', { name: 'Use this' }).click()
    await expect(password).toHaveValue(passphrase)
    await expect(meter).toHaveAttribute('aria-valuetext', 'Strong')
    await anna.getByRole('button', { name: 'Save and continue' }).click()

    // Where she was going before the door.
    await expect(anna.getByRole('heading', { name: 'Profile' })).toBeVisible()
    await anna.getByRole('link', { name: 'Home' }).click()
    await expect(anna.getByRole('heading', { name: 'Hello, Anna' })).toBeVisible()
    await expect(customersOnHome(anna)).toHaveText(['Acme', 'Birch'])
    await expect(anna.getByText('NW-7')).toBeVisible()

    await anna.getByRole('button', { name: 'Sign out' }).click()
    await expect(anna.getByText('You are signed out.')).toBeVisible()
    await expectNoSignIn(anna, northwind.portalUrl, ANNA.email, letter.password!)
    await signInToPortal(anna, northwind.portalUrl, ANNA.email, passphrase)
    await expect(anna.getByRole('heading', { name: 'Hello, Anna' })).toBeVisible()
  })
})

test('of many customers, home shows the first eight and then all', async ({ northwind, openBrowser }) => {
  for (let at = 1; at <= 10; at++) {
    const customer = await northwind.addCustomer(`Branch ${String(at).padStart(2, '0')}`)
    await northwind.addContact(customer, { ...ANNA, ...(at === 1 && { portalPassword: { generate: true } }) })
  }
  const { password } = await northwind.letterTo(ANNA.email, 'Your temporary password for Northwind')
  const anna = await openBrowser()
  await enterPortal(anna, northwind.portalUrl, ANNA.email, password!)
  await expect(customersOnHome(anna)).toHaveCount(8)
  await anna.getByRole('button', { name: 'Show all 10' }).press('Enter')
  await expect(customersOnHome(anna)).toHaveCount(10)
  await expect(anna.getByRole('listitem').filter({ hasText: 'Branch 09' })).toBeFocused()
})

test('edits name and phone, and the seller sees it', async ({ northwind, olga, openBrowser }) => {
  const anna = await settle(northwind, openBrowser)
  await anna.getByRole('link', { name: 'Profile' }).click()
  await expect(anna.getByRole('heading', { name: 'Profile' })).toBeVisible()
  await expect(anna.getByText('A change applies to Acme and Birch.')).toBeVisible()
  await anna.getByLabel('Last name').fill('Ash-Meyer')
  await anna.getByLabel('Phone', { exact: true }).fill('+44 20 7946 0000')
  await anna.getByRole('button', { name: 'Save' }).click()
  await expect(anna.getByText('Saved.')).toBeVisible()
  await anna.reload()
  await expect(anna.getByLabel('Last name')).toHaveValue('Ash-Meyer')

  await olga.goto('/customers')
  await olga.getByRole('searchbox', { name: 'Search customers' }).fill('ash-meyer')
  await expect(olga.getByRole('table', { name: 'Customers' }).getByRole('link')).toHaveText(['Acme', 'Birch'])
  await olga.getByRole('link', { name: 'Birch' }).click()
  await olga.getByRole('button', { name: 'Customer Details' }).click()
  await olga.getByRole('menuitem', { name: 'Contacts' }).click()
  await olga.getByRole('link', { name: 'Anna Ash-Meyer' }).click()
  await expect(olga.getByRole('complementary', { name: 'Contact' })).toContainText('+44 20 7946 0000')
})

test('sees and ends sessions, and changes the password', async ({ northwind, openBrowser }) => {
  const { portalUrl } = northwind
  const anna = await settle(northwind, openBrowser)
  const [elsewhere, third] = [await openBrowser(), await openBrowser()]
  for (const page of [elsewhere, third]) {
    await signInToPortal(page, portalUrl, ANNA.email, OWN_PASSWORD)
    await expect(page.getByRole('heading', { name: 'Hello, Anna' })).toBeVisible()
  }

  await anna.getByRole('link', { name: 'Security' }).click()
  const sessions = anna.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem')
  await expect(sessions).toHaveCount(3)
  await expect(sessions.first()).toContainText('Chrome on Linux')
  await expect(sessions.first()).toContainText('This device')
  await sessions.nth(1).getByRole('button', { name: 'End' }).click()
  await expect(anna.getByText('The session of Chrome on Linux has ended')).toBeVisible()
  await expect(sessions).toHaveCount(2)
  await Promise.all([elsewhere.reload(), third.reload()])
  // One of the two, and only one, is back at the door.
  const atTheDoor = async () => {
    const headings = await Promise.all(
      [elsewhere, third].map((page) => page.getByRole('heading').allTextContents()),
    )
    return headings.flat().filter((text) => text === 'Sign in').length
  }
  await expect.poll(atTheDoor).toBe(1)

  await anna.getByLabel('Current password', { exact: true }).fill('not this one, surely')
  await anna.getByLabel('New password', { exact: true }).fill(OTHER_PASSWORD)
  await anna.getByRole('button', { name: 'Change password' }).click()
  await expect(anna.getByLabel('Current password', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await anna.getByLabel('Current password', { exact: true }).fill(OWN_PASSWORD)
  await anna.getByRole('button', { name: 'Change password' }).click()
  await expect(anna.getByText('Your password is changed. Every other session has ended.')).toBeVisible()
  await expect(sessions).toHaveCount(1)
  await Promise.all([elsewhere.reload(), third.reload()])
  await expect.poll(atTheDoor).toBe(2)
  await northwind.letterTo(ANNA.email, 'Your password for Northwind was changed')
  await expectNoSignIn(third, portalUrl, ANNA.email, OWN_PASSWORD)
  await signInToPortal(third, portalUrl, ANNA.email, OTHER_PASSWORD)
  await expect(third.getByRole('heading', { name: 'Hello, Anna' })).toBeVisible()
})

test('Forgot password works by link, once, and leaves the old one until then', async ({
  northwind,
  openBrowser,
}) => {
  const { portalUrl } = northwind
  await settle(northwind, openBrowser)
  const anna = await openBrowser()
  const ask = async (email: string) => {
    await anna.goto(portalUrl)
    await anna.getByRole('link', { name: 'Forgot password' }).click()
    await expect(anna.getByRole('heading', { name: 'Forgot password' })).toBeVisible()
    await anna.getByLabel('E-mail').fill(email)
    await anna.getByRole('button', { name: 'Send the link' }).click()
    return (await anna.getByRole('status').textContent())!.replaceAll(email, '…')
  }
  const forUnknown = await ask('nobody@ash.example')
  expect(await ask(ANNA.email), 'the same answer for everybody').toBe(forUnknown)
  const letter = await northwind.letterTo(ANNA.email, 'Choose a new password for Northwind')
  expect(letter.password).toBeNull()

  const old = await openBrowser()
  await signInToPortal(old, portalUrl, ANNA.email, OWN_PASSWORD)
  await expect(old.getByRole('heading', { name: 'Hello, Anna' })).toBeVisible()

  const open = async () => {
    await anna.goto('about:blank')
    await anna.goto(`${portalUrl}/set-password#${letter.token}`)
    await expect(anna.getByRole('heading', { name: 'Set your password' })).toBeVisible()
    expect(anna.url(), 'the secret leaves the address bar').toBe(`${portalUrl}/set-password`)
    await anna.getByLabel('New password', { exact: true }).fill(OTHER_PASSWORD)
    await anna.getByRole('button', { name: 'Set password' }).click()
  }
  await open()
  await expect(anna.getByText('Your new password is set. Sign in with it.')).toBeVisible()
  await expect(anna.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await old.reload()
  await expect(old.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expectNoSignIn(anna, portalUrl, ANNA.email, OWN_PASSWORD)
  await open()
  await expect(anna.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()
  await signInToPortal(anna, portalUrl, ANNA.email, OTHER_PASSWORD)
  await expect(anna.getByRole('heading', { name: 'Hello, Anna' })).toBeVisible()
})

test('another organization’s portal is another door', async ({ northwind, openBrowser }) => {
  const anna = await settle(northwind, openBrowser)
  const south = await northwind.call(organizationApi.found, { body: { name: 'Southwind' } })
  await anna.goto(south.portalUrl)
  await expect(anna.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(anna.getByText('Southwind').first()).toBeVisible()
  await expectNoSignIn(anna, south.portalUrl, ANNA.email, OWN_PASSWORD)
  await anna.goto(northwind.portalUrl)
  await expect(anna.getByRole('heading', { name: 'Hello, Anna' })).toBeVisible()
  await anna.goto(`${northwind.portalUrl}x`)
  await expect(anna.getByRole('heading', { name: 'There is no portal at this address' })).toBeVisible()
})

/** Anna is a contact of Acme and Birch, and has the mail with her temporary password. */
async function invite(northwind: Northwind) {
  const acme = await northwind.addCustomer('Acme', { accountNumber: 'NW-7' })
  const birch = await northwind.addCustomer('Birch')
  await northwind.addContact(acme, { ...ANNA, portalPassword: { generate: true } })
  await northwind.addContact(birch, ANNA)
  return northwind.letterTo(ANNA.email, 'Your temporary password for Northwind')
}

async function settle(northwind: Northwind, openBrowser: () => Promise<Page>) {
  const { password } = await invite(northwind)
  const anna = await openBrowser()
  await enterPortal(anna, northwind.portalUrl, ANNA.email, password!)
  return anna
}

function addressIn(text: string): string {
  return /http:\/\/\S+\/portal\/\S+/.exec(text)![0]
}

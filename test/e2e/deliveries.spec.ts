import { test as bare, type Page } from '@playwright/test'
import { openFaultySmtp } from '../faulty-smtp.ts'
import { expect, OWNER, test } from './portico.ts'
import { openPortico } from './running-portico.ts'
import { enterPortal } from './steps.ts'

test('Deliveries and the Mailbox, while nothing leaves this machine', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const birch = await northwind.addCustomer('Birch')
  const person = { email: 'anna@ash.example', firstName: 'Anna <b>Ash</b>', lastName: '' }
  await northwind.addContact(acme, { ...person, portalPassword: { generate: true } })
  await northwind.letterTo(person.email)
  await northwind.addContact(birch, person)
  await northwind.letterTo(person.email)

  await page.goto('/customers')
  await page.getByRole('link', { name: 'Deliveries' }).click()
  const lines = page.getByRole('table', { name: 'Deliveries' }).getByRole('row')
  await expect(lines.filter({ hasText: 'Birch' })).toContainText('Sent')
  const first = lines.filter({ hasText: 'Acme' })
  await expect(first).toContainText('anna@ash.example')
  await expect(first).toContainText('Temporary password')
  await expect(first).toContainText('Sent')

  await first.getByRole('link').click()
  const panel = page.getByRole('complementary', { name: 'Delivery' })
  await expect(panel).toContainText('Attempt 1')
  await expect(panel).toContainText('Accepted by the mail server.')
  await expect(panel.getByRole('button', { name: 'Send again' }), 'its secret is erased').toHaveCount(0)
  await panel.getByRole('button', { name: 'Close' }).click()
  await lines.filter({ hasText: 'Birch' }).getByRole('link').click()
  await panel.getByRole('button', { name: 'Send again' }).click()
  await expect(page.getByText('The e-mail is on its way to anna@ash.example.')).toBeVisible()
  await northwind.letterTo(person.email, 'you are now a contact of Birch')
  await expect(lines.filter({ hasText: 'Birch' })).toHaveCount(2)

  const banner = page.getByRole('note')
  await expect(banner).toContainText('Mail does not leave this machine.')
  await banner.getByRole('link', { name: 'Mailbox' }).click()
  await expect(page.getByRole('heading', { name: 'Mailbox' })).toBeVisible()
  await page.getByRole('link', { name: 'Your temporary password for Northwind' }).click()
  const letter = page.frameLocator('iframe')
  await expect(letter.getByText('Hello Anna <b>Ash</b>,')).toBeVisible()
  await expect(letter.locator('b').filter({ hasText: 'Ash' })).toHaveCount(0)
  await page.getByRole('radiogroup').getByText('Text', { exact: true }).click()
  const text = page.getByRole('article', { name: 'E-mail' }).locator('pre')
  await expect(text).toContainText('Your temporary password:')
  const [, password] = /^\s*([A-Za-z0-9]{20})\s*$/m.exec((await text.textContent())!)!

  const anna = await openBrowser()
  await enterPortal(anna, northwind.portalUrl, person.email, password!)
  await expect(anna.getByRole('heading', { name: 'Hello, Anna <b>Ash</b>' })).toBeVisible()
})

bare('with a mail server: what it refuses for now, for good, and takes', async ({ page }) => {
  const smtp = await openFaultySmtp()
  const portico = await openPortico({ environment: { SMTP_URL: smtp.url } })
  try {
    await page.goto(portico.url)
    await expect(page.getByRole('button', { name: 'Try it with sample data' })).toHaveCount(0)
    await page.getByLabel('Organization').fill('Northwind')
    await page.getByLabel('Your name').fill(OWNER.name)
    await page.getByLabel('Your e-mail').fill(OWNER.email)
    await page.getByLabel(/^Password/).fill(OWNER.password)
    await page.getByRole('button', { name: 'Set up', exact: true }).click()
    await page.getByRole('link', { name: 'Later' }).click()
    await expect(page.getByText('No customers yet')).toBeVisible()
    await expect(page.getByText('Mail does not leave this machine')).toHaveCount(0)
    await expect(page.getByRole('link', { name: 'Mailbox' })).toHaveCount(0)

    await page.getByRole('link', { name: 'New Customer' }).first().click()
    await page.getByLabel('Name').fill('Acme')
    await page.getByRole('button', { name: 'Save' }).click()

    smtp.fail({ at: 'rcpt', do: '550 5.1.1 No such user here', times: 1 })
    await addContact(page, 'gone@ash.example')
    await expectDelivery(page, 'gone@ash.example', 'Bounced', [
      'The mail server rejected the address: the mailbox does not exist.',
      '550 5.1.1 No such user here',
    ])
    await expect(page.getByRole('button', { name: 'Send again' })).toHaveCount(0)

    smtp.fail({ at: 'rcpt', do: '451 4.7.1 Greylisted, try again later', times: 1 })
    await page.getByRole('link', { name: 'Customers' }).click()
    await page.getByRole('link', { name: 'Acme' }).click()
    await page.getByRole('button', { name: 'Customer Details' }).click()
    await page.getByRole('menuitem', { name: 'Contacts' }).click()
    await addContact(page, 'later@ash.example')
    await expectDelivery(page, 'later@ash.example', 'Queued', [
      'The mail server asked to wait. It will be tried again.',
      '451 4.7.1 Greylisted, try again later',
    ])
    const panel = page.getByRole('complementary', { name: 'Delivery' })
    await expect(panel).toContainText('Next try')
    await panel.getByRole('button', { name: 'Send again' }).click()
    await expect(panel).toContainText('Attempt 2')
    await expect(panel.getByText('Sent', { exact: true })).toBeVisible()
    expect(smtp.messages.map(({ to }) => to)).toEqual([['later@ash.example']])
  } finally {
    await portico.close()
    await smtp.close()
  }
})

async function addContact(page: Page, email: string) {
  await page.getByRole('link', { name: 'New Contact' }).click()
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(`${email} was added.`)).toBeVisible()
}

async function expectDelivery(page: Page, to: string, state: string, words: string[]) {
  await page.getByRole('link', { name: 'Deliveries' }).click()
  const line = page.getByRole('table', { name: 'Deliveries' }).getByRole('row').filter({ hasText: to })
  await expect(line).toContainText(state)
  await expect(line).toContainText(words[0]!)
  await line.getByRole('link').click()
  const panel = page.getByRole('complementary', { name: 'Delivery' })
  for (const word of words) await expect(panel).toContainText(word)
}

import { expect, test, type Northwind } from './portico.ts'
import {
  OWN_PASSWORD,
  contactPanel,
  contactRow,
  customersOnHome,
  enterPortal,
  expectNoSignIn,
  fact,
  openContact,
  openContacts,
  signInToPortal,
} from './steps.ts'

const ANNA = { email: 'anna@ash.example', firstName: 'Anna', lastName: 'Ash' }

test('somebody known without portal access is offered the same passwords as anybody new', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  await northwind.addContact(await northwind.addCustomer('Acme'), ANNA)
  await openContacts(page, await northwind.addCustomer('Birch'))
  await page.getByRole('link', { name: 'New Contact' }).click()
  const form = contactPanel(page)
  await form.getByLabel('E-mail').fill(ANNA.email)
  await expect(form.getByRole('status')).toContainText('Anna has no portal access.')
  await expect(form.getByRole('checkbox', { name: 'No portal access for now' })).toBeVisible()
  await form.getByRole('checkbox', { name: 'Generate the temporary password automatically' }).uncheck()
  await form.getByLabel('Temporary password', { exact: true }).fill('four herons at noon')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(
    page.getByText('Anna Ash is now a contact of Birch too. The temporary password is on'),
  ).toBeVisible()
  expect((await northwind.letterTo(ANNA.email, 'temporary password')).text).toContain('four herons at noon')
  const anna = await openBrowser()
  await signInToPortal(anna, northwind.portalUrl, ANNA.email, 'four herons at noon')
  await expect(anna.getByRole('heading', { name: 'Choose your password' })).toBeVisible()
})

test('a known address is recognized while typing, and linked instead of copied', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const birch = await northwind.addCustomer('Birch')
  await northwind.addContact(acme, { ...ANNA, portalPassword: { generate: true } })
  const anna = await openBrowser()
  const { password } = await northwind.letterTo(ANNA.email)
  await enterPortal(anna, northwind.portalUrl, ANNA.email, password!)

  await openContacts(page, birch)
  await page.getByRole('link', { name: 'New Contact' }).click()
  const form = contactPanel(page)
  await form.getByLabel('E-mail').pressSequentially('anna@ash.exampl')
  await expect(form.getByLabel('First name')).toBeVisible()
  await form.getByLabel('E-mail').pressSequentially('e')
  await expect(form.getByRole('status')).toContainText('Anna Ash is already a contact of Acme.')
  await expect(form.getByRole('status')).toContainText(
    'Save links Anna Ash to this customer too, and tells Anna Ash by e-mail.',
  )
  await expect(form.getByLabel('First name')).toBeHidden()
  await expect(form.getByText('Generate the temporary password automatically')).toBeHidden()
  await form.getByLabel('Job title').fill('Bookkeeper at Birch')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Anna Ash is now a contact of Birch too.')).toBeVisible()
  await expect(contactPanel(page)).toContainText('Bookkeeper at Birch')
  await expect(fact(contactPanel(page), 'Contact of').getByRole('link', { name: 'Acme' })).toBeVisible()

  // She is told by mail, keeps the password that she has, and finds both with one sign-in.
  const told = await northwind.letterTo(ANNA.email, 'you are now a contact of Birch')
  expect(told.password).toBeNull()
  await anna.reload()
  await expect(customersOnHome(anna)).toHaveText(['Acme', 'Birch'])
  await signInToPortal(await openBrowser(), northwind.portalUrl, ANNA.email, OWN_PASSWORD)

  await page.getByRole('link', { name: 'New Contact' }).click()
  await form.getByLabel('E-mail').fill('ANNA@ash.example')
  await expect(form.getByRole('status')).toContainText('Anna Ash is already a contact of this customer.')
  await expect(form.getByRole('button', { name: 'Save' })).toBeDisabled()
})

test('one reads which customers a change reaches before Save, and every one of them shows it', async ({
  northwind,
  olga: page,
}) => {
  const { acme, birch, cedar } = await annaAtThree(northwind)
  const panel = await openContact(page, birch.customer, birch.contact)
  await panel.getByRole('button', { name: 'Edit contact' }).click()
  await expect(panel).toContainText('Anna is also a contact of Acme and Cedar; this changes all 3.')
  await panel.getByLabel('Last name').fill('Ash-Meyer')
  await panel.getByLabel('Phone', { exact: true }).fill('+44 20 7946 0000')
  await panel.getByLabel('Job title').fill('Only at Birch')
  await panel.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Anna Ash-Meyer was saved.')).toBeVisible()

  for (const { customer } of [acme, cedar, birch]) {
    await openContacts(page, customer)
    await page.getByRole('link', { name: 'Anna Ash-Meyer' }).click()
    await expect(panel).toContainText('+44 20 7946 0000')
    const jobTitle = contactRow(page, 'Anna Ash-Meyer').getByText('Only at Birch')
    await expect(jobTitle).toHaveCount(customer === birch.customer ? 1 : 0)
  }
})

test('Only this customer splits them under a new address', async ({ northwind, olga: page, openBrowser }) => {
  const { acme, cedar } = await annaAtThree(northwind)
  const anna = await openBrowser()
  const { password } = await northwind.letterTo(ANNA.email, 'temporary password')
  await enterPortal(anna, northwind.portalUrl, ANNA.email, password!)

  const panel = await openContact(page, cedar.customer, cedar.contact)
  await panel.getByRole('button', { name: 'Edit contact' }).click()
  await panel.getByRole('checkbox', { name: 'Only this customer' }).check()
  await panel.getByRole('button', { name: 'Save' }).click()
  await expect(panel).toContainText('Enter the address that Anna uses only for Cedar.')
  await panel.getByLabel('New e-mail, for this customer').fill('anna@cedar.example')
  await panel.getByLabel('First name').fill('Annika')
  await panel.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Annika Ash was saved.')).toBeVisible()
  await expect(contactRow(page, 'Annika Ash')).toContainText('anna@cedar.example')
  await expect(fact(panel, 'Contact of').getByRole('link', { name: 'Acme' })).toBeHidden()

  await openContact(page, acme.customer, acme.contact)
  await expect(panel).toContainText('anna@ash.example')
  await expect(fact(panel, 'Contact of').getByRole('link', { name: 'Birch' })).toBeVisible()
  await expect(fact(panel, 'Contact of').getByRole('link', { name: 'Cedar' })).toBeHidden()
  await anna.reload()
  await expect(customersOnHome(anna)).toHaveText(['Acme', 'Birch'])
})

test('a new e-mail takes the mail along and leaves the old password behind', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const contact = await northwind.addContact(acme, { ...ANNA, portalPassword: { generate: true } })
  const anna = await openBrowser()
  const { password } = await northwind.letterTo(ANNA.email)
  await enterPortal(anna, northwind.portalUrl, ANNA.email, password!)

  const panel = await openContact(page, acme, contact)
  await panel.getByRole('button', { name: 'Edit contact' }).click()
  await panel.getByLabel('E-mail').fill('anna@new.example')
  await expect(panel.getByRole('status')).toContainText(
    'The current password, sessions and links stop working, and anna@ash.example is told about it.',
  )
  await panel.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Anna Ash was saved.')).toBeVisible()
  await expect(panel).toContainText('No access')

  await northwind.letterTo(ANNA.email, 'Your e-mail address at Northwind was changed')
  await anna.reload()
  await expect(anna.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expectNoSignIn(anna, northwind.portalUrl, ANNA.email, OWN_PASSWORD)
  await expectNoSignIn(anna, northwind.portalUrl, 'anna@new.example', OWN_PASSWORD)

  await panel.getByRole('button', { name: 'Issue a password' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click()
  const fresh = await northwind.letterTo('anna@new.example')
  await enterPortal(anna, northwind.portalUrl, 'anna@new.example', fresh.password!, 'slow boats and rain')
})

test('an e-mail of somebody else links the contact to them, and leaves them as they are', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const birch = await northwind.addCustomer('Birch')
  await northwind.addContact(acme, { ...ANNA, portalPassword: { generate: true } })
  const { password } = await northwind.letterTo(ANNA.email)
  await enterPortal(await openBrowser(), northwind.portalUrl, ANNA.email, password!)
  const boris = await northwind.addContact(birch, { email: 'boris@baum.example', firstName: 'Boris' })

  const panel = await openContact(page, birch, boris)
  await panel.getByRole('button', { name: 'Edit contact' }).click()
  await panel.getByLabel('E-mail').fill(ANNA.email)
  await expect(panel.getByRole('status')).toContainText('anna@ash.example belongs to Anna Ash.')
  await expect(panel.getByRole('button', { name: 'Save' })).toBeDisabled()
  await panel.getByRole('checkbox', { name: 'Link to Anna Ash' }).check()
  await panel.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Anna Ash was saved.')).toBeVisible()
  await expect(contactRow(page, 'Anna Ash')).toContainText('Active')
  await expect(contactRow(page, 'Boris')).toBeHidden()

  const anna = await openBrowser()
  await signInToPortal(anna, northwind.portalUrl, ANNA.email, OWN_PASSWORD)
  await expect(customersOnHome(anna)).toHaveText(['Acme', 'Birch'])
})

async function annaAtThree(northwind: Northwind) {
  const at = async (name: string, portalPassword: { generate: true } | null = null) => {
    const customer = await northwind.addCustomer(name)
    return { customer, contact: await northwind.addContact(customer, { ...ANNA, portalPassword }) }
  }
  return { acme: await at('Acme', { generate: true }), birch: await at('Birch'), cedar: await at('Cedar') }
}

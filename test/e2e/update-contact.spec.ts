import { expect, OWNER, test } from './portico.ts'
import { contactPanel, contactRow, enterPortal, fact, openContact, openContacts, receive } from './steps.ts'

test('click the name, read who this is, pencil icon, change, Save', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const anna = await northwind.addContact(acme, {
    email: 'anna@ash.example',
    firstName: 'Anna',
    lastName: 'Ash',
    jobTitle: 'Bookkeeper',
    receives: { invoices: 'to', statements: 'cc' },
    portalPassword: { generate: true },
  })
  const panel = await openContact(page, acme, anna)
  await expect(panel).toContainText('Bookkeeper')
  await expect(fact(panel, 'E-mail')).toHaveText('anna@ash.example')
  await expect(fact(panel, 'Receives')).toHaveText('Invoices, Statements (Cc)')
  await expect(fact(panel, 'Contact of')).toHaveText('Acme')
  await expect(fact(panel, 'Status')).toHaveText('Temporary password')
  await expect(fact(panel, 'Last sign-in')).toHaveText('Never')
  await expect(fact(panel, 'Expires')).toHaveText('in 3 days')
  await expect(panel.getByRole('heading', { name: 'Recent activity' })).toBeVisible()
  await expect(panel).toContainText('Olga Owner')

  const { password } = await northwind.letterTo('anna@ash.example')
  await enterPortal(await openBrowser(), northwind.portalUrl, 'anna@ash.example', password!)
  await openContact(page, acme, anna)
  await expect(fact(panel, 'Status')).toHaveText('Active')
  await expect(fact(panel, 'Last sign-in')).toHaveText(/just now|minute/)
  await expect(panel.getByText('Expires')).toBeHidden()

  await panel.getByRole('button', { name: 'Edit contact' }).click()
  const form = contactPanel(page)
  await expect(form.getByRole('heading', { name: 'Edit Anna Ash' })).toBeVisible()
  await form.getByLabel('Last name').fill('Ash-Meyer')
  await form.getByLabel('Phone', { exact: true }).fill('+44 20 7946 0000')
  await form.getByLabel('Job title').fill('Head of accounts')
  await receive(form, 'Reminders', 'To')
  await form.getByRole('button', { name: 'Save' }).click()

  await expect(page.getByText('Anna Ash-Meyer was saved.')).toBeVisible()
  await expect(panel.getByRole('heading', { name: 'Anna Ash-Meyer' })).toBeVisible()
  await expect(fact(panel, 'Phone')).toHaveText('+44 20 7946 0000')
  await expect(fact(panel, 'Receives')).toHaveText('Invoices, Reminders, Statements (Cc)')
  await expect(contactRow(page, 'Anna Ash-Meyer')).toContainText('Head of accounts')
  await expect(panel.getByRole('listitem').filter({ hasText: 'Ash-Meyer' }).first()).toContainText(
    'Olga Owner',
  )
  await page.reload()
  await expect(panel).toContainText('Head of accounts')
})

test('what a colleague saved meanwhile is not overwritten', async ({ northwind, olga: page }) => {
  const acme = await northwind.addCustomer('Acme')
  const anna = await northwind.addContact(acme, { email: 'anna@ash.example', firstName: 'Anna' })
  await openContact(page, acme, anna)
  await contactPanel(page).getByRole('button', { name: 'Edit contact' }).click()
  await contactPanel(page).getByLabel('Job title').fill('Mine')

  const colleague = await page.context().newPage()
  await openContacts(colleague, acme)
  await colleague.getByRole('link', { name: 'Anna', exact: true }).click()
  await contactPanel(colleague).getByRole('button', { name: 'Edit contact' }).click()
  await contactPanel(colleague).getByLabel('Job title').fill('Theirs')
  await contactPanel(colleague).getByLabel('Phone', { exact: true }).fill('+49 30 1')
  await contactPanel(colleague).getByRole('button', { name: 'Save' }).click()
  await expect(colleague.getByText('Anna was saved.')).toBeVisible()

  await contactPanel(page).getByRole('button', { name: 'Save' }).click()
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('Olga Owner changed this meanwhile')
  await expect(alert).toContainText('You both changed Job title (theirs: “Theirs”).')
  const jobTitle = contactPanel(page).getByLabel('Job title')
  await expect(jobTitle).toHaveValue('Mine')
  await alert.getByRole('button', { name: 'Take theirs' }).click()
  await expect(jobTitle).toHaveValue('Theirs')
  await alert.getByRole('button', { name: 'Take mine back' }).click()
  await expect(jobTitle).toHaveValue('Mine')
  await expect(contactPanel(page).getByLabel('Phone', { exact: true })).toHaveValue('+49 30 1')
  await contactPanel(page).getByRole('button', { name: 'Save' }).click()
  await expect(contactPanel(page).getByRole('button', { name: 'Edit contact' })).toBeVisible()
  await expect(contactRow(page, 'Anna')).toContainText('Mine')
})

test('an hour after sign-in, a new address for somebody with portal access asks for the password over the form', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const anna = await northwind.addContact(acme, {
    email: 'anna@ash.example',
    firstName: 'Anna',
    lastName: 'Ash',
    portalPassword: { generate: true },
  })
  // The server's clock is the real one, so it says so until the password was typed, as it would an hour later.
  let isShown = false
  await page.route('**/v1/contacts/*', (route) =>
    route.request().method() !== 'PATCH' || isShown
      ? route.continue()
      : route.fulfill({
          status: 403,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            type: '/docs#password-needed',
            title: 'Show your password',
            status: 403,
            detail: 'You last typed your password more than 30 minutes ago.',
          }),
        }),
  )
  page.on('response', (response) => {
    if (response.url().endsWith('/v1/session/password') && response.ok()) isShown = true
  })
  await openContact(page, acme, anna)
  await contactPanel(page).getByRole('button', { name: 'Edit contact' }).click()
  const form = contactPanel(page)
  await form.getByLabel('E-mail').fill('anna@new.example')
  await form.getByLabel('Job title').fill('Bookkeeper')
  await form.getByRole('button', { name: 'Save' }).click()

  const dialog = page.getByRole('dialog', { name: 'Enter your password' })
  const password = dialog.getByLabel('Password', { exact: true })
  await expect(password).toBeFocused()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await expect(form.getByRole('alert')).toContainText('more than 30 minutes ago')
  await expect(form.getByLabel('E-mail')).toHaveValue('anna@new.example')

  await form.getByRole('button', { name: 'Save' }).click()
  await password.fill('not my password')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('This is not your password.')).toBeVisible()
  await expect(password).toBeFocused()
  await password.fill(OWNER.password)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(fact(contactPanel(page), 'E-mail')).toHaveText('anna@new.example')
  await expect(contactPanel(page)).toContainText('Bookkeeper')
})

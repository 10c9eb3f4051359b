import { expect, test } from './portico.ts'
import {
  choose,
  contactPanel,
  contactRow,
  expectRules,
  OWN_PASSWORD,
  openContacts,
  receive,
  roleOf,
  signInToPortal,
  tabTo,
} from './steps.ts'

test('New Contact with everything; the generated password in the mail signs in', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme')
  await openContacts(page, acme)
  await page.getByRole('link', { name: 'New Contact' }).click()

  const form = contactPanel(page)
  await expect(form.getByRole('heading', { name: 'New Contact' })).toBeVisible()
  await form.getByLabel('First name').fill('Anna')
  await form.getByLabel('Last name').fill('Ash')
  await form.getByLabel('E-mail').fill('Anna@Ash.example')
  await form.getByLabel('Phone', { exact: true }).fill('+49 711 555 100')
  await form.getByLabel('Second phone').fill('+49 171 555 200')
  await form.getByLabel('Job title').fill('Accounts payable')
  await choose(page, 'Language', 'German')
  await choose(page, 'Time zone', 'Europe/Berlin')
  await expect(form.getByText('As your settings say for new contacts')).toBeVisible()
  for (const kind of ['Invoices', 'Reminders', 'Receipts', 'Statements', 'Account notices'])
    await expect(roleOf(form, kind, 'To'), kind).toBeChecked()
  await receive(form, 'Statements', 'Cc')
  await receive(form, 'Receipts', 'Nothing')
  await form.getByRole('checkbox', { name: 'Primary contact' }).check()
  await expect(
    form.getByRole('checkbox', { name: 'Generate the temporary password automatically' }),
  ).toBeChecked()
  await expect(form.getByLabel('Temporary password', { exact: true })).toBeHidden()
  await form.getByRole('button', { name: 'Save' }).click()

  await expect(page.getByText('Anna Ash was added.')).toBeVisible()
  await expect(contactPanel(page).getByRole('heading', { name: 'Anna Ash' })).toBeVisible()
  for (const shown of [
    'Accounts payable · Primary contact',
    'Anna@ash.example',
    '+49 711 555 100',
    '+49 171 555 200',
    'Invoices, Reminders, Statements (Cc), Account notices',
    'German',
    'Europe/Berlin',
    'Temporary password',
  ])
    await expect(contactPanel(page)).toContainText(shown)
  await expect(contactRow(page, 'Anna Ash')).toContainText('Primary')

  const letter = await northwind.letterTo('Anna@ash.example')
  expect(letter.from).toContain('Northwind')
  expect(letter.text).toContain(northwind.portalUrl)
  const anna = await openBrowser()
  await signInToPortal(anna, northwind.portalUrl, 'anna@ash.example', letter.password!)
  await expect(anna.getByRole('heading', { name: 'Choose your password' })).toBeVisible()
})

test('a typed password tells its rules as one types, and is the one in the mail', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme')
  await openContacts(page, acme)
  await page.getByRole('link', { name: 'New Contact' }).click()
  const form = contactPanel(page)
  await form.getByLabel('First name').fill('Boris')
  await form.getByLabel('Last name').fill('Baumgartner')
  await form.getByLabel('E-mail').fill('boris@baum.example')
  await form.getByRole('checkbox', { name: 'Generate the temporary password automatically' }).uncheck()

  const password = form.getByLabel('Temporary password', { exact: true })
  await expectRules(page, { 'At least 15 characters': false })
  await password.pressSequentially('boris')
  await expectRules(page, {
    'At least 15 characters': false,
    'Not built from names or e-mail addresses': false,
    'No sequences or repeats': true,
  })
  await password.fill('boris.baumgartner')
  await expectRules(page, {
    'At least 15 characters': true,
    'Not built from names or e-mail addresses': false,
  })
  await password.fill('1234567890123456')
  await expectRules(page, { 'No sequences or repeats': false })
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('Use fewer sequences and repeats')).toBeVisible()
  expect(await northwind.unread()).toEqual([])

  const typed = 'four herons at noon'
  await password.fill(typed)
  await expectRules(page, {
    'At least 15 characters': true,
    'Not built from names or e-mail addresses': true,
    'No sequences or repeats': true,
  })
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Boris Baumgartner was added.')).toBeVisible()

  const letter = await northwind.letterTo('boris@baum.example')
  expect(letter.text).toContain(typed)
  const boris = await openBrowser()
  await signInToPortal(boris, northwind.portalUrl, 'boris@baum.example', typed)
  await expect(boris.getByRole('heading', { name: 'Choose your password' })).toBeVisible()
  await boris.getByLabel('New password', { exact: true }).fill(typed)
  await boris.getByRole('button', { name: 'Save and go on' }).click()
  await expect(
    boris
      .getByRole('alert')
      .or(boris.getByText(/temporary/i))
      .first(),
  ).toBeVisible()
  await boris.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD)
  await boris.getByRole('button', { name: 'Save and go on' }).click()
  await expect(boris.getByRole('heading', { name: 'Hello, Boris' })).toBeVisible()
})

test('the e-mail is the only thing that is required', async ({ northwind, olga: page }) => {
  const acme = await northwind.addCustomer('Acme')
  await openContacts(page, acme)
  await page.getByRole('link', { name: 'New Contact' }).click()
  const form = contactPanel(page)
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true')
  await expect(form.getByLabel('E-mail')).toBeFocused()
  await form.getByLabel('E-mail').fill('two@at@once.example')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true')
  await form.getByLabel('E-mail').fill('info@nameless.example')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('info@nameless.example was added.')).toBeVisible()
  expect((await northwind.letterTo('info@nameless.example')).password).toHaveLength(20)
})

test('by keyboard only', async ({ northwind, olga: page }) => {
  const acme = await northwind.addCustomer('Acme')
  await openContacts(page, acme)
  await tabTo(page, page.getByRole('link', { name: 'New Contact' }))
  await page.keyboard.press('Enter')
  const form = contactPanel(page)
  await expect(form.getByLabel('E-mail')).toBeFocused()
  await page.keyboard.type('anna@ash.example')
  await tabTo(page, form.getByLabel('First name'))
  await page.keyboard.type('Anna')
  await tabTo(page, roleOf(form, 'Statements', 'To'))
  await page.keyboard.press('ArrowRight')
  await tabTo(page, form.getByRole('checkbox', { name: 'Generate the temporary password automatically' }))
  await page.keyboard.press('Space')
  await tabTo(page, form.getByLabel('Temporary password', { exact: true }))
  await page.keyboard.type('four herons at noon')
  await tabTo(page, form.getByRole('button', { name: 'Save' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Anna was added.')).toBeVisible()
  await expect(form).toContainText('Invoices, Reminders, Receipts, Statements (Cc), Account notices')
  expect((await northwind.letterTo('anna@ash.example')).text).toContain('four herons at noon')
})

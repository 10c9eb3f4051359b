import { organizationApi } from '../../server/organization/organization.api.ts'
import { expect, test } from './portico.ts'
import {
  choose,
  contactPanel,
  contactRow,
  expectRules,
  fact,
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
  await form.getByRole('button', { name: /^Department, external ID, second phone/ }).click()
  await expect(form.getByRole('combobox', { name: 'Language' })).toHaveValue('The organization’s (English)')
  await form.getByLabel('Second phone').fill('+49 171 555 200')
  await form.getByLabel('Job title').fill('Accounts payable')
  await choose(page, 'Language', 'German')
  await choose(page, 'Time zone', 'Europe/Berlin')
  await expect(form.getByText('As set for new contacts in Organization > Settings')).toBeVisible()
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

test('a typed password shows its rules as you type, and is the one in the mail', async ({
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
  await expect(password).toBeFocused()
  await expect(password).toBeInViewport()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('Enter a temporary password.')).toBeVisible()
  await expect(password).toBeFocused()
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
  await boris.getByRole('button', { name: 'Save and continue' }).click()
  await expect(
    boris
      .getByRole('alert')
      .or(boris.getByText(/temporary/i))
      .first(),
  ).toBeVisible()
  await boris.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD)
  await boris.getByRole('button', { name: 'Save and continue' }).click()
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
  const head = (await form.getByRole('heading', { name: 'New Contact' }).boundingBox())!
  const label = (await form.locator('label', { hasText: 'E-mail' }).boundingBox())!
  expect(label.y, 'the label is not behind the head of the panel').toBeGreaterThan(head.y + head.height)
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
  await expect(form.getByLabel('Temporary password', { exact: true })).toBeFocused()
  await page.keyboard.type('four herons at noon')
  await tabTo(page, form.getByRole('button', { name: 'Save' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Anna was added.')).toBeVisible()
  await expect(form).toContainText('Invoices, Reminders, Receipts, Statements (Cc), Account notices')
  expect((await northwind.letterTo('anna@ash.example')).text).toContain('four herons at noon')
})

for (const [name, viewport] of Object.entries({
  'on a desk': { width: 1440, height: 900 },
  'on a phone': { width: 390, height: 844 },
}))
  test(`as the article says, without scrolling to Save: ${name}`, async ({
    northwind,
    olga: page,
    openBrowser,
  }) => {
    await page.setViewportSize(viewport)
    const acme = await northwind.addCustomer('Acme')
    await openContacts(page, acme)
    await page.getByRole('link', { name: 'New Contact' }).click()
    const form = contactPanel(page)
    const save = form.getByRole('button', { name: 'Save' })
    await expect(save).toBeInViewport({ ratio: 1 })
    await form.getByLabel('E-mail').fill('anna@ash.example')
    const generate = form.getByRole('checkbox', { name: 'Generate the temporary password automatically' })
    if (name === 'on a desk') {
      const [choice, foot] = [(await generate.boundingBox())!, (await save.boundingBox())!]
      expect(choice.y + choice.height, 'seen without scrolling').toBeLessThan(foot.y)
    }
    await generate.uncheck()
    const password = form.getByLabel('Temporary password', { exact: true })
    await expect(password).toBeFocused()
    await expect(password).toBeInViewport({ ratio: 1 })
    const [field, foot] = [(await password.boundingBox())!, (await save.boundingBox())!]
    expect(field.y + field.height, 'not behind the foot').toBeLessThan(foot.y)
    await generate.check()
    await expect(save).toBeInViewport({ ratio: 1 })
    await save.click()
    await expect(page.getByText('anna@ash.example was added.')).toBeVisible()
    await expect(fact(form, 'Receives')).toHaveText(
      'Invoices, Reminders, Receipts, Statements, Account notices',
    )
    const { password: sent } = await northwind.letterTo('anna@ash.example')
    await signInToPortal(await openBrowser(), northwind.portalUrl, 'anna@ash.example', sent!)
  })

test('no portal access for now: nothing is mailed, and nothing about a password is promised', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  await openContacts(page, acme)
  await page.getByRole('link', { name: 'New Contact' }).click()
  const form = contactPanel(page)
  await form.getByLabel('E-mail').fill('anna@ash.example')
  await form.getByLabel('First name').fill('Anna')
  await tabTo(page, form.getByRole('checkbox', { name: 'No portal access for now' }))
  await page.keyboard.press('Space')
  await expect(form.getByText('Generate the temporary password automatically')).toBeHidden()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Anna was added. They have no portal access for now.')).toBeVisible()
  await expect(fact(form, 'Status')).toHaveText('No access')
  await expect(form.getByText('Last sign-in')).toBeHidden()
  expect(await northwind.unread()).toEqual([])

  await form.getByRole('button', { name: 'Delete contact' }).click()
  const question = page.getByRole('dialog')
  await expect(question).toContainText('Anna gets no more mail for Acme.')
  await expect(question).not.toContainText('password')
})

test('where links are mailed, New Contact and Reset password speak of links, and offer no password to type', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const { organization, call } = northwind
  await call(organizationApi.change, { body: { credentialMail: 'link' }, version: organization.version })
  const acme = await northwind.addCustomer('Acme')
  await openContacts(page, acme)
  await page.getByRole('link', { name: 'New Contact' }).click()
  const form = contactPanel(page)
  await form.getByLabel('E-mail').fill('anna@ash.example')
  await expect(form.getByText('Save mails the contact a link to set a password.')).toBeVisible()
  await expect(form.getByText('Generate the temporary password automatically')).toBeHidden()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(
    page.getByText('anna@ash.example was added. The link to set a password is on its way'),
  ).toBeVisible()
  await expect(fact(form, 'Status')).toHaveText('Invited')
  expect((await northwind.letterTo('anna@ash.example')).token).not.toBeNull()

  await form.getByRole('button', { name: 'Reset password' }).click()
  const dialog = page.getByRole('dialog', { name: 'Reset password' })
  await expect(dialog).toContainText('gets a link to set a password at anna@ash.example')
  await expect(dialog.getByRole('checkbox')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Change' }).click()
  await expect(
    page.getByText('A link to set a new password is on its way to anna@ash.example.'),
  ).toBeVisible()
  const { token } = await northwind.letterTo('anna@ash.example')
  const anna = await openBrowser()
  await anna.goto(`${northwind.portalUrl}/set-password#${token}`)
  await anna.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD)
  await anna.getByRole('button', { name: 'Set password' }).click()
  await expect(anna.getByRole('heading', { name: 'This link no longer works' })).toBeHidden()

  // The import promises nothing else.
  await page.goto('/import')
  const file = {
    name: 'birch.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Company,E-mail\nBirch,bo@birch.example\n'),
  }
  await page.getByLabel('File to import').setInputFiles(file)
  await page.getByRole('checkbox', { name: 'Mail a link to set a password to contacts' }).check()
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(
    page.getByText('1 contact without portal access is mailed a link to set a password.'),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByText('Portal access was mailed to 1 contact.')).toBeVisible()
  expect((await northwind.letterTo('bo@birch.example')).token).not.toBeNull()
})

test('what was done is said over the head of the page, and the tab below it can be clicked', async ({
  northwind,
  olga: page,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 })
  await openContacts(page, await northwind.addCustomer('Acme'))
  await page.getByRole('link', { name: 'New Contact' }).click()
  await contactPanel(page).getByLabel('E-mail').fill('anna@ash.example')
  await contactPanel(page).getByRole('button', { name: 'Save' }).click()
  const toast = page.getByRole('alert').filter({ hasText: 'anna@ash.example was added.' })
  const tab = page.getByRole('link', { name: 'Deliveries' })
  const isBelow = async () => {
    const [over, under] = [await toast.boundingBox(), (await tab.boundingBox())!]
    const [x, y] = [under.x + under.width / 2, under.y + under.height / 2]
    return over !== null && over.x < x && x < over.x + over.width && over.y < y && y < over.y + over.height
  }
  await expect.poll(isBelow, 'the toast lies over the tab').toBe(true)
  // It waits until the tab would get the click: while the toast takes it, until that is gone.
  await tab.click({ trial: true })
  expect(await isBelow(), 'the click goes through the toast').toBe(true)
  await toast.getByRole('button', { name: 'Dismiss' }).click()
  await expect(toast).toHaveCount(0)
})

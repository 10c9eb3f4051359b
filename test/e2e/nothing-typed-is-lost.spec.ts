import type { Page, Route } from '@playwright/test'
import { organizationApi } from '../../server/organization/organization.api.ts'
import { expect, OWNER, test } from './portico.ts'
import { contactPanel, contactRow, enterPortal, openContacts, OWN_PASSWORD } from './steps.ts'

test('a contact that is half typed is not lost by Escape, another row, a link, Back or a closed tab', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  await northwind.addContact(acme, { email: 'anna@ash.example', firstName: 'Anna' })
  await openContacts(page, acme)
  await page.getByRole('link', { name: 'New Contact' }).click()
  const job = contactPanel(page).getByLabel('Job title')
  await job.fill('Head of accounts')
  const question = page.getByRole('dialog', { name: 'Leave without saving?' })
  const stays = async (leave: () => Promise<unknown>) => {
    await leave()
    await expect(question).toBeVisible()
    await expect(question.getByRole('button', { name: 'Stay' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(question).toBeHidden()
    await expect(job).toHaveValue('Head of accounts')
  }

  await stays(() => job.press('Escape'))
  await expect(job).toBeFocused()
  await stays(() => contactPanel(page).getByRole('button', { name: 'Close' }).click())
  await stays(() => contactPanel(page).getByRole('button', { name: 'Cancel' }).click())
  await stays(() => contactRow(page, 'Anna').getByRole('link').click())
  await stays(() => page.getByRole('link', { name: 'Receivables', exact: true }).click())
  await stays(() => page.goBack().catch(() => {}))
  await expect(page).toHaveURL(/contacts\/new$/)

  let asked = 0
  page.on('dialog', (dialog) => {
    asked++
    void dialog.dismiss()
  })
  await page.close({ runBeforeUnload: true })
  await expect.poll(() => asked).toBe(1)
  await expect(job).toHaveValue('Head of accounts')

  // A filter of the list beside it loses nothing. Once saved, it asks no more.
  await page.getByRole('checkbox', { name: 'Show Inactive Contacts' }).check()
  await contactPanel(page).getByLabel('E-mail').fill('bea@ash.example')
  await contactPanel(page).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('bea@ash.example was added.', { exact: false })).toBeVisible()
  await expect(question).toBeHidden()
  await expect(contactPanel(page)).toContainText('Head of accounts')

  await contactPanel(page).getByRole('button', { name: 'Edit contact' }).click()
  await job.fill('Another')
  await job.press('Escape')
  await question.getByRole('button', { name: 'Leave' }).click()
  await expect(contactPanel(page)).toContainText('Head of accounts')
})

test('a dialog asks before it takes away what is typed in it', async ({ olga: page }) => {
  await page.goto('/organization/staff')
  await page.getByRole('button', { name: 'Invite' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite' })
  await dialog.getByLabel('Name').press('Escape')
  await expect(dialog).toBeHidden()

  await page.getByRole('button', { name: 'Invite' }).click()
  const name = dialog.getByLabel('Name')
  await name.fill('Vera Vance')
  const question = page.getByRole('dialog', { name: 'Leave without saving?' })
  for (const leave of [
    () => name.press('Escape'),
    () => page.mouse.click(5, 5),
    () => dialog.getByRole('button', { name: 'Close' }).click(),
    () => dialog.getByRole('button', { name: 'Cancel' }).click(),
  ]) {
    await name.focus()
    const focused = await watchFocus(page, 'Leave without saving?')
    await leave()
    expect(await focused()).toBe('Stay')
    await page.keyboard.press('Enter')
    await expect(question).toBeHidden()
    await expect(name).toHaveValue('Vera Vance')
  }
  await dialog.getByLabel('E-mail').fill('vera@northwind.example')
  await dialog.getByRole('button', { name: 'Send invitation' }).click()
  await expect(page.getByText('An invitation is on its way')).toBeVisible()
  await expect(dialog).toBeHidden()
})

test('a session that ends over a form asks for the password there, and the save goes on', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  await openContacts(page, acme)
  await page.getByRole('link', { name: 'New Contact' }).click()
  // Whether somebody has the address already is asked as one types: the session ends after that.
  const looked = page.waitForResponse('**/v1/people?*')
  await contactPanel(page).getByLabel('E-mail').fill('anna@ash.example')
  await contactPanel(page).getByLabel('Job title').fill('Head of accounts')
  await looked
  await page.context().clearCookies()
  await contactPanel(page).getByRole('button', { name: 'Save' }).click()

  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await expect(dialog.getByLabel('E-mail')).toHaveValue(OWNER.email)
  const password = dialog.getByLabel('Password', { exact: true })
  await expect(password).toBeFocused()
  await page.keyboard.type('not my password')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toBeVisible()
  await password.fill(OWNER.password)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText('anna@ash.example was added.', { exact: false })).toBeVisible()
  await expect(contactPanel(page)).toContainText('Head of accounts')
})

test('over another dialog, too; put off, the form stays; somebody else goes to the door', async ({
  olga: page,
}) => {
  await page.goto('/organization/staff')
  await page.getByRole('button', { name: 'Invite' }).click()
  const invite = page.getByRole('dialog', { name: 'Invite' })
  await invite.getByLabel('Name').fill('Vera Vance')
  await invite.getByLabel('E-mail').fill('vera@northwind.example')
  await page.context().clearCookies()
  await invite.getByRole('button', { name: 'Send invitation' }).click()
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(invite.getByRole('alert')).toContainText('You are not signed in')
  await expect(invite.getByLabel('Name')).toHaveValue('Vera Vance')

  await invite.getByRole('button', { name: 'Send invitation' }).click()
  await dialog.getByRole('button', { name: 'Sign in as somebody else' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('without anything typed, an ended session leads to the door and back', async ({ olga: page }) => {
  await page.goto('/organization/staff')
  await expect(page.getByText(OWNER.email)).toBeVisible()
  await page.context().clearCookies()
  await page.getByRole('link', { name: 'Journal' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Journal' })).toBeVisible()
})

test('a contact whose session ends over their profile signs in there', async ({ northwind, openBrowser }) => {
  const acme = await northwind.addCustomer('Acme')
  await northwind.addContact(acme, { email: 'anna@ash.example', portalPassword: { generate: true } })
  const { password } = await northwind.letterTo('anna@ash.example')
  const page = await openBrowser()
  await enterPortal(page, northwind.portalUrl, 'anna@ash.example', password!)
  await page.getByRole('link', { name: 'Profile' }).click()
  await page.getByLabel('First name').fill('Anna')
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Save' }).click()
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await dialog.getByLabel('Password', { exact: true }).fill(OWN_PASSWORD)
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await expect(page.getByLabel('First name')).toHaveValue('Anna')
})

test('after five seconds the page says that the server does not answer, with Cancel', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  await page.clock.install()
  await openContacts(page, acme)
  await page.getByRole('link', { name: 'New Contact' }).click()
  await contactPanel(page).getByLabel('E-mail').fill('anna@ash.example')
  const saves = `**/v1/customers/${acme.id}/contacts`
  let held: Route | undefined
  await page.route(saves, (route) => {
    if (route.request().method() !== 'POST') return route.fallback()
    held = route
  })
  await contactPanel(page).getByRole('button', { name: 'Save' }).click()
  await expect.poll(() => held).toBeTruthy()
  const words = page.getByText('Portico is not answering yet. What you typed is safe here.')
  await expect(words).toBeHidden()
  await page.clock.fastForward(6_000)
  await expect(words).toBeVisible()
  await words.locator('..').getByRole('button', { name: 'Cancel' }).click()
  await expect(words).toBeHidden()
  await expect(contactPanel(page).getByRole('alert')).toContainText('may have been done all the same')
  await expect(contactPanel(page).getByLabel('E-mail')).toHaveValue('anna@ash.example')
  await page.unroute(saves)
  await contactPanel(page).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('anna@ash.example was added.', { exact: false })).toBeVisible()
})

test('what is read again comes into the fields that nobody has touched', async ({
  northwind,
  olga: page,
}) => {
  const { version } = northwind.organization
  await page.goto('/organization/settings')
  await page.getByLabel('Name').fill('Northwind & Sons')
  await northwind.call(organizationApi.change, { body: { temporaryPasswordHours: 12 }, version })
  await readAgain(page)
  await expect(page.getByLabel('Valid for')).toHaveValue('12')
  await expect(page.getByLabel('Name')).toHaveValue('Northwind & Sons')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The settings were saved.')).toBeVisible()
  expect(await northwind.call(organizationApi.read)).toMatchObject({
    name: 'Northwind & Sons',
    temporaryPasswordHours: 12,
  })
})

test('a save that changes nothing says so', async ({ northwind, olga: page }) => {
  await page.goto('/account')
  const save = page.getByRole('button', { name: 'Save' })
  await save.click()
  await expect(page.getByText('Nothing was changed.')).toBeVisible()
  await page.getByLabel('Your name').fill('Olga Owens')
  await save.click()
  await expect(page.getByText('Your name was saved.')).toBeVisible()
  await page.getByLabel('Your name').fill('Olga Owner')
  await save.click()
  // The same words as before may still be on screen.
  await expect(page.getByRole('button', { name: 'Olga Owner: your menu' })).toBeVisible()
  await save.click()
  await expect(page.getByText('Nothing was changed.').last()).toBeVisible()

  await page.goto('/organization/first-details')
  await page.getByLabel('Street and number').fill('High Street 1')
  const { version } = await northwind.call(organizationApi.read)
  await northwind.call(organizationApi.change, { version, body: { timeZone: 'Pacific/Auckland' } })
  await page.getByRole('combobox', { name: 'Currency' }).fill('CHF')
  await save.click()
  await expect(page.getByRole('alert')).toContainText('Somebody else changed this meanwhile')
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Pacific/Auckland')
  await expect(page.getByLabel('Street and number')).toHaveValue('High Street 1')
  await save.click()
  await expect(page.getByText('Your details were saved.')).toBeVisible()
  await page.goto('/organization/first-details')
  await save.click()
  await expect(page.getByText('Nothing was changed.')).toBeVisible()
})

test('under the name of a customer stands nothing of another, however long it takes', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const birch = await northwind.addCustomer('Birch', { notes: 'Of Birch' })
  await northwind.addContact(acme, { email: 'anna@ash.example', firstName: 'Anna' })
  await openContacts(page, acme)
  await expect(contactRow(page, 'Anna')).toBeVisible()
  await page.route(`**/v1/customers/${birch.id}/contacts*`, () => {})
  await goWithin(page, `/customers/${birch.id}/contacts`)
  await expect(page.getByRole('heading', { level: 1, name: 'Birch' })).toBeVisible()
  await expect(contactRow(page, 'Anna')).toHaveCount(0)

  await goWithin(page, `/customers/${acme.id}/edit`)
  await expect(page.getByLabel('Name')).toHaveValue('Acme')
  await goWithin(page, `/customers/${birch.id}/edit`)
  await expect(page.getByLabel('Name')).toHaveValue('Birch')
})

/** What will have the focus the moment this dialog comes into the page: a key may be pressed in that moment. */
async function watchFocus(page: Page, dialog: string) {
  await page.evaluate(`{
    window.focusAsItCame = new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        const content = document.querySelector('[role=dialog][aria-label="${dialog}"]')
        if (!content) return
        watch.disconnect()
        resolve(content.contains(document.activeElement) && document.activeElement.textContent)
      })
      watch.observe(document.body, { childList: true, subtree: true })
    })
    undefined
  }`)
  return () => page.evaluate('window.focusAsItCame')
}

/** As when somebody comes back to the window after a while. */
async function readAgain(page: Page) {
  const answered = page.waitForResponse('**/v1/organization')
  await page.evaluate(`{
    const now = Date.now
    Date.now = () => now() + 60_000
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }`)
  await answered
}

/** To another page without loading the app again, as a search result leads there. */
async function goWithin(page: Page, path: string) {
  await page.evaluate(`history.pushState({}, '', '${path}'); dispatchEvent(new PopStateEvent('popstate'))`)
}

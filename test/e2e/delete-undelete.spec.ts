import { mdiDeleteEmptyOutline, mdiTrashCanOutline } from '@mdi/js'
import { expect, test } from './portico.ts'
import { contactPanel, contactRow, customersOnHome, enterPortal, fact, openContact } from './steps.ts'

test('trash-can icon, a sentence that says what will happen, Undo, and open-trash-can icon', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const [acme, birch] = [await northwind.addCustomer('Acme'), await northwind.addCustomer('Birch')]
  const person = { email: 'anna@ash.example', firstName: 'Anna', lastName: 'Ash' }
  const contact = await northwind.addContact(acme, {
    ...person,
    receives: { reminders: 'to' },
    portalPassword: { generate: true },
  })
  await northwind.addContact(birch, person)
  const anna = await openBrowser()
  const { password } = await northwind.letterTo(person.email, 'temporary password')
  await enterPortal(anna, northwind.portalUrl, person.email, password!)
  await expect(customersOnHome(anna)).toHaveText(['Acme', 'Birch'])

  const panel = await openContact(page, acme, contact)
  const trashCan = panel.getByRole('button', { name: 'Delete contact' })
  await expect(trashCan.locator('path')).toHaveAttribute('d', mdiTrashCanOutline)
  await trashCan.click()
  const question = page.getByRole('dialog')
  await expect(question).toContainText(
    'Anna will no longer see Acme in the portal. Anna stays a contact of Birch.',
  )
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(contactRow(page, 'Anna Ash')).toBeVisible()

  await trashCan.click()
  await question.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByText('Anna is no longer a contact of Acme.')).toBeVisible()
  await expect(contactRow(page, 'Anna Ash')).toBeHidden()
  await expect(panel.getByText('Inactive', { exact: true })).toBeVisible()
  await expect(fact(panel, 'Receives')).toHaveText('Nothing while inactive. When active: Reminders')
  await anna.reload()
  await expect(customersOnHome(anna)).toHaveText(['Birch'])

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Anna is a contact of Acme again.')).toBeVisible()
  await expect(contactRow(page, 'Anna Ash')).toContainText('Active')
  await anna.reload()
  await expect(customersOnHome(anna)).toHaveText(['Acme', 'Birch'])

  await trashCan.click()
  await question.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(contactRow(page, 'Anna Ash')).toBeHidden()
  await panel.getByRole('button', { name: 'Close' }).click()
  await expect(panel).toBeHidden()
  await page.getByRole('checkbox', { name: 'Show Inactive Contacts' }).check()
  await expect(contactRow(page, 'Anna Ash')).toContainText('Nothing while inactive.')
  await page.getByRole('link', { name: 'Anna Ash' }).click()
  const openTrashCan = panel.getByRole('button', { name: 'Undelete contact' })
  await expect(openTrashCan.locator('path')).toHaveAttribute('d', mdiDeleteEmptyOutline)
  await expect(panel.getByRole('button', { name: 'Reset password' })).toBeHidden()
  await openTrashCan.click()
  await expect(contactRow(page, 'Anna Ash')).toContainText('Active')
  await expect(fact(panel, 'Receives')).toHaveText('Reminders')
  await anna.reload()
  await expect(customersOnHome(anna)).toHaveText(['Acme', 'Birch'])
})

test('deleted from the only customer, they lose the portal; undeleted, a new password is offered', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const contact = await northwind.addContact(acme, {
    email: 'anna@ash.example',
    firstName: 'Anna',
    portalPassword: { generate: true },
  })
  const anna = await openBrowser()
  const { password } = await northwind.letterTo(contact.email)
  await enterPortal(anna, northwind.portalUrl, contact.email, password!)

  const panel = await openContact(page, acme, contact)
  await panel.getByRole('button', { name: 'Delete contact' }).click()
  await expect(page.getByRole('dialog')).toContainText(
    'Anna is not a contact of any other customer, so the portal password and all sessions end.',
  )
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByText('Anna is no longer a contact of Acme.')).toBeVisible()
  await anna.reload()
  await expect(anna.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  await panel.getByRole('button', { name: 'Undelete contact' }).click()
  await expect(contactPanel(page)).toContainText('Anna has no password for the portal.')
  await panel.getByRole('button', { name: 'Issue a password' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click()
  const again = await northwind.letterTo(contact.email, 'temporary password')
  await enterPortal(anna, northwind.portalUrl, contact.email, again.password!, 'amber kettles never sing')
})

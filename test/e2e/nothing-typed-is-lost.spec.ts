import { expect, test } from './portico.ts'
import { contactPanel, contactRow, openContacts } from './steps.ts'

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

  // A filter of the list beside it takes nothing away. Saved, it asks no more.
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
    await leave()
    await expect(question).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(question).toBeHidden()
    await expect(name).toHaveValue('Vera Vance')
  }
  await dialog.getByLabel('E-mail').fill('vera@northwind.example')
  await dialog.getByRole('button', { name: 'Send invitation' }).click()
  await expect(page.getByText('An invitation is on its way')).toBeVisible()
  await expect(dialog).toBeHidden()
})

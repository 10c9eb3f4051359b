import { contactFields } from '../../server/contacts/contact-fields.ts'
import { textNames } from '../../server/fields/field.ts'
import { personFields } from '../../server/people/person-fields.ts'
import { samplePerson, samplePlace } from '../sample-fields.ts'
import { expect, test } from './portico.ts'
import { contactPanel, contactRow, openContacts } from './steps.ts'

const CHOSEN = ['language', 'timeZone']

test('every line of a contact is typed in New Contact, and stands in the details, the list and Edit', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const typed = { ...samplePerson('anna@ash.example'), ...samplePlace() }
  const fields = { ...personFields, ...contactFields }
  const lines = textNames(fields).filter((name) => !CHOSEN.includes(name))
  const lineOf = (name: (typeof lines)[number]) =>
    contactPanel(page).getByRole('textbox', { name: fields[name].label, exact: true })

  await openContacts(page, acme)
  await page.getByRole('link', { name: 'New Contact' }).click()
  await page.getByRole('button', { name: /time zone$/ }).click()
  for (const name of lines) await lineOf(name).fill(String(typed[name]))
  await page.getByRole('button', { name: 'Save' }).click()

  await expect(contactPanel(page).getByRole('heading', { level: 2 })).toContainText(typed.firstName)
  for (const name of lines) await expect(contactPanel(page)).toContainText(String(typed[name]))
  for (const name of textNames(contactFields).filter((one) => one !== 'externalId'))
    await expect(contactRow(page, typed.firstName)).toContainText(String(typed[name]))

  await contactPanel(page).getByRole('button', { name: 'Edit contact' }).click()
  for (const name of lines) await expect(lineOf(name)).toHaveValue(String(typed[name]))
})

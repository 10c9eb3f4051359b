import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contactsApi } from '../../server/contacts/contacts.api.ts'
import { organizationApi } from '../../server/organization/organization.api.ts'
import { expect, OWNER, test } from './portico.ts'
import { openPortico } from './running-portico.ts'
import { OWN_PASSWORD } from './steps.ts'

test('an organization that moves to another server takes along who is at work in it, and the links of its letters', async ({
  portico,
  northwind,
  olga,
  openBrowser,
}) => {
  const { organization, call } = northwind
  await call(organizationApi.change, { body: { credentialMail: 'link' }, version: organization.version })
  const contact = await northwind.addContact(await northwind.addCustomer('Acme'), {
    email: 'anna@ash.example',
  })
  await call(contactsApi.issuePassword, { params: { contactId: contact.id }, body: { generate: true } })
  const { token } = await northwind.letterTo('anna@ash.example')
  await olga.goto('/customers')
  await expect(olga.getByRole('link', { name: 'Acme' })).toBeVisible()

  const there = await openPortico({
    environment: {
      SECRET_KEY: randomBytes(32).toString('base64'),
      SECRET_KEY_OLD: await readFile(join(portico.dataDir, 'secret-key'), 'utf8'),
    },
  })
  try {
    const file = join(there.dataDir, 'northwind')
    expect(await portico.run('organizations', 'move-out', organization.slug, there.url, file)).toContain(
      `Take it to ${there.url}`,
    )
    expect(await portico.run('organizations')).toContain(
      `${organization.slug}  Northwind  is at ${there.url}`,
    )
    expect(await there.run('organizations', 'move-in', file)).toContain('Northwind is here')

    await olga.reload()
    await expect(olga).toHaveURL(`${there.url}/sign-in?next=%2Fcustomers`)
    await olga.getByLabel('E-mail').fill(OWNER.email)
    await olga.getByLabel('Password', { exact: true }).fill(OWNER.password)
    await olga.getByRole('button', { name: 'Sign in' }).click()
    await expect(olga.getByRole('link', { name: 'Acme' })).toBeVisible()

    const anna = await openBrowser()
    await anna.goto(`${northwind.portalUrl}/set-password#${token}`)
    await expect(anna).toHaveURL(`${there.url}/portal/${organization.slug}/set-password`)
    await anna.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD)
    await anna.getByRole('button', { name: 'Set password' }).click()
    await expect(anna.getByText('Your new password is set. Sign in with it.')).toBeVisible()
  } finally {
    await there.close()
  }
})

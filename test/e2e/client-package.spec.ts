import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildPackage } from '../../client/test/build-package.ts'
import { apiKeysApi } from '../../server/api-keys/api-keys.api.ts'
import { expect, test } from './portico.ts'

test('@portico/client works in a browser', async ({ northwind, openBrowser }) => {
  const acme = await northwind.addCustomer('Acme')
  await northwind.addContact(acme, { email: 'anna@ash.example' })
  const { key } = await northwind.call(apiKeysApi.make, {
    body: { name: 'A page', scopes: ['contacts:write'] },
  })
  const built = await buildPackage()
  const page = await openBrowser()
  await page.route('**/its-client/*', async (route) => {
    const file = join(built.installed, 'dist', new URL(route.request().url()).pathname.split('/').pop()!)
    await route.fulfill({ contentType: 'text/javascript', body: await readFile(file, 'utf8') })
  })
  await page.goto('/docs')
  const told = await page.evaluate(
    async ([address, theKey, customerId]) => {
      const module = '/its-client/portico.js'
      const { connect, PorticoError } = (await import(module)) as typeof import('../../client/portico.ts')
      const portico = connect({ address: address!, key: theKey! })
      const emails: string[] = []
      for await (const { email } of portico.contacts.list(customerId!, { limit: 1 })) emails.push(email)
      const refused: unknown = await portico.invoices.list().catch((error: unknown) => error)
      return [...emails, refused instanceof PorticoError && refused.code]
    },
    [new URL(page.url()).origin, key, acme.id],
  )
  expect(told).toEqual(['anna@ash.example', 'scope-missing'])
  await built.remove()
})

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { declarations } from './declarations.ts'

const SERVER = join(import.meta.dirname, '../server')

/** What a browser gets in the place of the file. */
async function sentOf(file: string): Promise<string> {
  const load = declarations().load as (this: object, id: string) => Promise<string>
  return load.call({ addWatchFile() {} }, join(SERVER, file))
}

test('browsers get where an endpoint is, and what it says of files', async () => {
  const sent = await sentOf('invoices/portal-invoices.api.ts')
  expect(sent).toMatch(/"method":"GET","path":"[^"]*","download":"application\/pdf"/)
  expect(sent).not.toMatch(/"(summary|params|body|reply)"/)
})

test('browsers get how a field is called, and no schema of it', async () => {
  const sent = await sentOf('contacts/contact-fields.ts')
  expect(sent).toContain('"label":"Job title"')
  expect(sent).not.toMatch(/"(schema|returned)"/)
})

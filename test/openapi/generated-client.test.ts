import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generate } from 'openapi-typescript-codegen'
import { expect, test } from 'vitest'
import { openConnected } from '../../client/test/connected.ts'
import { describedFolder } from './described.ts'

const execute = promisify(execFile)
const TOOLS = join(import.meta.dirname, '../../node_modules/.bin')

/** In the names of the generator, which it makes from operationId and tags. */
const LIFE = `
import { ApiError, ContactsService, CustomersService, OpenAPI } from './client/index'

OpenAPI.BASE = process.env['PORTICO_ADDRESS']!
OpenAPI.TOKEN = process.env['PORTICO_KEY']!
OpenAPI.CREDENTIALS = 'omit'
const told: unknown[] = []

const { id: customerId } = await CustomersService.postCustomers({ requestBody: { name: 'Acme' } })
const { id: contactId } = await CustomersService.postCustomersCustomerIdContacts({
  customerId,
  requestBody: { email: 'anna@ash.example', firstName: 'Anna', portalPassword: null },
})
const read = await ContactsService.getContactsContactId({ contactId })
const { data } = await CustomersService.getCustomersCustomerIdContacts({ customerId, status: 'active' })
told.push(data.map(({ firstName, portalAccess }) => [firstName, portalAccess]))
const changed = await ContactsService.patchContactsContactId({
  contactId,
  ifMatch: \`"\${read.version}"\`,
  requestBody: { jobTitle: 'Head of finance', receives: { invoices: 'to', reminders: 'cc' } },
})
told.push([changed.jobTitle, changed.receives])
const stale = await ContactsService.patchContactsContactId({
  contactId,
  ifMatch: \`"\${read.version}"\`,
  requestBody: { jobTitle: 'Buyer' },
}).catch((error: unknown) => error)
told.push(stale instanceof ApiError && stale.status)
const issued = await ContactsService.postContactsContactIdPassword({ contactId, requestBody: { generate: true } })
told.push(issued.portalAccess.state)
const revoked = await ContactsService.deleteContactsContactIdPortalAccess({ contactId })
told.push(revoked.portalAccess.state)
told.push((await ContactsService.deleteContactsContactId({ contactId })).active)
told.push((await ContactsService.postContactsContactIdUndelete({ contactId })).active)
console.log(JSON.stringify(told))
`

test('a client that a generator of others made from the description drives a contact’s whole life', async () => {
  const { world, address, key } = await openConnected()
  const cwd = describedFolder()
  const run = (tool: string, ...words: string[]) =>
    execute(join(TOOLS, tool), words, { cwd, env: { ...process.env, NO_COLOR: '1' } })
  await generate({ input: join(cwd, 'openapi.json'), output: join(cwd, 'client'), useOptions: true })
  writeFileSync(join(cwd, 'life.ts'), LIFE)
  await run('tsc', ...COMPILER, 'life.ts')
  await run('rolldown', 'life.ts', '--platform', 'node', '--format', 'esm', '--file', 'life.mjs')
  const { stdout } = await execute(process.execPath, [join(cwd, 'life.mjs')], {
    env: { PORTICO_ADDRESS: address, PORTICO_KEY: key },
  })
  expect(JSON.parse(stdout)).toEqual([
    [['Anna', 'none']],
    ['Head of finance', { invoices: 'to', reminders: 'cc' }],
    412,
    'temporary',
    'locked',
    false,
    true,
  ])
  // What was not yet on its way when access was revoked goes no more.
  expect(await world.deliverMail()).toEqual([])
})

const COMPILER = [
  '--ignoreConfig',
  ...['--noEmit', '--strict', '--pretty', 'false', '--target', 'es2022', '--module', 'esnext'],
  ...['--moduleResolution', 'bundler', '--lib', 'es2022,dom,dom.iterable'],
  // The folder is outside the repository.
  ...['--types', 'node', '--typeRoots', join(import.meta.dirname, '../../node_modules/@types')],
]

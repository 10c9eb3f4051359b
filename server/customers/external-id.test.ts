import { describe, expect, test } from 'vitest'
import { contactsApi } from '../contacts/contacts.api.ts'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { OWNER, openWorld } from '../../test/world.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { customersApi } from './customers.api.ts'

describe('an external ID', () => {
  test('belongs to one customer, and a second one is told whose it is', async () => {
    const { owner, found } = await worldOfTwo()
    const acme = await owner.call(customersApi.add, { body: { name: 'Acme', externalId: ' crm-1 ' } })
    expect(acme.externalId).toBe('crm-1')
    const birch = await owner.call(customersApi.add, { body: { name: 'Birch', externalId: 'CRM-1' } })

    const wanted = { externalId: 'crm-1' }
    const added = await refused(owner.call(customersApi.add, { body: { name: 'Cedar', ...wanted } }))
    const changed = await refused(
      owner.call(customersApi.change, { params: { customerId: birch.id }, body: wanted, version: 1 }),
    )
    for (const { status, code, problem } of [added, changed]) {
      expect([status, code]).toEqual([409, 'external-id-taken'])
      expect(problem).toMatchObject({
        detail: 'This external ID belongs to Acme. Use another one.',
        errors: [{ pointer: '/externalId' }],
        customer: { id: acme.id, name: 'Acme' },
      })
    }
    // Another seller calls theirs as they like.
    expect(await (await found()).call(customersApi.add, { body: { name: 'Acme', ...wanted } })).toMatchObject(
      wanted,
    )
  })

  test('belongs to one contact; a customer may be called the same', async () => {
    const { owner, acme, birch, anna, addContact } = await openCast()
    const wanted = { externalId: '4711' }
    const change = (contactId: string, version: number) =>
      owner.call(contactsApi.change, { params: { contactId }, version, body: wanted })
    await owner.call(customersApi.change, { params: { customerId: acme.id }, body: wanted, version: 1 })
    const { version } = await change(anna.atAcme.id, anna.atAcme.version)
    await owner.call(contactsApi.delete, { params: { contactId: anna.atAcme.id } })

    const cedar = await owner.call(customersApi.add, { body: { name: 'Cedar' } })
    const attempts = [
      addContact(birch, { email: 'bob@birch.example', ...wanted }),
      // Under a known address, in a transaction.
      addContact(cedar, { email: anna.email, ...wanted }),
      change(anna.atBirch.id, version - 1),
    ]
    for (const { status, code, problem } of await Promise.all(attempts.map(refused))) {
      expect([status, code]).toEqual([409, 'external-id-taken'])
      expect(problem).toMatchObject({
        detail: 'This external ID belongs to Anna Ash at Acme (inactive). Use another one.',
        contact: { id: anna.atAcme.id },
      })
    }
  })
})

async function worldOfTwo() {
  const world = await openWorld()
  const found = async () => {
    const elsewhere = world.visitor()
    await elsewhere.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
    const other = await elsewhere.call(organizationApi.found, { body: { name: 'Elsewhere' } })
    await elsewhere.call(staffSessionApi.switchOrganization, { body: { organizationId: other.id } })
    return elsewhere
  }
  return { ...world, found }
}

import { describe, expect, test } from 'vitest'
import { contactFields } from '../server/contacts/contact-fields.ts'
import { contactsApi } from '../server/contacts/contacts.api.ts'
import { customerFields } from '../server/customers/customer-fields.ts'
import { customersApi, type Customer } from '../server/customers/customers.api.ts'
import { only, textNames } from '../server/fields/field.ts'
import { importsApi, type CsvImport } from '../server/imports/imports.api.ts'
import { exportsApi } from '../server/exports/exports.api.ts'
import { journalApi } from '../server/journal/journal.api.ts'
import { personFields } from '../server/people/person-fields.ts'
import { sampleCustomer, samplePerson, samplePlace } from './sample-fields.ts'
import { openWorld, type SetUpWorld } from './world.ts'

/** Every declared field, from the first time it is said to the file that it leaves in. A new one is walked by being declared. */

const EMAIL = 'anna@ash.example'
const ofContact = { ...personFields, ...contactFields }

const addAcme = ({ owner }: SetUpWorld) => owner.call(customersApi.add, { body: { name: 'Acme' } })
const addAnna = ({ owner }: SetUpWorld, { id }: Customer, which?: string) =>
  owner.call(contactsApi.add, {
    params: { customerId: id },
    body: { ...samplePerson(EMAIL, which), ...samplePlace(which), portalPassword: null },
  })

describe('every field of a contact', () => {
  test('is kept as it was given, and returned, also in the list', async () => {
    const world = await openWorld()
    const acme = await addAcme(world)
    const anna = await addAnna(world, acme)
    expect(only(ofContact, anna)).toEqual({ ...samplePerson(EMAIL), ...samplePlace() })
    const { data } = await world.owner.call(contactsApi.list, { params: { customerId: acme.id } })
    expect(data[0]).toMatchObject(samplePlace())
  })

  test('is changed, and the journal says from what to what', async () => {
    const world = await openWorld()
    const anna = await addAnna(world, await addAcme(world))
    const change = {
      ...samplePerson('anna@oak.example', 'two'),
      ...samplePlace('two'),
      language: 'fr',
      timeZone: 'Europe/Paris',
      receives: {},
      primary: false,
    }
    const params = { contactId: anna.id }
    const changed = await world.owner.call(contactsApi.change, {
      params,
      body: change,
      version: anna.version,
    })
    expect(only(ofContact, changed)).toEqual(change)
    const { data } = await world.owner.call(journalApi.list, { query: { contactId: anna.id } })
    const told = data.filter(({ action }) => action.endsWith('.changed')).flatMap(({ changes }) => changes)
    expect(told.map(({ field }) => field).toSorted()).toEqual(Object.keys(ofContact).toSorted())
    for (const { field, old, new: now } of told) expect(old, field).not.toBe(now)
  })

  test.each(textNames(contactFields).filter((name) => 'searched' in contactFields[name]))(
    'is found in the list: %s',
    async (name) => {
      const world = await openWorld()
      const acme = await addAcme(world)
      await addAnna(world, acme)
      const found = async (search: string) => {
        const { data } = await world.owner.call(contactsApi.list, {
          params: { customerId: acme.id },
          query: { search },
        })
        return data.length
      }
      const said = samplePlace()[name]!
      expect(await found(said)).toBe(1)
      expect(await found(`${said} nowhere`)).toBe(0)
    },
  )
})

test('every field of a customer is kept as it was given, changed, and recorded in the journal', async () => {
  const { owner } = await openWorld()
  const { parentId: _none, ...said } = sampleCustomer()
  const acme = await owner.call(customersApi.add, { body: said })
  expect(only(customerFields, acme)).toEqual(said)
  const group = await owner.call(customersApi.add, { body: { name: 'Group' } })
  const change = {
    ...sampleCustomer('two'),
    parentId: group.id,
    email: 'office@birch.example',
    billingAddress: null,
    shippingAddress: null,
    currency: 'USD',
    paymentTermsDays: 30,
    defaultReceives: null,
  }
  const params = { customerId: acme.id }
  const changed = await owner.call(customersApi.change, { params, body: change, version: acme.version })
  expect({ ...only(customerFields, changed), parentId: changed.parent?.id }).toEqual(change)
  const { data } = await owner.call(journalApi.list, { query: { customerId: acme.id } })
  const told = data.find(({ action }) => action === 'customer.changed')!.changes
  expect(told.map(({ field }) => field).toSorted()).toEqual(Object.keys(customerFields).toSorted())
})

test('every field leaves in the export, and comes back by the import: its columns are found by themselves', async () => {
  const here = await openWorld()
  const { parentId: _parent, defaultReceives: _proposal, ...ofCustomer } = sampleCustomer()
  const acme = await addAcme(here)
  await addAnna(here, acme)
  await here.owner.call(customersApi.change, {
    params: { customerId: acme.id },
    body: ofCustomer,
    version: acme.version,
  })
  const { content } = await here.owner.download(exportsApi.customersCsv)

  const { app, owner } = await openWorld()
  const { json } = await owner.send('POST', '/v1/imports?fileName=customers.csv', {
    payload: content,
    type: 'text/csv',
  })
  const { id, columns } = json as CsvImport
  expect(columns.filter(({ field }) => field === null)).toEqual([])
  for (const step of [importsApi.plan, importsApi.run]) {
    await owner.call(step, { params: { importId: id } })
    await app.services.longWork.settled()
  }
  const { data } = await owner.call(customersApi.list, {})
  const customer = await owner.call(customersApi.read, { params: { customerId: data[0]!.id } })
  expect(customer).toMatchObject(ofCustomer)
  const [line] = (await owner.call(contactsApi.list, { params: { customerId: customer.id } })).data
  const contact = await owner.call(contactsApi.read, { params: { contactId: line!.id } })
  expect(only(ofContact, contact)).toEqual({ ...samplePerson(EMAIL), ...samplePlace() })
})

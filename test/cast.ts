import { contactsApi, type Contact, type NewContact } from '../server/contacts/contacts.api.ts'
import { customersApi, type Customer } from '../server/customers/customers.api.ts'
import { portalApi } from '../server/portal-access/portal-access.api.ts'
import type { Client } from './client.ts'
import { openWorld, type SetUpWorld } from './world.ts'

/** Northwind's customers Acme and Birch, and Anna Ash, who receives the invoices of both. Nobody has a password yet. */
export interface Cast extends SetUpWorld {
  acme: Customer
  birch: Customer
  anna: { email: string; atAcme: Contact; atBirch: Contact }
  addCustomer(name: string): Promise<Customer>
  addContact(customer: Customer, contact: Partial<NewContact> & { email: string }): Promise<Contact>
  read(contactId: string): Promise<Contact>
  /** A browser in which a contact has signed in to the portal. */
  signIn(email: string, password: string): Promise<Client>
  /** A contact who chose their own password, signed in with it. */
  settle(contact: Contact, password?: string): Promise<Client>
}

export const OWN_PASSWORD = 'violet tractors hum softly'

export async function openCast(environment: Record<string, string> = {}): Promise<Cast> {
  const world = await openWorld(environment)
  const { owner, organization } = world
  const portal = { portal: organization.slug }

  const addCustomer = (name: string) => owner.call(customersApi.add, { body: { name } })
  const addContact: Cast['addContact'] = (customer, contact) =>
    owner.call(contactsApi.add, {
      params: { customerId: customer.id },
      body: { portalPassword: null, ...contact },
    })
  const signIn: Cast['signIn'] = async (email, password) => {
    const browser = world.visitor()
    await browser.call(portalApi.signIn, { params: portal, body: { email, password } })
    return browser
  }

  const [acme, birch] = [await addCustomer('Acme'), await addCustomer('Birch')]
  const person = { email: 'anna@ash.example', firstName: 'Anna', lastName: 'Ash' }
  const receives = { invoices: 'to' } as const
  const atAcme = await addContact(acme, { ...person, receives })
  const atBirch = await addContact(birch, { ...person, receives })
  await world.deliverMail()

  return {
    ...world,
    acme,
    birch,
    anna: { email: person.email, atAcme, atBirch },
    addCustomer,
    addContact,
    read: (contactId) => owner.call(contactsApi.read, { params: { contactId } }),
    signIn,
    async settle(contact, password = OWN_PASSWORD) {
      await owner.call(contactsApi.issuePassword, {
        params: { contactId: contact.id },
        body: { generate: true },
      })
      const letter = (await world.deliverMail()).find(({ to }) => to === contact.email)
      const browser = await signIn(contact.email, letter!.password!)
      await browser.call(portalApi.choosePassword, { params: portal, body: { password } })
      return browser
    },
  }
}

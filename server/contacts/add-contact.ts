import { sql } from 'kysely'
import { newContactsReceive } from '../customers/new-contacts-receive.ts'
import { violates } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { emptyRow, only } from '../fields/field.ts'
import { NotFound, Problem } from '../http/problems.ts'
import { record } from '../journal/record.ts'
import { emailIdentity } from '../people/email-address.ts'
import { personFields, type PersonFields } from '../people/person-fields.ts'
import { addPerson, lockHolder, personName } from '../people/person.ts'
import { accessOf } from '../people/recognize-person.ts'
import { issueCredential, prepareCredential } from '../portal-access/issue-password.ts'
import type { ContactAddressee } from '../mail/outbox/post.ts'
import { postContactAdded } from '../portal-access/letters.ts'
import {
  inTransaction,
  type InTransaction,
  type Reading,
  type ReadingNow,
  type Scope,
} from '../scope/scope.ts'
import {
  AlreadyContact,
  InactiveCustomer,
  clearPrimary,
  contactColumns,
  readContact,
  readCredentialRules,
} from './contact.ts'
import { contactFields } from './contact-fields.ts'
import type { Contact, NewContact } from './contacts.api.ts'
import type { Receives } from './receives.ts'

/**
 * Adds a contact to a customer. A known address is linked, not copied: that person's details and password stay as
 * they are, and they are told by mail (R4). Any other address becomes a new person. Someone without a portal password
 * is mailed a temporary one, unless staff want none for now.
 */
export async function addContact(scope: Scope, customerId: string, body: NewContact): Promise<Contact> {
  const customer = await customerForContacts(scope, customerId)
  for (;;) {
    const known = await personByEmail(scope, body.email)
    const contactId = known
      ? await linkKnownPerson(scope, customer, known, body)
      : await addNewPerson(scope, customer, body)
    // Null: somebody took the address, gave it up or ended its access a moment ago. Look once more.
    if (contactId) return readContact(scope, contactId)
  }
}

interface KnownPerson {
  id: string
  firstName: string
  lastName: string
  email: string
  portalAccess: 'none' | 'given' | 'revoked'
}

interface Customer {
  id: string
  name: string
  newContactsReceive: Receives
}

async function linkKnownPerson(
  scope: Scope,
  customer: Customer,
  known: KnownPerson,
  body: NewContact,
): Promise<string | null> {
  const refuseTyped = ({ portalAccess }: KnownPerson) => {
    if (portalAccess !== 'none' && body.portalPassword && 'password' in body.portalPassword)
      throw new PasswordOfKnownPerson(portalAccess)
  }
  refuseTyped(known)
  const credential = known.portalAccess === 'none' ? await credentialFor(scope, customer, known, body) : null
  try {
    return await inTransaction(scope, async (tx) => {
      if (!(await lockHolder(tx, known.id, body.email))) return null
      // Read again under the lock: a password they were given in the meantime stays.
      const current = await personByEmail(tx, body.email)
      if (current) refuseTyped(current)
      if (current?.portalAccess === 'none' && body.portalPassword && !credential) return null
      const to = await insertContact(tx, customer, known, body)
      await postContactAdded(tx, to, customer.name)
      if (credential && current?.portalAccess === 'none') await issueCredential(tx, to, credential)
      return to.contactId
    })
  } catch (error) {
    if (!violates(error, 'contacts_person_at_customer_key')) throw error
    const there = await contactAt(scope, customer.id, known.id)
    throw there ? new AlreadyContact(there, personName(known)) : error
  }
}

/** The password or link that staff want for somebody who has none. Null: none for now. */
async function credentialFor(
  scope: Scope,
  customer: Customer,
  person: { firstName: string; lastName: string; email: string },
  { portalPassword }: NewContact,
) {
  if (!portalPassword) return null
  const rules = await readCredentialRules(scope)
  const around = [person.firstName, person.lastName, person.email, customer.name, rules.name]
  return prepareCredential(scope, rules, portalPassword, around, '/portalPassword/password')
}

async function addNewPerson(scope: Scope, customer: Customer, body: NewContact): Promise<string | null> {
  const person: PersonFields = { ...emptyRow(personFields), ...only(personFields, body) }
  const credential = await credentialFor(scope, customer, person, body)
  return inTransaction(scope, async (tx) => {
    const personId = await addPerson(tx, person)
    if (personId === null) return null
    const to = await insertContact(tx, customer, { id: personId, email: person.email }, body)
    if (credential) await issueCredential(tx, to, credential)
    return to.contactId
  })
}

async function insertContact(
  tx: InTransaction,
  customer: Customer,
  person: { id: string; email: string },
  body: NewContact,
): Promise<ContactAddressee> {
  const { db, organizationId, now } = tx
  const contact = { customerId: customer.id, contactId: newId(), personId: person.id }
  if (body.primary) await clearPrimary(tx, customer.id)
  await db
    .insertInto('contacts')
    .values({
      organization_id: organizationId,
      id: contact.contactId,
      customer_id: customer.id,
      person_id: person.id,
      ...contactColumns.set({ receives: customer.newContactsReceive, ...only(contactFields, body) }),
      created_at: now,
      updated_at: now,
    })
    .execute()
  await record(tx, { action: 'contact.added', ...contact, changes: { email: { new: person.email } } })
  return contact
}

async function customerForContacts({ db, organizationId }: Reading, customerId: string): Promise<Customer> {
  const customer = await db
    .selectFrom('customers')
    .select([
      'id',
      'name',
      'active',
      newContactsReceive(organizationId, sql.ref('default_receives')).as('newContactsReceive'),
    ])
    .where('organization_id', '=', organizationId)
    .where('id', '=', customerId)
    .executeTakeFirst()
  if (!customer) throw new NotFound('customer')
  if (!customer.active) throw new InactiveCustomer('add contacts')
  return customer
}

async function personByEmail(
  { db, organizationId, now }: ReadingNow,
  email: string,
): Promise<KnownPerson | undefined> {
  const { rows } = await sql<KnownPerson>`
    select p.id, p.first_name as "firstName", p.last_name as "lastName", p.email, ${accessOf(now)} as "portalAccess"
    from people p
    where p.organization_id = ${organizationId} and p.email_identity = ${emailIdentity(email)}`.execute(db)
  return rows[0]
}

const contactAt = ({ db, organizationId }: Reading, customerId: string, personId: string) =>
  db
    .selectFrom('contacts')
    .select(['id', 'active'])
    .where('organization_id', '=', organizationId)
    .where('customer_id', '=', customerId)
    .where('person_id', '=', personId)
    .executeTakeFirst()

class PasswordOfKnownPerson extends Problem {
  constructor(access: 'given' | 'revoked') {
    const detail =
      access === 'given'
        ? 'This address belongs to somebody who already has a password for the portal. Leave the password out: adding them does not change it. If they need another, reset it from their details.'
        : 'This address belongs to somebody whose portal access was revoked. Leave the password out, and give access back from their details.'
    super(409, 'password-of-known-person', 'They have their own sign-in', detail, {
      errors: [{ pointer: '/portalPassword', detail }],
    })
  }
}

import { sql } from 'kysely'
import { newContactsReceive } from '../customers/new-contacts-receive.ts'
import { transaction, violates, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { NotFound, Problem } from '../http/problems.ts'
import type { Services, StaffCaller } from '../http/serve.ts'
import { byStaff, record, type Actor } from '../journal/record.ts'
import { emailIdentity } from '../people/email-address.ts'
import { addPerson, lockHolder, personName } from '../people/person.ts'
import { issueCredential, prepareCredential } from '../portal-access/issue-password.ts'
import { postContactAdded } from '../portal-access/letters.ts'
import {
  AlreadyContact,
  InactiveCustomer,
  clearPrimary,
  readContact,
  readCredentialRules,
} from './contact.ts'
import type { Contact, NewContact } from './contacts.api.ts'
import type { Receives } from './receives.ts'

type Call = Pick<Services, 'passwordHasher' | 'sealer'> & { db: Db; now: Date; staff: StaffCaller }

/**
 * Adds a contact to a customer. Somebody whose address is known is linked, not copied: their details and their password
 * stay as they are, and they are told by mail (R4). Anybody else becomes a person and gets a temporary password by mail.
 */
export async function addContact(call: Call, customerId: string, body: NewContact): Promise<Contact> {
  const { db, staff, now } = call
  const customer = await customerForContacts(db, staff.organizationId, customerId)
  for (;;) {
    const known = await personByEmail(db, staff.organizationId, body.email)
    const contactId = known
      ? await linkKnownPerson(call, customer, known, body)
      : await addNewPerson(call, customer, body)
    // Null: somebody took the address, or gave it up, a moment ago. Now it is known whose it is.
    if (contactId) return readContact(db, staff.organizationId, contactId, now)
  }
}

interface KnownPerson {
  id: string
  first_name: string
  last_name: string
  email: string
}

interface Customer {
  id: string
  name: string
  newContactsReceive: Receives
}

async function linkKnownPerson(
  call: Call,
  customer: Customer,
  known: KnownPerson,
  body: NewContact,
): Promise<string | null> {
  const { db, staff, now } = call
  const { organizationId } = staff
  if (body.portalPassword && 'password' in body.portalPassword) throw new PasswordOfKnownPerson()
  const id = newId()
  try {
    return await transaction(db, async (tx) => {
      if (!(await lockHolder(tx, organizationId, known.id, body.email))) return null
      await insertContact(tx, byStaff(staff), { id, customer, personId: known.id, body, now })
      await record(tx, byStaff(staff), now, {
        action: 'contact.added',
        customerId: customer.id,
        contactId: id,
        personId: known.id,
        changes: { email: { new: known.email } },
      })
      const to = { personId: known.id, contactId: id, customerId: customer.id }
      await postContactAdded(tx, call, organizationId, now, to, customer.name)
      return id
    })
  } catch (error) {
    if (!violates(error, 'contacts_person_at_customer_key')) throw error
    const there = await contactAt(db, organizationId, customer.id, known.id)
    const { first_name: firstName, last_name: lastName, email } = known
    throw there ? new AlreadyContact(there, personName({ firstName, lastName, email })) : error
  }
}

async function addNewPerson(call: Call, customer: Customer, body: NewContact): Promise<string | null> {
  const { db, staff, now } = call
  const { organizationId } = staff
  const person = {
    email: body.email,
    firstName: body.firstName ?? '',
    lastName: body.lastName ?? '',
    phone: body.phone ?? null,
    secondPhone: body.secondPhone ?? null,
    language: body.language ?? 'en',
    timeZone: body.timeZone ?? null,
  }
  const rules = body.portalPassword && (await readCredentialRules(db, organizationId))
  const credential =
    rules &&
    (await prepareCredential(
      call,
      organizationId,
      rules,
      body.portalPassword!,
      [person.firstName, person.lastName, person.email, customer.name, rules.name],
      '/portalPassword/password',
    ))
  return transaction(db, async (tx) => {
    const personId = await addPerson(tx, organizationId, person, now)
    if (personId === null) return null
    const id = newId()
    await insertContact(tx, byStaff(staff), { id, customer, personId, body, now })
    await record(tx, byStaff(staff), now, {
      action: 'contact.added',
      customerId: customer.id,
      contactId: id,
      personId,
      changes: { email: { new: person.email } },
    })
    const recipient = { personId, contactId: id, customerId: customer.id }
    if (credential) await issueCredential(tx, call, byStaff(staff), now, recipient, credential)
    return id
  })
}

async function insertContact(
  tx: Db,
  by: Actor,
  contact: { id: string; customer: Customer; personId: string; body: NewContact; now: Date },
) {
  const { body, customer, now } = contact
  if (body.primary) await clearPrimary(tx, by, now, customer.id)
  await tx
    .insertInto('contacts')
    .values({
      organization_id: by.organizationId,
      id: contact.id,
      customer_id: customer.id,
      person_id: contact.personId,
      job_title: body.jobTitle ?? null,
      receives: JSON.stringify(body.receives ?? customer.newContactsReceive),
      is_primary: body.primary ?? false,
      created_at: now,
      updated_at: now,
    })
    .execute()
}

async function customerForContacts(db: Db, organizationId: string, customerId: string): Promise<Customer> {
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

const personByEmail = (db: Db, organizationId: string, email: string): Promise<KnownPerson | undefined> =>
  db
    .selectFrom('people')
    .select(['id', 'first_name', 'last_name', 'email'])
    .where('organization_id', '=', organizationId)
    .where('email_identity', '=', emailIdentity(email))
    .executeTakeFirst()

const contactAt = (db: Db, organizationId: string, customerId: string, personId: string) =>
  db
    .selectFrom('contacts')
    .select(['id', 'active'])
    .where('organization_id', '=', organizationId)
    .where('customer_id', '=', customerId)
    .where('person_id', '=', personId)
    .executeTakeFirst()

class PasswordOfKnownPerson extends Problem {
  constructor() {
    const detail =
      'This address is somebody’s already, with a sign-in of their own. Adding them here never changes their password: leave it out, and issue one from their details if they need it.'
    super(409, 'password-of-known-person', 'They have a sign-in of their own', detail, {
      errors: [{ pointer: '/portalPassword', detail }],
    })
  }
}

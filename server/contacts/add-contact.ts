import { sql } from 'kysely'
import { newContactsReceive } from '../customers/new-contacts-receive.ts'
import { transaction, violates, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { NotFound, Problem } from '../http/problems.ts'
import type { StaffCaller } from '../http/serve.ts'
import type { Services } from '../scope/services.ts'
import { record } from '../journal/record.ts'
import { byStaff, type Actor } from '../scope/actor.ts'
import { emailIdentity } from '../people/email-address.ts'
import { addPerson, lockHolder, personName } from '../people/person.ts'
import { accessOf } from '../people/recognize-person.ts'
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
 * Adds a contact to a customer. Somebody whose address is known is linked, not copied: their details stay as they are, so does
 * a password they have, and they are told by mail (R4). Anybody else becomes a person. Who has no password for the portal gets
 * a temporary one by mail, unless staff want none for now.
 */
export async function addContact(call: Call, customerId: string, body: NewContact): Promise<Contact> {
  const { db, staff, now } = call
  const customer = await customerForContacts(db, staff.organizationId, customerId)
  for (;;) {
    const known = await personByEmail(db, staff.organizationId, body.email, now)
    const contactId = known
      ? await linkKnownPerson(call, customer, known, body)
      : await addNewPerson(call, customer, body)
    // Null: somebody took the address, gave it up, or ended its access a moment ago. Now it is known how it is.
    if (contactId) return readContact(db, staff.organizationId, contactId, now)
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
  call: Call,
  customer: Customer,
  known: KnownPerson,
  body: NewContact,
): Promise<string | null> {
  const { db, staff, now } = call
  const { organizationId } = staff
  const refuseTyped = ({ portalAccess }: KnownPerson) => {
    if (portalAccess !== 'none' && body.portalPassword && 'password' in body.portalPassword)
      throw new PasswordOfKnownPerson(portalAccess)
  }
  refuseTyped(known)
  const credential = known.portalAccess === 'none' ? await credentialFor(call, customer, known, body) : null
  const id = newId()
  try {
    return await transaction(db, async (tx) => {
      if (!(await lockHolder({ db: tx, organizationId }, known.id, body.email))) return null
      // Read again under the lock: a password they got meanwhile stays.
      const current = await personByEmail(tx, organizationId, body.email, now)
      if (current) refuseTyped(current)
      if (current?.portalAccess === 'none' && body.portalPassword && !credential) return null
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
      if (credential && current?.portalAccess === 'none')
        await issueCredential(tx, call, byStaff(staff), now, to, credential)
      return id
    })
  } catch (error) {
    if (!violates(error, 'contacts_person_at_customer_key')) throw error
    const there = await contactAt(db, organizationId, customer.id, known.id)
    throw there ? new AlreadyContact(there, personName(known)) : error
  }
}

/** The password or link that staff want for somebody who has none; null where they want none for now. */
async function credentialFor(
  call: Call,
  customer: Customer,
  person: { firstName: string; lastName: string; email: string },
  { portalPassword }: NewContact,
) {
  if (!portalPassword) return null
  const { organizationId } = call.staff
  const rules = await readCredentialRules(call.db, organizationId)
  const around = [person.firstName, person.lastName, person.email, customer.name, rules.name]
  return prepareCredential(call, organizationId, rules, portalPassword, around, '/portalPassword/password')
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
    language: body.language ?? null,
    timeZone: body.timeZone ?? null,
  }
  const credential = await credentialFor(call, customer, person, body)
  return transaction(db, async (tx) => {
    const personId = await addPerson({ db: tx, organizationId, now }, person)
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

async function personByEmail(
  db: Db,
  organizationId: string,
  email: string,
  now: Date,
): Promise<KnownPerson | undefined> {
  const { rows } = await sql<KnownPerson>`
    select p.id, p.first_name as "firstName", p.last_name as "lastName", p.email, ${accessOf(now)} as "portalAccess"
    from people p
    where p.organization_id = ${organizationId} and p.email_identity = ${emailIdentity(email)}`.execute(db)
  return rows[0]
}

const contactAt = (db: Db, organizationId: string, customerId: string, personId: string) =>
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

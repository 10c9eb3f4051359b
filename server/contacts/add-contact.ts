import { sql, type RawBuilder } from 'kysely'
import { newContactsReceive } from '../customers/new-contacts-receive.ts'
import { violates } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { emptyRow, only } from '../fields/field.ts'
import { NotFound, Problem } from '../http/problems.ts'
import { recording } from '../journal/record.ts'
import { emailIdentity } from '../people/email-address.ts'
import { personFields, type PersonFields } from '../people/person-fields.ts'
import { addingPerson, lockHolder, personName } from '../people/person.ts'
import { accessOf } from '../people/recognize-person.ts'
import { issueCredential, prepareCredential } from '../portal-access/issue-password.ts'
import type { ContactAddressee } from '../mail/outbox/post.ts'
import { postContactAdded } from '../portal-access/letters.ts'
import {
  inOneStatement,
  inTransaction,
  type Reading,
  type ReadingNow,
  type Scope,
  type Within,
} from '../scope/scope.ts'
import {
  AlreadyContact,
  InactiveCustomer,
  clearPrimary,
  contactColumns,
  contactReply,
  readContact,
  readCredentialRules,
  selectContact,
  whyRefused,
  type ContactRow,
} from './contact.ts'
import { contactFields } from './contact-fields.ts'
import type { Contact, NewContact } from './contacts.api.ts'

/**
 * Adds a contact to a customer. A known address is linked, not copied: that person's details and password stay as
 * they are, and they are told by mail (R4). Any other address becomes a new person. Someone without a portal password
 * is mailed a temporary one, unless staff want none for now.
 */
export async function addContact(scope: Scope, customerId: string, body: NewContact): Promise<Contact> {
  try {
    return await add(scope, customerId, body)
  } catch (error) {
    throw await whyRefused(error, scope, body)
  }
}

async function add(scope: Scope, customerId: string, body: NewContact): Promise<Contact> {
  const added = await addAtOnce(scope, customerId, body)
  if (added) return added
  for (;;) {
    const { customer, known } = await lookUp(scope, customerId, body.email)
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
}

/** Most often nobody has the address yet, and no password is wanted: one statement says so, and adds them. */
async function addAtOnce(scope: Scope, customerId: string, body: NewContact): Promise<Contact | null> {
  if (body.portalPassword || body.primary) return null
  const row = await inOneStatement(scope, (one) =>
    insertContact(one, customerId, addingPerson(one, newPerson(body), OF_CUSTOMER), body),
  )
  return row && contactReply(row, scope.now)
}

const newPerson = (body: NewContact): PersonFields => ({
  ...emptyRow(personFields),
  ...only(personFields, body),
})

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
      const { known: current } = await lookUp(tx, customer.id, body.email)
      if (current) refuseTyped(current)
      if (current?.portalAccess === 'none' && body.portalPassword && !credential) return null
      if (body.primary) await clearPrimary(tx, customer.id)
      const to = addressee((await insertContact(tx, customer.id, knownPerson(tx, known.id), body))!)
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

const knownPerson = ({ organizationId }: Within, id: string) =>
  sql`select * from people where organization_id = ${organizationId} and id = ${id}`

async function addNewPerson(scope: Scope, customer: Customer, body: NewContact): Promise<string | null> {
  const person = newPerson(body)
  const credential = await credentialFor(scope, customer, person, body)
  return inTransaction(scope, async (tx) => {
    if (body.primary) await clearPrimary(tx, customer.id)
    const row = await insertContact(tx, customer.id, addingPerson(tx, person, OF_CUSTOMER), body)
    if (row && credential) await issueCredential(tx, addressee(row), credential)
    return row && row.id
  })
}

const addressee = ({ id, personId, customerId }: ContactRow): ContactAddressee => ({
  contactId: id,
  personId,
  customerId,
})

/** Nobody is added to an inactive customer. */
const OF_CUSTOMER = sql`from customer`

/**
 * `person` gives the row of who it is. Null if it gives none: somebody else has the address of who was to be new, or there
 * is no such active customer.
 */
async function insertContact(
  scope: Scope,
  customerId: string,
  person: RawBuilder<unknown>,
  body: NewContact,
): Promise<ContactRow | null> {
  const { db, organizationId, now } = scope
  const contact = {
    ...emptyRow(contactFields),
    ...only(contactFields, body),
    receives: body.receives ?? newContactsReceive(organizationId, sql`customer.default_receives`),
  }
  const entry = {
    action: 'contact.added',
    customerId,
    contactId: sql`c.id`,
    personId: sql`p.id`,
    changes: sql`jsonb_build_object('email', jsonb_build_object('new', p.email))`,
  } as const
  const { rows } = await sql<ContactRow>`
    with customer as (
      select * from customers where organization_id = ${organizationId} and id = ${customerId} and active),
    p as (${person}),
    c as (
      insert into contacts (organization_id, id, customer_id, person_id, created_at, updated_at, ${contactColumns.names})
      select ${organizationId}, ${newId()}, customer.id, p.id, ${now}, ${now}, ${contactColumns.values(contact)}
      from customer, p
      returning *),
    recorded as (${recording(scope, entry, sql`from c, p`)} returning *)
    ${selectContact(scope, sql`c join p on p.id = c.person_id`, [sql`recorded`])}`.execute(db)
  return rows[0] ?? null
}

interface LookedUp extends Customer {
  active: boolean
  person: KnownPerson | null
}

/** The customer, and whose the address is already. */
async function lookUp({ db, organizationId, now }: ReadingNow, customerId: string, email: string) {
  const { rows } = await sql<LookedUp>`
    select u.id, u.name, u.active,
      (select json_build_object('id', p.id, 'firstName', p.first_name, 'lastName', p.last_name, 'email', p.email,
          'portalAccess', ${accessOf(now)})
        from people p where p.organization_id = ${organizationId} and p.email_identity = ${emailIdentity(email)}) as person
    from customers u where u.organization_id = ${organizationId} and u.id = ${customerId}`.execute(db)
  if (!rows[0]) throw new NotFound('customer')
  const { active, person: known, ...customer } = rows[0]
  if (!active) throw new InactiveCustomer('add contacts')
  return { customer, known }
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

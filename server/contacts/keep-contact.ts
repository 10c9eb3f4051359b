import { sql } from 'kysely'
import { InactiveInStep } from '../customers/keep-customer.ts'
import { ExternalIdTaken } from '../customers/external-id-taken.ts'
import { only } from '../fields/field.ts'
import { Created } from '../http/answer.ts'
import { Busy, InvalidRequest, Problem, StaleVersion } from '../http/problems.ts'
import { differences } from '../journal/record.ts'
import { emailIdentity } from '../people/email-address.ts'
import { personFields } from '../people/person-fields.ts'
import { personName } from '../people/person.ts'
import type { Reading } from '../scope/scope.ts'
import { addContact } from './add-contact.ts'
import { changeContact, type ByStaff } from './change-contact.ts'
import { contactFields } from './contact-fields.ts'
import { AlreadyContact, findByExternalId, readContact } from './contact.ts'
import type { Contact, ContactChange, ContactInStep, KeptContact } from './contacts.api.ts'
import { makeActive, makeInactive } from './delete-contact.ts'
import { inOrder } from './receives.ts'

const TRIES_MOST = 5

export interface Kept {
  status: 'created' | 'updated' | 'unchanged'
  contact: Contact
  stayed: KeptContact['stayed']
}

export async function keepByExternalId(
  scope: ByStaff,
  externalId: string,
  said: ContactInStep,
): Promise<KeptContact | Created<KeptContact>> {
  const { status, contact, stayed } = await keepContact(scope, externalId, said)
  const reply = { ...contact, stayed }
  return status === 'created' ? new Created(reply) : reply
}

/**
 * Makes a contact what another system says of it: changes the one that has the external id, or adds one. What is not said
 * stays; where nothing differs, nothing is written. Without an external id it is added.
 */
export async function keepContact(
  scope: ByStaff,
  externalId: string | undefined,
  said: ContactInStep,
): Promise<Kept> {
  for (let tries = 1; ; tries++) {
    try {
      const known = externalId === undefined ? undefined : await findByExternalId(scope, externalId)
      const customerId = await customerNamed(scope, said, known)
      if (known && customerId !== undefined && customerId !== known.customerId)
        throw new ContactOfAnother(known)
      return known ? await change(scope, known, said) : await add(scope, externalId, customerId, said)
    } catch (error) {
      // Somebody else added or changed it since it was looked up.
      const isOvertaken = error instanceof StaleVersion || error instanceof ExternalIdTaken
      if (!isOvertaken) throw error
      // Not "stale": the caller has read no version.
      if (tries === TRIES_MOST) throw new Busy()
    }
  }
}

async function add(
  scope: ByStaff,
  externalId: string | undefined,
  customerId: string | undefined,
  said: ContactInStep,
): Promise<Kept> {
  const { email } = said
  const errors = [
    ...(customerId === undefined ? [{ pointer: '/customerId', detail: 'Say whose contact to add.' }] : []),
    ...(email === undefined
      ? [{ pointer: '/email', detail: 'Give the address of the contact to add.' }]
      : []),
  ]
  if (customerId === undefined || email === undefined) throw new InvalidRequest(errors)
  try {
    const added = await addContact(scope, customerId, {
      ...only(personFields, said),
      ...only(contactFields, said),
      email,
      externalId,
      portalPassword: null,
    })
    // Of somebody known their details stay, as they do when the same is sent again.
    return { ...(await change(scope, added, said)), status: 'created' }
  } catch (error) {
    const there = error instanceof AlreadyContact && externalId !== undefined && error.contactId
    if (!there) throw error
    const contact = await readContact(scope, there)
    // Added at this moment.
    if (contact.externalId === externalId) throw new StaleVersion()
    if (contact.externalId !== null) throw error
    return change(scope, contact, { ...said, externalId })
  }
}

async function change(
  scope: ByStaff,
  contact: Contact,
  said: ContactInStep & { externalId?: string },
): Promise<Kept> {
  if (!contact.active && said.active === undefined) throw new InactiveInStep('contact')
  const { differs, stayed } = whatDiffers(contact, said)
  const { active = contact.active } = said
  const turn = active === contact.active ? undefined : active ? makeActive : makeInactive
  if (Object.keys(differs).length === 0 && !turn) return { status: 'unchanged', contact, stayed }
  const changed = await changeContact(
    scope,
    contact.id,
    contact.version,
    differs,
    turn && ((tx) => turn(tx, contact.id)),
  )
  return { status: changed.version === contact.version ? 'unchanged' : 'updated', contact: changed, stayed }
}

/** What is to change, and what of the person stays because it would change elsewhere, too (R3). */
function whatDiffers(
  contact: Contact,
  said: ContactInStep & { externalId?: string },
): { differs: ContactChange; stayed: KeptContact['stayed'] } {
  const before = { ...contact, receives: inOrder(contact.receives) }
  const wanted = { ...only(personFields, said), ...only(contactFields, said) }
  const changes = differences<Omit<typeof before, never>>(before, wanted)
  const differs: ContactChange = Object.fromEntries(
    Object.entries(wanted).filter(([name]) => name in changes),
  )
  if (contact.elsewhereCount === 0 || said.everywhere) return { differs, stayed: [] }
  const isAnother =
    differs.email !== undefined && emailIdentity(differs.email) !== emailIdentity(contact.email)
  if (isAnother && said.everywhere === undefined) throw new SharedAddress(contact)
  if (isAnother) return { differs: { ...differs, onlyThisCustomer: true }, stayed: [] }
  const { email: _spelling, ...details } = only(personFields, differs)
  return {
    differs: only(contactFields, differs),
    stayed: Object.keys(details) as KeptContact['stayed'],
  }
}

/** The customer that is named in either way, if one is. */
async function customerNamed(
  { db, organizationId }: Reading,
  { customerId, customerExternalId }: ContactInStep,
  known: Contact | undefined,
): Promise<string | undefined> {
  if (customerId === undefined && customerExternalId === undefined) return undefined
  if (customerId !== undefined && customerExternalId !== undefined)
    throw new InvalidRequest([
      { pointer: '/customerExternalId', detail: 'Name the customer in one way, not in both.' },
    ])
  if (customerId !== undefined && customerId === known?.customerId) return customerId
  const { rows } = await sql<{ id: string }>`
    select id from customers where organization_id = ${organizationId}
      and ${customerId === undefined ? sql`external_id = ${customerExternalId}` : sql`id = ${customerId}`}`.execute(
    db,
  )
  if (rows[0]) return rows[0].id
  const pointer = customerId === undefined ? '/customerExternalId' : '/customerId'
  throw new InvalidRequest([{ pointer, detail: 'There is no such customer. Add it first.' }])
}

export class ContactOfAnother extends Problem {
  constructor({ id, customerId, customerName }: Contact) {
    const detail = `This contact belongs to ${customerName}, and stays there. Add one to the other customer, under an external ID of its own.`
    super(409, 'contact-of-another', 'The contact belongs to another customer', detail, {
      errors: [{ pointer: '/customerId', detail }],
      extra: { contactId: id, customer: { id: customerId, name: customerName } },
    })
  }
}

/** Nobody has said where the address of somebody with several customers is to change. */
export class SharedAddress extends Problem {
  constructor(contact: Contact) {
    const where = contact.elsewhere.map(({ customerName }) => customerName).join(', ')
    const detail = `${personName(contact)} is also a contact of ${where}. Send "everywhere": true to change the address there, too, or "everywhere": false to give this contact an address of its own.`
    super(409, 'shared-address', 'The person is a contact of several customers', detail, {
      errors: [{ pointer: '/email', detail }],
    })
  }
}

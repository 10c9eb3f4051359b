import { violates } from '../database/database.ts'
import { only } from '../fields/field.ts'
import { requireRightToLetIn } from '../http/fresh-password.ts'
import { InvalidRequest, Problem, StaleVersion } from '../http/problems.ts'
import type { StaffOrKey } from '../http/let-in.ts'
import { differences, record } from '../journal/record.ts'
import { redirectLetters } from '../mail/outbox/post.ts'
import { emailIdentity } from '../people/email-address.ts'
import { personFields, type PersonFields } from '../people/person-fields.ts'
import { addPerson, changePerson, lockHolder, personName } from '../people/person.ts'
import { recognizePerson } from '../people/recognize-person.ts'
import type { KnownPerson } from '../people/people.api.ts'
import { endAccess } from '../portal-access/end-access.ts'
import { postAddressChanged, postContactAdded } from '../portal-access/letters.ts'
import {
  inOneStatement,
  inTransaction,
  type InTransaction,
  type ReadingNow,
  type Scope,
} from '../scope/scope.ts'
import { contactFields, type ContactFields } from './contact-fields.ts'
import { leaveCustomer } from './leave-customer.ts'
import { changeAtOnce, isPlain } from './plain-change.ts'
import {
  AlreadyContact,
  clearPrimary,
  contactColumns,
  lockContact,
  readContact,
  whyRefused,
  type LockedContact,
} from './contact.ts'
import type { Contact, ContactChange } from './contacts.api.ts'

export type ByStaff = Scope & StaffOrKey

/**
 * Changes a contact. What person-fields.ts declares belongs to the person and changes at all their customers;
 * what contact-fields.ts declares belongs to this contact alone (R1). A new address follows R5. `finish` does more in the same
 * transaction.
 */
export async function changeContact(
  scope: ByStaff,
  contactId: string,
  version: number,
  change: ContactChange,
  finish?: (tx: InTransaction) => Promise<unknown>,
): Promise<Contact> {
  try {
    const changed =
      isPlain(change) &&
      !finish &&
      (await inOneStatement(scope, (one) => changeAtOnce(one, contactId, version, change)))
    if (changed) return changed
    await inTransaction(scope, async (tx) => {
      const contact = await lockContact(tx, contactId)
      if (contact.version !== version) throw new StaleVersion()
      const personId = await changeWhoItIs(tx, contact, change)
      await changePlace(tx, contact, change, personId)
      await finish?.(tx)
    })
  } catch (error) {
    if (violates(error, 'people_email_identity_key'))
      throw await addressTaken(scope, contactId, change.email!)
    throw await whyRefused(error, scope, change)
  }
  return readContact(scope, contactId)
}

/** Changes the person, or which person this contact is. Returns the person it belongs to from now on. */
async function changeWhoItIs(
  tx: InTransaction<ByStaff>,
  contact: LockedContact,
  change: ContactChange,
): Promise<string> {
  const isNewAddress =
    change.email !== undefined && emailIdentity(change.email) !== emailIdentity(contact.email)
  if (change.onlyThisCustomer && !isNewAddress) throw new SplitNeedsAddress()
  if (!isNewAddress) return changeEverywhere(tx, contact, change)
  // The next password goes to the new address.
  if (contact.portalAccess === 'open') requireRightToLetIn(tx)
  if (change.attach) return attachToKnownPerson(tx, contact, change)
  if (change.onlyThisCustomer) return splitOff(tx, contact, change)
  return moveToNewAddress(tx, contact, change)
}

async function changeEverywhere(
  tx: InTransaction,
  contact: LockedContact,
  change: ContactChange,
): Promise<string> {
  await changePerson(tx, contact.personId, contact, only(personFields, change))
  return contact.personId
}

/** The old address loses all access to the portal and is told; waiting mail goes to the new address (R5). */
async function moveToNewAddress(
  tx: InTransaction,
  contact: LockedContact,
  change: ContactChange,
): Promise<string> {
  if (contact.portalAccess !== 'none') await endAccess(tx, contact.personId, 'the e-mail address was changed')
  await changeEverywhere(tx, contact, change)
  if (contact.lettersWait) await redirectLetters(tx, contact.personId, change.email!)
  await postAddressChanged(tx, recipient(contact), contact.email)
  return contact.personId
}

/**
 * *Only this customer*: the contact becomes another person under the new address; the other contacts stay as they are
 * (R3).
 */
async function splitOff(tx: InTransaction, contact: LockedContact, change: ContactChange): Promise<string> {
  const person = { ...contact, ...only(personFields, change) }
  const personId = await addPerson(tx, person)
  if (personId === null) throw new AddressTaken(await recognizePerson(tx, person.email))
  await leaveCustomer(tx, contact, 'the contact was given another address')
  await record(tx, {
    action: 'contact.split-off',
    customerId: contact.customerId,
    contactId: contact.id,
    personId,
    changes: differences<PersonFields>(contact, only(personFields, change)),
  })
  return personId
}

/** The contact becomes that known person's: their details and password stay as they are (R5). */
async function attachToKnownPerson(
  tx: InTransaction,
  contact: LockedContact,
  change: ContactChange,
): Promise<string> {
  const known = await recognizePerson(tx, change.email!)
  // Nobody has the address any more, so it is a new one.
  if (!known)
    return change.onlyThisCustomer ? splitOff(tx, contact, change) : moveToNewAddress(tx, contact, change)
  if (!(await lockHolder(tx, known.id, change.email!))) return attachToKnownPerson(tx, contact, change)
  const there = known.contacts.find(({ customerId }) => customerId === contact.customerId)
  if (there) throw new AlreadyContact({ id: there.contactId, active: there.active }, personName(known))
  await leaveCustomer(tx, contact, 'the contact was given another address')
  await record(tx, {
    action: 'contact.attached',
    customerId: contact.customerId,
    contactId: contact.id,
    personId: known.id,
    changes: { email: { old: contact.email, new: known.email } },
  })
  if (contact.active) await postContactAdded(tx, recipient(contact, known.id), contact.customerName)
  return known.id
}

async function changePlace(
  tx: InTransaction,
  contact: LockedContact,
  change: ContactChange,
  personId: string,
) {
  const place = only(contactFields, change)
  const changes = differences<ContactFields>(contact, place)
  const becomesAnother = personId !== contact.personId
  if (Object.keys(changes).length === 0 && !becomesAnother) return
  if (changes['primary']?.new === true) await clearPrimary(tx, contact.customerId)
  await tx.db
    .updateTable('contacts')
    .set({
      ...contactColumns.set(place),
      person_id: personId,
      // What one person unsubscribed from says nothing about their successor.
      ...(becomesAnother && { unsubscribed: '{}' }),
      // The version staff see includes the person's: it must not go back when the person is another one.
      version: becomesAnother ? contact.version + 1 : contact.contactVersion + 1,
      updated_at: tx.now,
    })
    .where('organization_id', '=', tx.organizationId)
    .where('id', '=', contact.id)
    .execute()
  if (Object.keys(changes).length > 0)
    await record(tx, {
      action: 'contact.changed',
      customerId: contact.customerId,
      contactId: contact.id,
      personId,
      changes,
    })
}

const recipient = ({ id, customerId, personId }: LockedContact, anotherPersonId?: string) => ({
  personId: anotherPersonId ?? personId,
  contactId: id,
  customerId,
})

async function addressTaken(scope: ReadingNow, contactId: string, email: string): Promise<Problem> {
  const known = await recognizePerson(scope, email)
  const there = known?.contacts.find((contact) => contact.contactId === contactId)
  return there ? new StaleVersion() : new AddressTaken(known)
}

/** The new address belongs to somebody else. The way out is explicit: `attach`. */
export class AddressTaken extends Problem {
  constructor(known: KnownPerson | null) {
    const name = known ? personName(known) : 'Somebody'
    const where = known?.contacts.filter(({ active }) => active).map(({ customerName }) => customerName) ?? []
    super(
      409,
      'address-taken',
      'This address belongs to somebody else',
      `${name} has this e-mail address already${where.length > 0 ? `, at ${where.join(', ')}` : ''}. Nothing was changed. To make this contact theirs, attach it to them: their name and password stay as they are.`,
      {
        errors: [
          {
            pointer: '/email',
            detail: `This address already belongs to ${known ? name : 'somebody else'}.`,
          },
        ],
        extra: { person: known },
      },
    )
  }
}

class SplitNeedsAddress extends InvalidRequest {
  constructor() {
    super([
      {
        pointer: '/email',
        detail:
          'To change only this customer, give the contact another e-mail address. One address is one person.',
      },
    ])
  }
}

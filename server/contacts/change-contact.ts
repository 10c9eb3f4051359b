import { transaction, violates, type Db, type Transaction } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { requireFreshPassword } from '../http/fresh-password.ts'
import { InvalidRequest, Problem, StaleVersion } from '../http/problems.ts'
import type { StaffCaller } from '../http/serve.ts'
import type { Services } from '../scope/services.ts'
import { differences, record } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import { cancelLettersOfContact, redirectLetters } from '../mail/post.ts'
import { emailIdentity } from '../people/email-address.ts'
import { addPerson, changePerson, lockHolder, personName, type PersonFields } from '../people/person.ts'
import { recognizePerson } from '../people/recognize-person.ts'
import type { KnownPerson } from '../people/people.api.ts'
import { endAccess } from '../portal-access/end-access.ts'
import { postAddressChanged, postContactAdded } from '../portal-access/letters.ts'
import { AlreadyContact, clearPrimary, lockContact, readContact, type LockedContact } from './contact.ts'
import type { Contact, ContactChange } from './contacts.api.ts'

type Call = Pick<Services, 'sealer'> & { db: Db; now: Date; staff: StaffCaller; version: number }
type Place = Pick<ContactChange, 'jobTitle' | 'receives' | 'primary'>
type Tools = Call & { tx: Transaction<Tables>; contact: LockedContact; change: ContactChange }

/**
 * Changes a contact. Names, phones, e-mail and language belong to the person and change at every customer of theirs;
 * job title, what they receive and primary belong to this contact alone (R1). A new address follows R5.
 */
export async function changeContact(call: Call, contactId: string, change: ContactChange): Promise<Contact> {
  const { db, staff, now, version } = call
  try {
    await transaction(db, async (tx) => {
      const contact = await lockContact(tx, staff.organizationId, contactId)
      if (contact.version !== version) throw new StaleVersion()
      const tools = { ...call, tx, contact, change }
      const personId = await changeWhoItIs(tools)
      await changePlace(tools, personId)
    })
  } catch (error) {
    if (violates(error, 'people_email_identity_key')) throw await addressTaken(call, contactId, change.email!)
    throw error
  }
  return readContact(db, staff.organizationId, contactId, now)
}

/** Changes the person, or whose contact this is. Answers the person it belongs to from now on. */
async function changeWhoItIs(tools: Tools): Promise<string> {
  const { staff, now, contact, change } = tools
  const isNewAddress =
    change.email !== undefined && emailIdentity(change.email) !== emailIdentity(contact.email)
  if (change.onlyThisCustomer && !isNewAddress) throw new SplitNeedsAddress()
  if (!isNewAddress) return changeEverywhere(tools)
  // The next password goes to the new address.
  if (contact.hasPortalAccess) requireFreshPassword(staff, now)
  if (change.attach) return attachToKnownPerson(tools)
  if (change.onlyThisCustomer) return splitOff(tools)
  return moveToNewAddress(tools)
}

async function changeEverywhere({ tx, staff, now, contact, change }: Tools): Promise<string> {
  const changes = differences<PersonFields>(contact, personChange(change))
  if (Object.keys(changes).length > 0) {
    await changePerson(
      { db: tx, organizationId: staff.organizationId, now },
      contact.personId,
      personChange(change),
    )
    await record(tx, byStaff(staff), now, { action: 'person.changed', personId: contact.personId, changes })
  }
  return contact.personId
}

/** The old address loses every key to the portal, is told, and what waits for the person goes to the new one (R5). */
async function moveToNewAddress(tools: Tools): Promise<string> {
  const { tx, staff, now, contact, change } = tools
  const { organizationId } = staff
  await endAccess(tx, organizationId, contact.personId, 'the e-mail address was changed', now)
  await changeEverywhere(tools)
  await redirectLetters(tx, organizationId, contact.personId, change.email!)
  await postAddressChanged(tx, tools, organizationId, now, recipient(contact), contact.email)
  return contact.personId
}

/** *Only this customer*: the contact becomes another person under the new address; the rest stays who they were (R3). */
async function splitOff({ tx, staff, now, contact, change }: Tools): Promise<string> {
  const { organizationId } = staff
  const person = { ...contact, ...personChange(change) }
  const personId = await addPerson({ db: tx, organizationId, now }, person)
  if (personId === null)
    throw new AddressTaken(await recognizePerson({ db: tx, organizationId, now }, person.email))
  await leavePerson(tx, organizationId, contact, now)
  await record(tx, byStaff(staff), now, {
    action: 'contact.split-off',
    customerId: contact.customerId,
    contactId: contact.id,
    personId,
    changes: differences<PersonFields>(contact, personChange(change)),
  })
  return personId
}

/** The contact becomes another known person's: their details and their credential stay untouched (R5). */
async function attachToKnownPerson(tools: Tools): Promise<string> {
  const { tx, staff, now, contact, change } = tools
  const { organizationId } = staff
  const known = await recognizePerson({ db: tx, organizationId, now }, change.email!)
  // Nobody has the address any more: then it is simply a new one.
  if (!known) return change.onlyThisCustomer ? splitOff(tools) : moveToNewAddress(tools)
  if (!(await lockHolder({ db: tx, organizationId }, known.id, change.email!)))
    return attachToKnownPerson(tools)
  const there = known.contacts.find(({ customerId }) => customerId === contact.customerId)
  if (there) throw new AlreadyContact({ id: there.contactId, active: there.active }, personName(known))
  await leavePerson(tx, organizationId, contact, now)
  await record(tx, byStaff(staff), now, {
    action: 'contact.attached',
    customerId: contact.customerId,
    contactId: contact.id,
    personId: known.id,
    changes: { email: { old: contact.email, new: known.email } },
  })
  if (contact.active)
    await postContactAdded(tx, tools, organizationId, now, recipient(contact, known.id), contact.customerName)
  return known.id
}

/** What was on its way to the person for this contact is cancelled; without another active contact their access ends. */
async function leavePerson(tx: Db, organizationId: string, contact: LockedContact, now: Date) {
  await cancelLettersOfContact(tx, organizationId, contact.id, 'the contact was given another address', now)
  if (contact.active && contact.activeElsewhere === 0)
    await endAccess(tx, organizationId, contact.personId, 'the contact was given another address', now)
}

async function changePlace({ tx, staff, now, contact, change }: Tools, personId: string) {
  const place: Place = {
    ...(change.jobTitle !== undefined && { jobTitle: change.jobTitle }),
    ...(change.receives !== undefined && { receives: change.receives }),
    ...(change.primary !== undefined && { primary: change.primary }),
  }
  const changes = differences<Place>(contact, place)
  const becomesAnother = personId !== contact.personId
  if (Object.keys(changes).length === 0 && !becomesAnother) return
  if (changes['primary']?.new === true) await clearPrimary(tx, byStaff(staff), now, contact.customerId)
  await tx
    .updateTable('contacts')
    .set({
      ...(place.jobTitle !== undefined && { job_title: place.jobTitle }),
      ...(place.receives !== undefined && { receives: JSON.stringify(place.receives) }),
      ...(place.primary !== undefined && { is_primary: place.primary }),
      person_id: personId,
      // What one person wants no more of says nothing about who comes after them.
      ...(becomesAnother && { unsubscribed: {} }),
      // The version staff see adds the person's: with another person it must not fall back.
      version: becomesAnother ? contact.version + 1 : contact.contactVersion + 1,
      updated_at: now,
    })
    .where('organization_id', '=', staff.organizationId)
    .where('id', '=', contact.id)
    .execute()
  if (Object.keys(changes).length > 0)
    await record(tx, byStaff(staff), now, {
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

function personChange(change: ContactChange): Partial<PersonFields> {
  const { email, firstName, lastName, phone, secondPhone, language, timeZone } = change
  const fields = { email, firstName, lastName, phone, secondPhone, language, timeZone }
  // What is not given must not hide what is there.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

async function addressTaken({ db, staff, now }: Call, contactId: string, email: string): Promise<Problem> {
  const known = await recognizePerson({ db, organizationId: staff.organizationId, now }, email)
  const there = known?.contacts.find((contact) => contact.contactId === contactId)
  return there ? new StaleVersion() : new AddressTaken(known)
}

/** The new address is somebody else's. The way out is explicit: `attach`. */
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

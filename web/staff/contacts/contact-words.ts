import { contactFields } from '../../../server/contacts/contact-fields.ts'
import type { Contact, ContactLine } from '../../../server/contacts/contacts.api.ts'
import { receivesWords } from '../../../server/contacts/receives.ts'
import { textNames } from '../../../server/fields/field.ts'
import { listOf, personName } from '../../lib/formats.ts'
import type { StateTone } from '../../ui/status-badge.tsx'

type AccessState = ContactLine['portalAccess']

export const accessWords: Record<AccessState, { word: string; tone: StateTone }> = {
  none: { word: 'No access', tone: 'off' },
  invited: { word: 'Invited', tone: 'info' },
  temporary: { word: 'Temporary password', tone: 'wait' },
  expired: { word: 'Expired', tone: 'bad' },
  active: { word: 'Active', tone: 'good' },
  locked: { word: 'Revoked', tone: 'bad' },
}

/** What people call them in a sentence. */
export function shortName(person: { firstName: string; lastName: string; email: string }) {
  return person.firstName || personName(person)
}

/** What somebody is at the customer: “Accounts payable · Primary contact”. */
export const placeWords = (contact: Pick<ContactLine, keyof typeof contactFields>) =>
  [
    ...textNames(contactFields).map((name) => name !== 'externalId' && contact[name]),
    contact.primary && contactFields.primary.label,
  ]
    .filter(Boolean)
    .join(' · ')

/** What somebody is sent here. What is chosen for an inactive contact comes back with them. */
export function receivesNow({ active, receives }: Pick<ContactLine, 'active' | 'receives'>) {
  const chosen = receivesWords(receives)
  return active || chosen === 'Nothing' ? chosen : `Nothing while inactive. When active: ${chosen}`
}

/** What deleting does, before it is done. */
export function deletingWords(contact: Contact) {
  const name = shortName(contact)
  const stays = contact.elsewhere.filter(({ active }) => active).map(({ customerName }) => customerName)
  const gets = `${name} gets no more mail for ${contact.customerName}`
  if (contact.portalAccess.state === 'none')
    return stays.length > 0 ? `${gets}, and stays a contact of ${listOf(stays)}.` : `${gets}.`
  const loses = `${name} will no longer see ${contact.customerName} in the portal.`
  if (stays.length > 0) return `${loses} ${name} stays a contact of ${listOf(stays)}.`
  return `${loses} ${name} is not a contact of any other customer, so the portal password and all sessions end.`
}

/** What another address does, before it is saved. */
export function addressWords({ email, portalAccess }: Contact) {
  const mail = 'Mail goes to the new address at once'
  return portalAccess.state === 'none'
    ? `${mail}, and ${email} is told about it.`
    : `${mail}. The current password, sessions and links stop working, and ${email} is told about it.`
}

/** Which customers a change of the person reaches: rule R3. */
export function sharedWords(contact: Contact) {
  const others = contact.elsewhere.map(({ customerName }) => customerName)
  if (others.length === 0) return null
  const all = others.length === 1 ? 'both' : `all ${others.length + 1}`
  return `${shortName(contact)} is also a contact of ${listOf(others)}; this changes ${all}.`
}

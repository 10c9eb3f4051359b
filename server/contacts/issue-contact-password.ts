import { StaleVersion } from '../http/problems.ts'
import { giveAccessBack, takeAccessAway } from '../portal-access/end-access.ts'
import { issueCredential, prepareCredential } from '../portal-access/issue-password.ts'
import type { IssuedPassword } from '../portal-access/portal-access.api.ts'
import { inTransaction, type Scope } from '../scope/scope.ts'
import {
  InactiveContact,
  InactiveCustomer,
  lockContact,
  readContact,
  readCredentialRules,
} from './contact.ts'
import type { Contact } from './contacts.api.ts'

/**
 * Resets the person's password: a new temporary one (or a link) goes out by mail, and everything earlier ends (R10).
 */
export async function issueContactPassword(
  scope: Scope,
  contactId: string,
  wish: IssuedPassword,
): Promise<Contact> {
  const [contact, rules] = await Promise.all([readContact(scope, contactId), readCredentialRules(scope)])
  if (!contact.active) throw new InactiveContact('a password would open nothing.')
  const around = [contact.firstName, contact.lastName, contact.email, contact.customerName, rules.name]
  const credential = await prepareCredential(scope, rules, wish, around)
  await inTransaction(scope, async (tx) => {
    const { active, customerActive, personId, customerId } = await lockContact(tx, contactId)
    // The contact became another person's while we hashed: that person's password was not to be reset.
    if (personId !== contact.personId) throw new StaleVersion()
    if (!active) throw new InactiveContact('a password would open nothing.')
    if (!customerActive) throw new InactiveCustomer('issue the password')
    await issueCredential(tx, { personId, contactId, customerId }, credential)
  })
  return readContact(scope, contactId)
}

export const takeContactAccessAway = (scope: Scope, contactId: string) =>
  withAccess(scope, contactId, takeAccessAway)
export const giveContactAccessBack = (scope: Scope, contactId: string) =>
  withAccess(scope, contactId, giveAccessBack)

async function withAccess(scope: Scope, contactId: string, change: typeof takeAccessAway) {
  await inTransaction(scope, async (tx) => {
    const { personId } = await lockContact(tx, contactId)
    await change(tx, { personId, contactId })
  })
  return readContact(scope, contactId)
}

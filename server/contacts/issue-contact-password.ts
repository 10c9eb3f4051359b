import { transaction, type Db } from '../database/database.ts'
import { StaleVersion } from '../http/problems.ts'
import type { StaffCaller } from '../http/serve.ts'
import type { Services } from '../scope/services.ts'
import { byStaff } from '../scope/actor.ts'
import { giveAccessBack, takeAccessAway } from '../portal-access/end-access.ts'
import { issueCredential, prepareCredential } from '../portal-access/issue-password.ts'
import {
  InactiveContact,
  InactiveCustomer,
  lockContact,
  readContact,
  readCredentialRules,
} from './contact.ts'
import type { Contact, IssuedPassword } from './contacts.api.ts'

type Call = { db: Db; now: Date; staff: StaffCaller }

/** Resets the person's password: a new temporary one (or link) by mail; everything earlier dies (R10). */
export async function issueContactPassword(
  call: Call & Pick<Services, 'passwordHasher' | 'sealer'>,
  contactId: string,
  wish: IssuedPassword,
): Promise<Contact> {
  const { db, staff, now } = call
  const { organizationId } = staff
  const [contact, rules] = await Promise.all([
    readContact(db, organizationId, contactId, now),
    readCredentialRules(db, organizationId),
  ])
  if (!contact.active) throw new InactiveContact('a password would open nothing.')
  const around = [contact.firstName, contact.lastName, contact.email, contact.customerName, rules.name]
  const credential = await prepareCredential(call, organizationId, rules, wish, around)
  await transaction(db, async (tx) => {
    const { active, customerActive, personId, customerId } = await lockContact(tx, organizationId, contactId)
    // Made another person's while we hashed: it is not theirs that was to be reset.
    if (personId !== contact.personId) throw new StaleVersion()
    if (!active) throw new InactiveContact('a password would open nothing.')
    if (!customerActive) throw new InactiveCustomer('issue the password')
    await issueCredential(tx, call, byStaff(staff), now, { personId, contactId, customerId }, credential)
  })
  return readContact(db, organizationId, contactId, now)
}

export const takeContactAccessAway = (call: Call, contactId: string) =>
  withAccess(call, contactId, takeAccessAway)
export const giveContactAccessBack = (call: Call, contactId: string) =>
  withAccess(call, contactId, giveAccessBack)

async function withAccess({ db, staff, now }: Call, contactId: string, change: typeof takeAccessAway) {
  await transaction(db, async (tx) => {
    const { personId } = await lockContact(tx, staff.organizationId, contactId)
    await change(tx, byStaff(staff), now, { personId, contactId })
  })
  return readContact(db, staff.organizationId, contactId, now)
}

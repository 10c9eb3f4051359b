import { sql } from 'kysely'
import { recording } from '../journal/record.ts'
import { inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import {
  WITH_PERSON,
  clearPrimary,
  contactReply,
  lockContact,
  readContact,
  selectContact,
  type ContactRow,
  type LockedContact,
} from './contact.ts'
import type { Contact } from './contacts.api.ts'
import { leaveCustomer } from './leave-customer.ts'

/**
 * Makes the contact inactive (R6). Portal reads join active contacts only, so that customer is gone from the person's
 * next request. With the last active contact their sessions and password end.
 */
export const deleteContact = (scope: Scope, contactId: string): Promise<Contact> =>
  inTransaction(scope, (tx) => makeInactive(tx, contactId))

export async function makeInactive(tx: InTransaction, contactId: string): Promise<Contact> {
  const contact = await lockContact(tx, contactId)
  if (!contact.active) return readContact(tx, contactId)
  await leaveCustomer(tx, contact, 'the contact was made inactive')
  return setActive(tx, contact, { active: false, inactiveSince: tx.now, primary: contact.primary })
}

/** Brings the contact and its preferences back. A password that ended does not come back. */
export const undeleteContact = (scope: Scope, contactId: string): Promise<Contact> =>
  inTransaction(scope, (tx) => makeActive(tx, contactId))

export async function makeActive(tx: InTransaction, contactId: string): Promise<Contact> {
  const contact = await lockContact(tx, contactId)
  if (contact.active) return readContact(tx, contactId)
  // If somebody else became primary in the meantime, they stay it.
  const primary = contact.primary && !(await hasPrimary(tx, contact.customerId))
  if (primary) await clearPrimary(tx, contact.customerId)
  return setActive(tx, contact, { active: true, inactiveSince: null, primary })
}

async function setActive(
  tx: InTransaction,
  { id, customerId, personId }: LockedContact,
  columns: { active: boolean; inactiveSince: Date | null; primary: boolean },
): Promise<Contact> {
  const { db, organizationId, now } = tx
  const { rows } = await sql<ContactRow>`
    with c as (
      update contacts set active = ${columns.active}, inactive_since = ${columns.inactiveSince}, is_primary = ${columns.primary},
        version = version + 1, updated_at = ${now}
      where organization_id = ${organizationId} and id = ${id}
      returning *),
    recorded as (${recording(tx, {
      action: columns.active ? 'contact.undeleted' : 'contact.deleted',
      customerId,
      contactId: id,
      personId,
    })} returning *)
    ${selectContact(tx, sql`c ${WITH_PERSON}`, [sql`recorded`])}`.execute(db)
  return contactReply(rows[0]!, now)
}

async function hasPrimary({ db, organizationId }: InTransaction, customerId: string): Promise<boolean> {
  const primary = await db
    .selectFrom('contacts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('customer_id', '=', customerId)
    .where('is_primary', '=', true)
    .where('active', '=', true)
    .forUpdate()
    .executeTakeFirst()
  return primary !== undefined
}

import { record } from '../journal/record.ts'
import { cancelLettersOfContact } from '../mail/outbox/post.ts'
import { endAccess } from '../portal-access/end-access.ts'
import { inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import { clearPrimary, lockContact, readContact } from './contact.ts'
import type { Contact } from './contacts.api.ts'

/**
 * Makes the contact inactive (R6). Portal reads join active contacts only, so that customer is gone from the person's
 * next request. With the last active contact their sessions and password end.
 */
export async function deleteContact(scope: Scope, contactId: string): Promise<Contact> {
  const { now } = scope
  await inTransaction(scope, async (tx) => {
    const contact = await lockContact(tx, contactId)
    if (!contact.active) return
    await setActive(tx, contactId, { active: false, inactive_since: now })
    await cancelLettersOfContact(tx, contactId, 'the contact was made inactive')
    if (contact.activeElsewhere === 0) await endAccess(tx, contact.personId, 'the contact was made inactive')
    await record(tx, {
      action: 'contact.deleted',
      customerId: contact.customerId,
      contactId,
      personId: contact.personId,
    })
  })
  return readContact(scope, contactId)
}

/** Brings the contact and its preferences back. A password that ended does not come back. */
export async function undeleteContact(scope: Scope, contactId: string): Promise<Contact> {
  await inTransaction(scope, async (tx) => {
    const contact = await lockContact(tx, contactId)
    if (contact.active) return
    // If somebody else became primary in the meantime, they stay it.
    const primary = contact.primary && !(await hasPrimary(tx, contact.customerId))
    if (primary) await clearPrimary(tx, contact.customerId)
    await setActive(tx, contactId, { active: true, inactive_since: null, is_primary: primary })
    await record(tx, {
      action: 'contact.undeleted',
      customerId: contact.customerId,
      contactId,
      personId: contact.personId,
    })
  })
  return readContact(scope, contactId)
}

async function setActive(
  { db, organizationId, now }: InTransaction,
  contactId: string,
  columns: { active: boolean; inactive_since: Date | null; is_primary?: boolean },
) {
  await db
    .updateTable('contacts')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1), updated_at: now }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', contactId)
    .execute()
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

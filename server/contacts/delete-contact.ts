import { sql } from 'kysely'
import { recording } from '../journal/record.ts'
import { cancelLettersOfContact } from '../mail/outbox/post.ts'
import { endAccess } from '../portal-access/end-access.ts'
import { inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import { clearPrimary, lockContact, readContact, type LockedContact } from './contact.ts'
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
    await setActive(tx, contact, { active: false, inactiveSince: now, primary: contact.primary })
    await cancelLettersOfContact(tx, contactId, 'the contact was made inactive')
    if (contact.activeElsewhere === 0) await endAccess(tx, contact.personId, 'the contact was made inactive')
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
    await setActive(tx, contact, { active: true, inactiveSince: null, primary })
  })
  return readContact(scope, contactId)
}

async function setActive(
  tx: InTransaction,
  { id, customerId, personId }: LockedContact,
  columns: { active: boolean; inactiveSince: Date | null; primary: boolean },
) {
  const { db, organizationId, now } = tx
  await sql`
    with recorded as (${recording(tx, {
      action: columns.active ? 'contact.undeleted' : 'contact.deleted',
      customerId,
      contactId: id,
      personId,
    })})
    update contacts set active = ${columns.active}, inactive_since = ${columns.inactiveSince}, is_primary = ${columns.primary},
      version = version + 1, updated_at = ${now}
    where organization_id = ${organizationId} and id = ${id}`.execute(db)
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

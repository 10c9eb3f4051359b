import { transaction, type Db } from '../database/database.ts'
import type { StaffCaller } from '../http/serve.ts'
import { record } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import { cancelLettersOfContact } from '../mail/post.ts'
import { endAccess } from '../portal-access/end-access.ts'
import { clearPrimary, lockContact, readContact } from './contact.ts'
import type { Contact } from './contacts.api.ts'

type Call = { db: Db; now: Date; staff: StaffCaller }

/**
 * Makes the contact inactive (R6). Portal reads join active contacts only, so that customer is gone from the person's
 * next request. With the last active contact their sessions and credential die.
 */
export async function deleteContact({ db, staff, now }: Call, contactId: string): Promise<Contact> {
  const { organizationId } = staff
  await transaction(db, async (tx) => {
    const contact = await lockContact(tx, organizationId, contactId)
    if (!contact.active) return
    await setActive(tx, organizationId, contactId, { active: false, inactive_since: now, updated_at: now })
    await cancelLettersOfContact(tx, organizationId, contactId, 'the contact was made inactive', now)
    if (contact.activeElsewhere === 0)
      await endAccess(tx, organizationId, contact.personId, 'the contact was made inactive', now)
    await record(tx, byStaff(staff), now, {
      action: 'contact.deleted',
      customerId: contact.customerId,
      contactId,
      personId: contact.personId,
    })
  })
  return readContact(db, organizationId, contactId, now)
}

/** Brings the contact and what they receive back. A credential that died stays dead. */
export async function undeleteContact({ db, staff, now }: Call, contactId: string): Promise<Contact> {
  const { organizationId } = staff
  await transaction(db, async (tx) => {
    const contact = await lockContact(tx, organizationId, contactId)
    if (contact.active) return
    // Whoever became primary meanwhile stays it.
    const primary = contact.primary && !(await hasPrimary(tx, organizationId, contact.customerId))
    if (primary) await clearPrimary(tx, byStaff(staff), now, contact.customerId)
    await setActive(tx, organizationId, contactId, {
      active: true,
      inactive_since: null,
      is_primary: primary,
      updated_at: now,
    })
    await record(tx, byStaff(staff), now, {
      action: 'contact.undeleted',
      customerId: contact.customerId,
      contactId,
      personId: contact.personId,
    })
  })
  return readContact(db, organizationId, contactId, now)
}

async function setActive(
  tx: Db,
  organizationId: string,
  contactId: string,
  columns: { active: boolean; inactive_since: Date | null; is_primary?: boolean; updated_at: Date },
) {
  await tx
    .updateTable('contacts')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1) }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', contactId)
    .execute()
}

async function hasPrimary(tx: Db, organizationId: string, customerId: string): Promise<boolean> {
  const primary = await tx
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

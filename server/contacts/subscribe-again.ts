import { transaction, type Db } from '../database/database.ts'
import type { StaffCaller } from '../http/serve.ts'
import { byStaff } from '../scope/actor.ts'
import type { Unsubscribable } from '../mail/document.ts'
import { subscribeContactAgain } from '../mail/unsubscribe.ts'
import { lockContact, readContact } from './contact.ts'
import type { Contact } from './contacts.api.ts'

/** A contact who unsubscribed asks staff to get it again, as on the phone: the journal tells who says so. */
export async function subscribeForContact(
  { db, staff, now }: { db: Db; staff: StaffCaller; now: Date },
  contactId: string,
  kind: Unsubscribable,
): Promise<Contact> {
  const { organizationId } = staff
  await transaction(db, async (tx) => {
    await lockContact(tx, organizationId, contactId)
    await subscribeContactAgain(tx, { organizationId, contactId, kind }, now, byStaff(staff))
  })
  return readContact(db, organizationId, contactId, now)
}

import { transaction, type Db } from '../database/database.ts'
import type { StaffCaller } from '../http/serve.ts'
import { record } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import { lockContact, readContact } from './contact.ts'
import type { Contact } from './contacts.api.ts'

/** Staff say that a bounced address takes mail again. It belongs to the person, so it does at every customer of theirs. */
export async function markEmailWorking(
  { db, staff, now }: { db: Db; staff: StaffCaller; now: Date },
  contactId: string,
): Promise<Contact> {
  const { organizationId } = staff
  await transaction(db, async (tx) => {
    const { personId, emailBouncedAt } = await lockContact(tx, organizationId, contactId)
    if (emailBouncedAt === null) return
    await tx
      .updateTable('people')
      .set((eb) => ({
        email_bounced_at: null,
        email_bounce_reason: null,
        version: eb('version', '+', 1),
        updated_at: now,
      }))
      .where('organization_id', '=', organizationId)
      .where('id', '=', personId)
      .execute()
    await record(tx, byStaff(staff), now, { action: 'person.email-works', personId })
  })
  return readContact(db, organizationId, contactId, now)
}

import { record } from '../journal/record.ts'
import { inTransaction, type Scope } from '../scope/scope.ts'
import { lockContact, readContact } from './contact.ts'
import type { Contact } from './contacts.api.ts'

/**
 * Staff say that a bounced address works again. The address belongs to the person, so this holds at all their
 * customers.
 */
export async function markEmailWorking(scope: Scope, contactId: string): Promise<Contact> {
  const { organizationId, now } = scope
  await inTransaction(scope, async (tx) => {
    const { personId, emailBouncedAt } = await lockContact(tx, contactId)
    if (emailBouncedAt === null) return
    await tx.db
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
    await record(tx, { action: 'person.email-works', personId })
  })
  return readContact(scope, contactId)
}

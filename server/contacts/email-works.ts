import { record } from '../journal/record.ts'
import { inTransaction, type Scope } from '../scope/scope.ts'
import { lockContact, readContact } from './contact.ts'
import type { Contact } from './contacts.api.ts'

/** Staff say that a bounced address takes mail again. It belongs to the person, so it does at every customer of theirs. */
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

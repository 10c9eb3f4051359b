import { sql } from 'kysely'
import { record } from '../../journal/record.ts'
import { emailIdentity } from '../../people/email-address.ts'
import type { InTransaction } from '../../scope/scope.ts'
import { cancelDocumentLettersOfPerson } from '../outbox/post.ts'

/**
 * The address no longer works: no document is mailed to it at any customer, until staff correct it or say that it
 * works. A password that staff issue all the same is tried, because they say that somebody reads there.
 */
export async function markAddressBounced(
  tx: InTransaction,
  { personId, address, why }: { personId: string; address: string; why: string },
): Promise<void> {
  const { db, organizationId, now } = tx
  // An address that they have given up says nothing about their new one.
  const { rows } = await sql`
    update people set email_bounced_at = ${now}, email_bounce_reason = ${why}, version = version + 1, updated_at = ${now}
    where organization_id = ${organizationId} and id = ${personId} and email_identity = ${emailIdentity(address)}
      and email_bounced_at is null
    returning id`.execute(db)
  if (!rows[0]) return
  await record(tx, {
    action: 'person.address-bounced',
    personId,
    changes: { email: { new: address }, reason: { new: why } },
  })
  await cancelDocumentLettersOfPerson(tx, personId, `mail to ${address} bounced: ${why}`)
}

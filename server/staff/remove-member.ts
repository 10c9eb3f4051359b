import { sql } from 'kysely'
import { NotFound } from '../http/problems.ts'
import { record } from '../journal/record.ts'
import { inTransaction } from '../scope/scope.ts'
import { cancelLettersOfMember } from '../mail/outbox/post.ts'
import { holdOwners, refuseForLastOwner } from './member.ts'
import type { SignedIn } from './session.ts'

/**
 * Removes a staff member, or withdraws an invitation. Their sessions here end at once; the journal keeps what they
 * did.
 */
export async function removeMember(call: SignedIn, memberId: string) {
  await inTransaction(call, async (tx) => {
    const { db, organizationId } = tx
    const owners = await holdOwners(tx)
    refuseForLastOwner(owners, memberId)
    const { rows } = await sql<{ id: string }>`
      with sessions as (
        delete from staff_sessions where organization_id = ${organizationId} and member_id = ${memberId}),
      links as (
        delete from staff_links where organization_id = ${organizationId} and member_id = ${memberId})
      update staff_members set active = false, version = version + 1
      where organization_id = ${organizationId} and id = ${memberId} and active
      returning id`.execute(db)
    if (!rows[0]) throw new NotFound('staff member')
    await cancelLettersOfMember(tx, memberId, 'they were removed')
    await record(tx, { action: 'staff.removed', memberId })
  })
}

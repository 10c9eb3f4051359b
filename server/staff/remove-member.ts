import { sql } from 'kysely'
import { transaction } from '../database/database.ts'
import { NotFound } from '../http/problems.ts'
import type { Call } from '../http/serve.ts'
import { record } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import { cancelLettersOfMember } from '../mail/post.ts'
import { holdOwners, refuseForLastOwner } from './member.ts'

/**
 * Removes a staff member, or withdraws an invitation. Their sessions here end at once; the journal keeps what they
 * did.
 */
export async function removeMember({ db, staff, now }: Pick<Call, 'db' | 'staff' | 'now'>, memberId: string) {
  const { organizationId } = staff
  await transaction(db, async (tx) => {
    const owners = await holdOwners(tx, staff)
    refuseForLastOwner(owners, memberId)
    const { rows } = await sql<{ id: string }>`
      with sessions as (
        delete from staff_sessions where organization_id = ${organizationId} and member_id = ${memberId}),
      links as (
        delete from staff_links where organization_id = ${organizationId} and member_id = ${memberId})
      update staff_members set active = false, version = version + 1
      where organization_id = ${organizationId} and id = ${memberId} and active
      returning id`.execute(tx)
    if (!rows[0]) throw new NotFound('staff member')
    await cancelLettersOfMember({ db: tx, organizationId, now }, memberId, 'they were removed')
    await record(tx, byStaff(staff), now, { action: 'staff.removed', memberId })
  })
}

import { sql } from 'kysely'
import { NotFound, StaleVersion } from '../http/problems.ts'
import { record } from '../journal/record.ts'
import { inTransaction } from '../scope/scope.ts'
import { holdOwners, memberColumns, refuseForLastOwner, toMember, type MemberRow } from './member.ts'
import type { SignedIn } from './session.ts'
import type { Role, StaffMember } from './staff.api.ts'

/** The new role counts from the member's next request on. */
export async function changeRole(
  call: SignedIn,
  memberId: string,
  version: number,
  role: Role,
): Promise<StaffMember> {
  return inTransaction(call, async (tx) => {
    const { db, organizationId } = tx
    const owners = await holdOwners(tx)
    const { rows } = await sql<MemberRow>`
      select ${memberColumns} from staff_members
      where organization_id = ${organizationId} and id = ${memberId} and active for update`.execute(db)
    const before = rows[0]
    if (!before) throw new NotFound('staff member')
    if (before.version !== version) throw new StaleVersion()
    if (before.role === role) return toMember(before)
    refuseForLastOwner(owners, memberId)
    const after = await sql<MemberRow>`
      update staff_members set role = ${role}, version = ${version + 1}
      where organization_id = ${organizationId} and id = ${memberId} returning ${memberColumns}`.execute(db)
    await record(tx, {
      action: 'staff.role-changed',
      memberId,
      changes: { role: { old: before.role, new: role } },
    })
    return toMember(after.rows[0]!)
  })
}

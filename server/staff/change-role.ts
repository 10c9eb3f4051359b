import { transaction } from '../database/database.ts'
import { NotFound, StaleVersion } from '../http/problems.ts'
import type { Call } from '../http/serve.ts'
import { record } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import { holdOwners, MEMBER_COLUMNS, refuseForLastOwner, toMember } from './member.ts'
import type { Role, StaffMember } from './staff.api.ts'

/** The new role counts from the member's next request on. */
export async function changeRole(
  { db, staff, now }: Pick<Call, 'db' | 'staff' | 'now'>,
  memberId: string,
  version: number,
  role: Role,
): Promise<StaffMember> {
  return transaction(db, async (tx) => {
    const owners = await holdOwners(tx, staff)
    const before = await tx
      .selectFrom('staff_members')
      .select(MEMBER_COLUMNS)
      .where('organization_id', '=', staff.organizationId)
      .where('id', '=', memberId)
      .where('active', '=', true)
      .forUpdate()
      .executeTakeFirst()
    if (!before) throw new NotFound('staff member')
    if (before.version !== version) throw new StaleVersion()
    if (before.role === role) return toMember(before)
    refuseForLastOwner(owners, memberId)
    const after = await tx
      .updateTable('staff_members')
      .set({ role, version: version + 1 })
      .where('organization_id', '=', staff.organizationId)
      .where('id', '=', memberId)
      .returning(MEMBER_COLUMNS)
      .executeTakeFirstOrThrow()
    await record(tx, byStaff(staff), now, {
      action: 'staff.role-changed',
      memberId,
      changes: { role: { old: before.role, new: role } },
    })
    return toMember(after)
  })
}

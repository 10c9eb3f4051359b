import { NotFound, StaleVersion } from '../http/problems.ts'
import { record } from '../journal/record.ts'
import { inTransaction } from '../scope/scope.ts'
import { holdOwners, MEMBER_COLUMNS, refuseForLastOwner, toMember } from './member.ts'
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
    const before = await db
      .selectFrom('staff_members')
      .select(MEMBER_COLUMNS)
      .where('organization_id', '=', organizationId)
      .where('id', '=', memberId)
      .where('active', '=', true)
      .forUpdate()
      .executeTakeFirst()
    if (!before) throw new NotFound('staff member')
    if (before.version !== version) throw new StaleVersion()
    if (before.role === role) return toMember(before)
    refuseForLastOwner(owners, memberId)
    const after = await db
      .updateTable('staff_members')
      .set({ role, version: version + 1 })
      .where('organization_id', '=', organizationId)
      .where('id', '=', memberId)
      .returning(MEMBER_COLUMNS)
      .executeTakeFirstOrThrow()
    await record(tx, {
      action: 'staff.role-changed',
      memberId,
      changes: { role: { old: before.role, new: role } },
    })
    return toMember(after)
  })
}

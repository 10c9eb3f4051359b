import { sql } from 'kysely'
import { transaction, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { NotFound, Problem } from '../http/problems.ts'
import type { Call } from '../http/serve.ts'
import { record } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import { cancelLettersOfMember, post } from '../mail/post.ts'
import { emailIdentity } from '../people/email-address.ts'
import { makeLink } from './link.ts'
import { MEMBER_COLUMNS, toMember, type MemberRow } from './member.ts'
import type { Role, StaffMember } from './staff.api.ts'

type Inviting = Pick<Call, 'db' | 'staff' | 'now' | 'sealer'>

/**
 * Invites an address. An account that it may already have is neither asked, reported nor changed: only the reader of
 * the letter can join the two.
 */
export async function invite(
  call: Inviting,
  { name, email, role }: { name: string; email: string; role: Role },
): Promise<StaffMember> {
  const { db, staff, now } = call
  return transaction(db, async (tx) => {
    const { rows } = await sql<MemberRow>`
      insert into staff_members as member (organization_id, id, name, email, email_identity, role, invited_at)
      values (${staff.organizationId}, ${newId()}, ${name}, ${email}, ${emailIdentity(email)}, ${role}, ${now})
      on conflict (organization_id, email_identity) do update set
        name = excluded.name, email = excluded.email, role = excluded.role, active = true, account_id = null,
        joined_at = null, last_seen_at = null, invited_at = excluded.invited_at, version = member.version + 1
      where not member.active
      returning ${sql.join(MEMBER_COLUMNS.map((column) => sql.ref(`member.${column}`)))}`.execute(tx)
    const member = rows[0]
    if (!member) throw new AlreadyStaff(email)
    await sendInvitation(tx, call, member)
    await record(tx, byStaff(staff), now, {
      action: 'staff.invited',
      memberId: member.id,
      changes: { name: { new: name }, email: { new: email }, role: { new: role } },
    })
    return toMember(member)
  })
}

/** For an invitation that was lost or has expired. */
export async function inviteAgain(call: Inviting, memberId: string): Promise<StaffMember> {
  const { db, staff, now } = call
  return transaction(db, async (tx) => {
    const { rows } = await sql<MemberRow>`
      update staff_members member set invited_at = ${now}, version = version + 1
      where organization_id = ${staff.organizationId} and id = ${memberId} and active and joined_at is null
      returning ${sql.join(MEMBER_COLUMNS.map((column) => sql.ref(`member.${column}`)))}`.execute(tx)
    const member = rows[0]
    if (!member) throw await whyNot(tx, staff.organizationId, memberId)
    await cancelLettersOfMember(
      { db: tx, organizationId: staff.organizationId, now },
      memberId,
      'a newer invitation was sent',
    )
    await sendInvitation(tx, call, member)
    await record(tx, byStaff(staff), now, { action: 'staff.invited-again', memberId })
    return toMember(member)
  })
}

async function sendInvitation(tx: Db, { staff, now, sealer }: Inviting, member: MemberRow) {
  const { organizationId } = staff
  const { token, expiresAt } = await makeLink(tx, now, { organizationId, memberId: member.id }, 'invitation')
  await post(tx, { sealer }, organizationId, now, {
    kind: 'staffInvitation',
    facts: { invitedBy: staff.name, role: member.role },
    to: { memberId: member.id },
    cause: `staff-invitation:${member.id}:${member.version}`,
    secret: token,
    expiresAt,
  })
}

async function whyNot(tx: Db, organizationId: string, memberId: string): Promise<Problem> {
  const joined = await tx
    .selectFrom('staff_members')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', memberId)
    .where('active', '=', true)
    .executeTakeFirst()
  return joined ? new AlreadyJoined() : new NotFound('staff member')
}

class AlreadyStaff extends Problem {
  constructor(email: string) {
    super(
      409,
      'already-staff',
      'Already a staff member',
      `${email} already belongs to a staff member or an invited one. To send the letter again, use the invitation in the list.`,
      { errors: [{ pointer: '/email', detail: 'This person is already a staff member or invited.' }] },
    )
  }
}

class AlreadyJoined extends Problem {
  constructor() {
    super(
      409,
      'already-joined',
      'The invitation was accepted',
      'They have already joined and need no invitation.',
    )
  }
}

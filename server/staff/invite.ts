import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { NotFound, Problem } from '../http/problems.ts'
import { record } from '../journal/record.ts'
import { inTransaction, type InTransaction, type Reading, type Scope } from '../scope/scope.ts'
import { cancelLettersOfMember, post } from '../mail/outbox/post.ts'
import { emailIdentity } from '../people/email-address.ts'
import { makeLink } from './link.ts'
import { memberColumns, toMember, type MemberRow } from './member.ts'
import type { Role, StaffMember } from './staff.api.ts'

/**
 * Invites an address. An account that it may already have is neither asked, reported nor changed: only the reader of
 * the letter can join the two.
 */
export async function invite(
  scope: Scope,
  { name, email, role }: { name: string; email: string; role: Role },
): Promise<StaffMember> {
  return inTransaction(scope, async (tx) => {
    const { db, organizationId, now } = tx
    const { rows } = await sql<MemberRow>`
      insert into staff_members as member (organization_id, id, name, email, email_identity, role, invited_at)
      values (${organizationId}, ${newId()}, ${name}, ${email}, ${emailIdentity(email)}, ${role}, ${now})
      on conflict (organization_id, email_identity) do update set
        name = excluded.name, email = excluded.email, role = excluded.role, active = true, account_id = null,
        joined_at = null, last_seen_at = null, invited_at = excluded.invited_at, version = member.version + 1
      where not member.active
      returning ${memberColumns}`.execute(db)
    const member = rows[0]
    if (!member) throw new AlreadyStaff(email)
    await sendInvitation(tx, member)
    await record(tx, {
      action: 'staff.invited',
      memberId: member.id,
      changes: { name: { new: name }, email: { new: email }, role: { new: role } },
    })
    return toMember(member)
  })
}

/** For an invitation that was lost or has expired. */
export async function inviteAgain(scope: Scope, memberId: string): Promise<StaffMember> {
  return inTransaction(scope, async (tx) => {
    const { db, organizationId, now } = tx
    const { rows } = await sql<MemberRow>`
      update staff_members member set invited_at = ${now}, version = version + 1
      where organization_id = ${organizationId} and id = ${memberId} and active and joined_at is null
      returning ${memberColumns}`.execute(db)
    const member = rows[0]
    if (!member) throw await whyNot(tx, memberId)
    await cancelLettersOfMember(tx, memberId, 'a newer invitation was sent')
    await sendInvitation(tx, member)
    await record(tx, { action: 'staff.invited-again', memberId })
    return toMember(member)
  })
}

async function sendInvitation(tx: InTransaction, member: MemberRow) {
  const { token, expiresAt } = await makeLink(tx, member.id, 'invitation')
  await post(tx, {
    kind: 'staffInvitation',
    facts: { invitedBy: tx.by.name, role: member.role },
    to: { memberId: member.id },
    cause: `staff-invitation:${member.id}:${member.version}`,
    secret: token,
    expiresAt,
  })
}

async function whyNot({ db, organizationId }: Reading, memberId: string): Promise<Problem> {
  const joined = await db
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
      `The address ${email} already belongs to a staff member, or to somebody who was invited. To send the invitation again, use the one in the list.`,
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

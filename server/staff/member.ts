import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { NotAllowed, NotFound, Problem } from '../http/problems.ts'
import { emailIdentity } from '../people/email-address.ts'
import type { InTransaction, Reading, ReadingNow } from '../scope/scope.ts'
import type { SignedIn } from './session.ts'
import type { StaffMember } from './staff.api.ts'

export interface MemberRow extends Omit<StaffMember, 'state'> {
  active: boolean
}

/** From `staff_members`. */
export const memberColumns = sql`
  id, name, email, role, active, invited_at as "invitedAt", joined_at as "joinedAt", last_seen_at as "lastSeenAt", version`

export const toMember = ({ active, ...row }: MemberRow): StaffMember => ({
  ...row,
  state: !active ? 'removed' : row.joinedAt === null ? 'invited' : 'active',
})

export async function readMember({ db, organizationId }: Reading, memberId: string): Promise<StaffMember> {
  const { rows } = await sql<MemberRow>`
    select ${memberColumns} from staff_members where organization_id = ${organizationId} and id = ${memberId}`.execute(
    db,
  )
  if (!rows[0]) throw new NotFound('staff member')
  return toMember(rows[0])
}

/** The founder of an organization is its first owner. */
export async function addFounder(
  { db, organizationId, now }: InTransaction<ReadingNow>,
  founder: { accountId: string; name: string; email: string },
): Promise<string> {
  const id = newId()
  await db
    .insertInto('staff_members')
    .values({
      organization_id: organizationId,
      id,
      account_id: founder.accountId,
      name: founder.name,
      email: founder.email,
      email_identity: emailIdentity(founder.email),
      role: 'owner',
      invited_at: now,
      joined_at: now,
    })
    .execute()
  return id
}

/**
 * Keeps the owners as they are until the transaction ends, and returns their ids: changes to who owns come one after
 * the other. The caller must still be one of them.
 */
export async function holdOwners({
  db,
  organizationId,
  staff,
}: InTransaction<SignedIn>): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from staff_members
    where organization_id = ${organizationId} and role = 'owner' and active and account_id is not null
    order by id for update`.execute(db)
  const owners = new Set(rows.map(({ id }) => id))
  if (!owners.has(staff.memberId)) throw new NotAllowed('You are no longer an owner of the organization.')
  return owners
}

/** Refuses what would leave nobody who may do everything. Invited owners do not count until they accept. */
export function refuseForLastOwner(owners: Set<string>, memberId: string) {
  if (owners.size === 1 && owners.has(memberId)) throw new LastOwner()
}

class LastOwner extends Problem {
  constructor() {
    super(
      409,
      'last-owner',
      'The organization needs an owner',
      'This is the only owner. Make somebody else an owner first.',
    )
  }
}

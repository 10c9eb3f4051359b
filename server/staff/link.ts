import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { newToken, readToken } from '../credentials/token.ts'
import { refuseMoved } from '../http/moved.ts'
import { Problem } from '../http/problems.ts'
import type { InTransaction, ReadingNow, Scope } from '../scope/scope.ts'

const INVITATION_VALID_DAYS = 7
export const PASSWORD_LINK_VALID_MINUTES = 60

const MINUTES_VALID = {
  invitation: INVITATION_VALID_DAYS * 24 * 60,
  password: PASSWORD_LINK_VALID_MINUTES,
  // Nobody asked for it: it waits in the mailbox until its reader gets there.
  'first-password': INVITATION_VALID_DAYS * 24 * 60,
}

type Purpose = 'invitation' | 'password'

/** A one-time link of a staff member that still works, found by its token. */
export interface StaffLink {
  organizationId: string
  linkId: string
  memberId: string
  accountId: string | null
  name: string
  email: string
  emailIdentity: string
  organizationName: string
}

/** Makes a link in the transaction that posts it. An invitation replaces the earlier one. */
export async function makeLink(
  { db, organizationId, now }: InTransaction<ReadingNow>,
  memberId: string,
  occasion: keyof typeof MINUTES_VALID,
): Promise<{ linkId: string; token: string; expiresAt: Date }> {
  const linkId = newId()
  const { token, hash } = newToken(organizationId)
  const purpose: Purpose = occasion === 'invitation' ? 'invitation' : 'password'
  const expiresAt = new Date(now.getTime() + MINUTES_VALID[occasion] * 60_000)
  await sql`
    with replaced as (
      delete from staff_links where organization_id = ${organizationId} and member_id = ${memberId}
        and (expires_at <= ${now} or purpose = 'invitation'))
    insert into staff_links (organization_id, id, member_id, purpose, token_hash, created_at, expires_at)
    values (${organizationId}, ${linkId}, ${memberId}, ${purpose}, ${hash}, ${now}, ${expiresAt})`.execute(db)
  return { linkId, token, expiresAt }
}

/**
 * What a link is for, without using it. An invitation is for somebody who has not joined, a password link for
 * somebody who has.
 */
export async function findLink(
  { services, now }: Pick<Scope, 'services' | 'now'>,
  token: string,
  purpose: Purpose,
): Promise<StaffLink> {
  const read = readToken(token)
  if (!read) throw new LinkDead()
  const { organizationId, hash } = read
  const { rows } = await sql<Omit<StaffLink, 'organizationId'>>`
    select l.id as "linkId", m.id as "memberId", m.account_id as "accountId", m.name, m.email,
      m.email_identity as "emailIdentity", o.name as "organizationName"
    from staff_links l
    join staff_members m on m.organization_id = l.organization_id and m.id = l.member_id
    join organizations o on o.id = l.organization_id
    where l.organization_id = ${organizationId} and l.token_hash = ${hash} and l.purpose = ${purpose}
      and l.used_at is null and l.expires_at > ${now}
      and m.active and (m.account_id is null) = ${purpose === 'invitation'}`.execute(
    services.database.of(organizationId),
  )
  if (!rows[0]) {
    await refuseMoved(services, { organizationId })
    throw new LinkDead()
  }
  return { organizationId, ...rows[0] }
}

/** Of two who use a link at once, the second is refused. */
export async function useLink({ db, organizationId, now }: InTransaction<ReadingNow>, { linkId }: StaffLink) {
  const used = await db
    .updateTable('staff_links')
    .set({ used_at: now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', linkId)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  if (used.numUpdatedRows !== 1n) throw new LinkDead()
}

export class LinkDead extends Problem {
  constructor() {
    super(
      410,
      'link-dead',
      'This link no longer works',
      'It was already used, was replaced by a newer one, or has expired. Ask for a new one.',
    )
  }
}

import { sql } from 'kysely'
import { NotSignedIn } from '../http/problems.ts'
import type { Call, StaffCaller } from '../http/serve.ts'
import type { StaffSession } from './staff.api.ts'

declare module '../scope/services.ts' {
  interface Services {
    /** No SMTP_URL: mail stays on this machine, in the built-in mailbox. */
    mailboxOpen: boolean
  }
}

/** Who is signed in, where, and where else they may work. */
export async function readStaffSession(
  { database, mailboxOpen }: Pick<Call, 'database' | 'mailboxOpen'>,
  staff: Omit<StaffCaller, 'passwordShownAt'>,
): Promise<StaffSession> {
  const { rows } = await sql<{
    id: string
    name: string
    slug: string
    accent_color: string
    organizations: { id: string; name: string }[]
  }>`
    select o.id, o.name, o.slug, o.accent_color,
      (select coalesce(json_agg(json_build_object('id', m.organization_id, 'name', m.organization_name)), '[]')
        from memberships_of(${staff.accountId}) m) as organizations
    from organizations o where o.id = ${staff.organizationId}`.execute(database.of(staff.organizationId))
  const row = rows[0]
  if (!row) throw new NotSignedIn()
  return {
    staff: { id: staff.memberId, name: staff.name, email: staff.email, role: staff.role },
    organization: { id: row.id, name: row.name, slug: row.slug, accentColor: row.accent_color },
    organizations: row.organizations,
    mailbox: mailboxOpen,
  }
}

import { sql } from 'kysely'
import { NotSignedIn } from '../http/problems.ts'
import type { StaffCaller } from '../http/let-in.ts'
import type { Scope } from '../scope/scope.ts'
import type { StaffSession } from './staff.api.ts'

/** Who is signed in, where, and where else they may work. */
export async function readStaffSession(
  { services }: Pick<Scope, 'services'>,
  staff: Omit<StaffCaller, 'passwordShownAt'>,
): Promise<StaffSession> {
  const { rows } = await sql<{
    id: string
    name: string
    slug: string
    accentColor: string
    organizations: { id: string; name: string }[]
  }>`
    select o.id, o.name, o.slug, o.accent_color as "accentColor",
      (select coalesce(json_agg(json_build_object('id', m.organization_id, 'name', m.organization_name)), '[]')
        from memberships_of(${staff.accountId}) m) as organizations
    from organizations o where o.id = ${staff.organizationId}`.execute(
    services.database.of(staff.organizationId),
  )
  if (!rows[0]) throw new NotSignedIn()
  const { organizations, ...organization } = rows[0]
  return {
    staff: { id: staff.memberId, name: staff.name, email: staff.email, role: staff.role },
    organization,
    organizations,
    mailbox: services.mailbox !== null,
  }
}

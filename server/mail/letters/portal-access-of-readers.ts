import { sql } from 'kysely'
import type { Reading } from '../../scope/scope.ts'

/** Of `portal_access g`, left joined: they have a password for the portal or can set one, and access was not revoked. */
export const hasPortalAccess = sql`(g.person_id is not null and g.locked_at is null)`

/** Those of them who can open the portal. */
export async function readPortalAccess(
  { db, organizationId }: Reading,
  personIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ personId: string }>`
    select g.person_id as "personId" from portal_access g
    where g.organization_id = ${organizationId} and g.person_id = any (${personIds}::uuid[])
      and ${hasPortalAccess}`.execute(db)
  return new Set(rows.map(({ personId }) => personId))
}

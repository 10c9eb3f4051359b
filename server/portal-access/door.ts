import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { NotFound } from '../http/problems.ts'
import type { PortalDoor } from './portal-access.api.ts'

const SLUG = /^[a-z0-9-]{1,63}$/

/** The door of one organization's portal. `id` is for us; what leaves is what `portalDoor` declares. */
export interface Door extends PortalDoor {
  id: string
}

/** What anybody sees who knows the portal's address. It is asked for before there is an organization to ask in. */
export async function findDoor(db: Db, portal: string): Promise<Door> {
  if (!SLUG.test(portal)) throw new NotFound('portal')
  const { rows } = await sql<Door>`
    select id, name, slug, accent_color as "accentColor", language, password_min_length as "passwordMinLength"
    from organization_by_slug(${portal})`.execute(db)
  const door = rows[0]
  if (!door) throw new NotFound('portal')
  return door
}

import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { INSTALLATION } from '../database/id.ts'
import { refuseMoved } from '../http/moved.ts'
import { NotFound } from '../http/problems.ts'
import { visitAt, type Visit } from '../http/serve.ts'
import type { Scope } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'
import type { PortalDoor } from './portal-access.api.ts'

const SLUG = /^[a-z0-9-]{1,63}$/

/** The door of one organization's portal. `id` is for us; only what `portalDoor` declares leaves the server. */
interface Door extends Omit<PortalDoor, 'email'> {
  id: string
}

/** What anybody sees who knows the portal's address. Asked for before it is known which organization to ask in. */
async function findDoor(services: Pick<Services, 'database'>, portal: string): Promise<Door> {
  if (!SLUG.test(portal)) throw new NotFound('portal')
  const { rows } = await sql<Door>`
    select id, name, slug, accent_color as "accentColor", language, password_min_length as "passwordMinLength"
    from organization_by_slug(${portal})`.execute(services.database.of(INSTALLATION))
  if (rows[0]) return rows[0]
  await refuseMoved(services, { portal })
  throw new NotFound('portal')
}

/** The same for somebody at the door, with who to write to if no password opens it. */
export async function readDoor({ services }: Pick<Scope, 'services'>, portal: string): Promise<PortalDoor> {
  const door = await findDoor(services, portal)
  const settings = await services.database
    .of(door.id)
    .selectFrom('invoicing_settings')
    .select('seller_email as email')
    .where('organization_id', '=', door.id)
    .executeTakeFirst()
  return { ...door, email: settings?.email ?? null }
}

/** In the organization behind a portal's door, for somebody who is not signed in. */
export const atDoor = async (visit: Visit, portal: string): Promise<Visit> =>
  visitAt(visit, await findOrganization(visit.services, portal))

const known = new WeakMap<Database, Map<string, string>>()

/**
 * The organization that a portal belongs to. A portal's address never changes hands, so it is looked up once: of one
 * that has moved since, nothing is found.
 */
async function findOrganization(services: Pick<Services, 'database'>, portal: string): Promise<string> {
  const organizations = known.get(services.database) ?? new Map<string, string>()
  known.set(services.database, organizations)
  const before = organizations.get(portal)
  if (before !== undefined) return before
  const { id } = await findDoor(services, portal)
  organizations.set(portal, id)
  return id
}

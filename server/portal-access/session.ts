import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { readToken, newToken } from '../credentials/token.ts'
import type { Cookies } from '../http/cookies.ts'
import type { PortalCaller } from '../http/let-in.ts'
import type { Visit } from '../http/serve.ts'
import { inOrganization, type InTransaction, type ReadingNow } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'

/** For a session that a temporary password opened: long enough to think of a password. */
const CHOOSING_SESSION_MINUTES = 30
/** The most that an organization may set (`portal_session_days`). Each look-up asks for what it did set. */
const SESSION_DAYS_MOST = 90
/** A session's last use is written at most this often, so that reading a page costs no write. */
const SEEN_EVERY_MINUTES = 5

/** What a contact who is signed in asks for. */
export type SignedIn = Visit & { portal: PortalCaller }

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** One cookie for each portal: the portals of several organizations are doors of one house, with a key for each. */
export const sessionCookie = (portal: string) => `portal-${portal}`

/** Whether the person `p` is an active contact of an active customer. Without one there is no portal for them (R6). */
export const isActiveContact = sql`exists (
  select from contacts c
  join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
  where c.organization_id = p.organization_id and c.person_id = p.id and c.active and u.active)`

interface SessionRow {
  id: string
  personId: string
  name: string
  choosing: boolean
  lastSeenAt: string
}

/**
 * Whose session a request to a portal carries, in one statement. Changes that take access away need to tell nobody: a
 * lock, the last contact or a customer made inactive all show here at the next request.
 */
export async function identifyPortal(
  cookies: Cookies,
  portal: string,
  services: Services,
): Promise<PortalCaller | null> {
  const token = readToken(cookies.get(sessionCookie(portal)) ?? '')
  if (!token) return null
  const { organizationId, hash } = token
  const scope = inOrganization(services, organizationId)
  const { rows } = await sql<SessionRow>`
    select s.id, s.person_id as "personId", person_name(p.first_name, p.last_name, p.email) as name, s.choosing,
      s.last_seen_at as "lastSeenAt"
    from portal_sessions s
    join organizations o on o.id = s.organization_id and o.slug = ${portal}
    join people p on p.organization_id = s.organization_id and p.id = s.person_id
    join portal_access a on a.organization_id = s.organization_id and a.person_id = s.person_id and a.locked_at is null
    where s.organization_id = ${organizationId} and s.token_hash = ${hash}
      and ${livesAt(scope.now)} and ${isActiveContact}`.execute(scope.db)
  const session = rows[0]
  if (!session) return null
  await rememberSeen(scope, session)
  return {
    organizationId,
    sessionId: session.id,
    personId: session.personId,
    name: session.name,
    choosing: session.choosing,
  }
}

/** Whether the session `s` of organization `o` has ended neither by its age nor by being idle. */
export const livesAt = (now: Date) => sql`
  s.expires_at > ${now} and s.created_at > ${now}::timestamptz - o.portal_session_days * interval '24 hours'
  and s.last_seen_at > ${now}::timestamptz - o.portal_session_idle_hours * interval '1 hour'`

async function rememberSeen({ db, organizationId, now }: ReadingNow, session: SessionRow) {
  if (now.getTime() - Date.parse(session.lastSeenAt) < SEEN_EVERY_MINUTES * MINUTE_MS) return
  await db
    .updateTable('portal_sessions')
    .set({ last_seen_at: now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', session.id)
    .execute()
}

export interface OpenedSession {
  token: string
  maxAgeSeconds: number
}

interface Opening {
  personId: string
  choosing: boolean
}

/**
 * Opens a session under a fresh token. The person must be locked: then no password that is being replaced at this
 * moment leaves a session behind.
 */
export async function openSession(tx: InTransaction<Visit>, of: Opening): Promise<OpenedSession> {
  const { opened, inserting } = openingSession(tx, of)
  await inserting.execute(tx.db)
  return opened
}

/** The same as part of a statement; with `from`, only if that has a row. */
export function openingSession(
  { organizationId, client, now }: Pick<Visit, 'organizationId' | 'client' | 'now'>,
  { personId, choosing }: Opening,
  from = sql``,
) {
  const { token, hash } = newToken(organizationId)
  const lastsMs = choosing ? CHOOSING_SESSION_MINUTES * MINUTE_MS : SESSION_DAYS_MOST * DAY_MS
  const opened: OpenedSession = { token, maxAgeSeconds: lastsMs / 1_000 }
  const inserting = sql`
    insert into portal_sessions (organization_id, id, person_id, token_hash, choosing, user_agent, client_address,
      created_at, last_seen_at, expires_at)
    select ${organizationId}, ${newId()}, ${personId}, ${hash}, ${choosing}, ${client.userAgent}, ${client.address},
      ${now}, ${now}, ${new Date(now.getTime() + lastsMs)} ${from}`
  return { opened, inserting }
}

/** What the browser's session at this portal is looked up by. Null if it carries none. */
export function sessionHashOf(
  { cookies, organizationId }: Pick<Visit, 'cookies' | 'organizationId'>,
  portal: string,
): Buffer | null {
  const token = readToken(cookies.get(sessionCookie(portal)) ?? '')
  return token?.organizationId === organizationId ? token.hash : null
}

/** Hands the session to the browser, once the transaction has committed. */
export function handOver(cookies: Cookies, portal: string, { token, maxAgeSeconds }: OpenedSession) {
  cookies.set(sessionCookie(portal), token, maxAgeSeconds)
}

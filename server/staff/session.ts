import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { newToken, readToken } from '../credentials/token.ts'
import type { Cookies } from '../http/cookies.ts'
import type { Endpoint } from '../http/endpoint.ts'
import { isFresh } from '../http/fresh-password.ts'
import { Moved, originOfMoved } from '../http/moved.ts'
import type { StaffCaller } from '../http/let-in.ts'
import type { Visit } from '../http/serve.ts'
import type { Services } from '../scope/services.ts'
import { recordAtDoor } from '../journal/record-at-door.ts'
import { emailIdentity } from '../people/email-address.ts'
import { inOrganization, inTransaction, type InTransaction, type ReadingNow } from '../scope/scope.ts'
import { callersRemembered } from './callers-remembered.ts'
import { rememberDevice } from './known-device.ts'

/**
 * The most that an organization may set (`staff_session_days`, `staff_session_idle_hours`). Each look-up asks for
 * what it did set.
 */
const SESSION_DAYS_MOST = 90
const SESSION_IDLE_HOURS_MOST = 720
const SEEN_AGAIN_AFTER_MINUTES = 5
const COOKIE = 'staff'

/** What a staff member who is signed in asks for. */
export type SignedIn = Visit & { staff: StaffCaller }

const remembered = callersRemembered<StaffCaller>()

interface SessionRow extends Omit<StaffCaller, 'organizationId' | 'passwordShownAt'> {
  lastSeenAt: string
  expiresAt: string
  passwordShownAt: string
}

/**
 * Whose session a request carries. Role, removal and expiry count from the very next request on, wherever they are
 * changed (docs/decisions/0011).
 */
export async function identifyStaff(
  cookies: Cookies,
  services: Services,
  { fresh }: Pick<Endpoint, 'fresh'> = {},
): Promise<StaffCaller | null> {
  const token = cookies.get(COOKIE)
  if (token === undefined) return null
  const now = services.clock()
  const known = remembered.recall(services.database, token, now)
  // They may have typed their password a moment ago at another process, before this one has heard of it.
  if (known && (!fresh || isFresh(known, now))) return known
  const found = await lookUp(services, token, now)
  if (!found) await leadToMoved(cookies, services, token)
  return found
}

/** Once: after that the door here is open to them again, for another organization. */
async function leadToMoved(cookies: Cookies, services: Services, token: string) {
  const organizationId = readToken(token)?.organizationId
  const origin = organizationId && (await originOfMoved(services, { organizationId }))
  if (!origin) return
  cookies.clear(COOKIE)
  throw new Moved(origin)
}

async function lookUp(services: Services, text: string, now: Date): Promise<StaffCaller | null> {
  const token = readToken(text)
  if (!token) return null
  const { organizationId, hash } = token
  const { database } = services
  const scope = inOrganization(services, organizationId, now)
  const changes = database.staffChanges()
  const { rows } = await sql<SessionRow>`
    select s.id as "sessionId", s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt",
      s.password_shown_at as "passwordShownAt", m.id as "memberId", m.account_id as "accountId", m.name, m.email, m.role
    from staff_sessions s
    join staff_members m on m.organization_id = s.organization_id and m.id = s.member_id
    join organizations o on o.id = s.organization_id
    where s.organization_id = ${organizationId} and s.token_hash = ${hash} and ${livesAt(now)}
      and m.active and m.account_id is not null`.execute(scope.db)
  const row = rows[0]
  if (!row) return null
  const { lastSeenAt, expiresAt, passwordShownAt, ...caller } = row
  if (Date.parse(lastSeenAt) <= now.getTime() - SEEN_AGAIN_AFTER_MINUTES * 60_000) await noteSeen(scope, row)
  const staff: StaffCaller = { ...caller, organizationId, passwordShownAt: new Date(passwordShownAt) }
  remembered.remember(database, text, { caller: staff, changes, from: now, endsAt: Date.parse(expiresAt) })
  return staff
}

/**
 * Opens a session of a member, in the transaction of what proved them to be one: by default their password, just now.
 * Returns the token for `carrySession`.
 */
export async function openSession(
  tx: InTransaction<Omit<Visit, 'cookies'>>,
  memberId: string,
  passwordShownAt = tx.now,
): Promise<{ sessionId: string; token: string }> {
  const { opening, ...opened } = openingSession(tx, memberId, passwordShownAt)
  await sql`with ${opening} select`.execute(tx.db)
  return opened
}

/** The same as parts of a statement, of which `seen` says when an owner has ended the member's sessions. */
export function openingSession(
  { organizationId, now, client }: Pick<Visit, 'organizationId' | 'now' | 'client'>,
  memberId: string,
  passwordShownAt = now,
) {
  const { token, hash } = newToken(organizationId)
  const sessionId = newId()
  const expiresAt = new Date(now.getTime() + SESSION_DAYS_MOST * 86_400_000)
  const opening = sql`
    outlived as (
      delete from staff_sessions where organization_id = ${organizationId} and member_id = ${memberId}
        and (expires_at <= ${now} or last_seen_at <= ${hoursBefore(now, SESSION_IDLE_HOURS_MOST)})),
    seen as (
      update staff_members set last_seen_at = ${now}
      where organization_id = ${organizationId} and id = ${memberId}
      returning sessions_ended_at),
    opened as (
      insert into staff_sessions (organization_id, id, member_id, token_hash, user_agent, client_address,
        created_at, last_seen_at, expires_at, password_shown_at)
      values (${organizationId}, ${sessionId}, ${memberId}, ${hash}, ${client.userAgent}, ${client.address},
        ${now}, ${now}, ${expiresAt}, ${passwordShownAt}))`
  return { sessionId, token, opening }
}

/** A session that the browser carried ends with a new sign-in, so that nobody stays signed in without knowing. */
export async function endCarriedSession({
  cookies,
  services,
}: Pick<Visit, 'cookies' | 'services'>): Promise<void> {
  const token = readToken(cookies.get(COOKIE) ?? '')
  if (!token) return
  await services.database
    .of(token.organizationId)
    .deleteFrom('staff_sessions')
    .where('organization_id', '=', token.organizationId)
    .where('token_hash', '=', token.hash)
    .execute()
}

/**
 * From here on the browser carries the session. Called after the commit, so that it never carries one that does not
 * exist.
 */
export function carrySession(cookies: Cookies, token: string) {
  cookies.set(COOKIE, token, SESSION_DAYS_MOST * 86_400)
}

export const forgetCookie = (cookies: Cookies) => cookies.clear(COOKIE)

export async function signOut(call: SignedIn) {
  await inTransaction(call, async (tx) => {
    await tx.db
      .deleteFrom('staff_sessions')
      .where('organization_id', '=', call.organizationId)
      .where('id', '=', call.staff.sessionId)
      .execute()
    await recordAtDoor(tx, {
      action: 'staff.signed-out',
      memberId: call.staff.memberId,
    })
  })
  call.cookies.clear(COOKIE)
}

/**
 * Ends one session of the account, in any organization. Returns when they signed in, or null if it had already ended.
 */
export async function endSessionOf(
  { db }: Pick<InTransaction, 'db'>,
  { accountId, sessionId }: { accountId: string; sessionId: string },
): Promise<string | null> {
  const { rows } = await sql<{ since: string | null }>`
    select end_staff_session(${accountId}, ${sessionId}) as since`.execute(db)
  return rows[0]!.since
}

/**
 * In every organization, and here. Known devices are forgotten: a stolen one gets no attempts of its own at the
 * password, and a sign-in from it is told by mail. This browser alone stays a known one.
 */
export async function signOutEverywhere(call: SignedIn) {
  await inTransaction(call, async (tx) => {
    await sql`select end_account_sessions(${call.staff.accountId}, null, ${call.now})`.execute(tx.db)
    await recordAtDoor(tx, {
      action: 'staff.signed-out-everywhere',
      memberId: call.staff.memberId,
    })
  })
  call.cookies.clear(COOKIE)
  rememberDevice(call, emailIdentity(call.staff.email), call.now.toISOString())
}

async function noteSeen({ db, organizationId, now }: ReadingNow, row: SessionRow) {
  await sql`
    with seen as (
      update staff_members set last_seen_at = ${now} where organization_id = ${organizationId} and id = ${row.memberId})
    update staff_sessions set last_seen_at = ${now}
    where organization_id = ${organizationId} and id = ${row.sessionId} and last_seen_at = ${row.lastSeenAt}`.execute(
    db,
  )
}

const hoursBefore = (now: Date, hours: number) => new Date(now.getTime() - hours * 3_600_000)

/** Whether the session `s` of organization `o` has ended neither by its age nor by being idle. */
export const livesAt = (now: Date) => sql`
  s.expires_at > ${now} and s.created_at > ${now}::timestamptz - o.staff_session_days * interval '24 hours'
  and s.last_seen_at > ${now}::timestamptz - o.staff_session_idle_hours * interval '1 hour'`

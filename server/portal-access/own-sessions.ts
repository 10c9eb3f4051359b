import { sql } from 'kysely'
import { NotFound } from '../http/problems.ts'
import type { Action } from '../journal/describe.ts'
import { recordAtDoor } from '../journal/record-at-door.ts'
import { inTransaction } from '../scope/scope.ts'
import { livesAt, sessionCookie, type SignedIn } from './session.ts'

interface OwnSession {
  id: string
  userAgent: string
  clientAddress: string
  createdAt: string
  lastSeenAt: string
  current: boolean
}

/** Somebody who signs in by a script may have more. A new password ends them all. */
const SHOWN_MOST = 100

/** Where the person is signed in: this session, then the most recently used first. */
export async function listSessions({ db, now, portal }: SignedIn): Promise<{ data: OwnSession[] }> {
  const { rows } = await sql<OwnSession>`
    select s.id, s.user_agent as "userAgent", s.client_address as "clientAddress", s.created_at as "createdAt",
      s.last_seen_at as "lastSeenAt", s.id = ${portal.sessionId} as current
    from portal_sessions s join organizations o on o.id = s.organization_id
    where s.organization_id = ${portal.organizationId} and s.person_id = ${portal.personId} and ${livesAt(now)}
    order by s.id = ${portal.sessionId} desc, s.last_seen_at desc, s.id desc
    limit ${SHOWN_MOST}`.execute(db)
  return { data: rows }
}

/** Ends one of the person's own sessions, which may be this one. */
export async function endSession(call: SignedIn, door: string, sessionId: string): Promise<void> {
  const { portal, cookies } = call
  if (!(await end(call, sessionId, 'portal-access.session-ended'))) throw new NotFound('session')
  if (sessionId === portal.sessionId) cookies.clear(sessionCookie(door))
}

export async function signOut(call: SignedIn, door: string): Promise<void> {
  await end(call, call.portal.sessionId, 'portal-access.signed-out')
  call.cookies.clear(sessionCookie(door))
}

async function end(call: SignedIn, sessionId: string, action: Action): Promise<boolean> {
  const { organizationId, portal } = call
  const { personId } = portal
  return inTransaction(call, async (tx) => {
    const ended = await tx.db
      .deleteFrom('portal_sessions')
      .where('organization_id', '=', organizationId)
      .where('person_id', '=', personId)
      .where('id', '=', sessionId)
      .returning('id')
      .executeTakeFirst()
    if (ended) await recordAtDoor(tx, { action, personId })
    return ended !== undefined
  })
}

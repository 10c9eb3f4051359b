import { sql } from 'kysely'
import { transaction, type Db } from '../database/database.ts'
import type { Cookies } from '../http/cookies.ts'
import { NotFound } from '../http/problems.ts'
import type { Client, PortalCaller } from '../http/serve.ts'
import { recordAtDoor } from '../journal/record-at-door.ts'
import { byPerson } from '../scope/actor.ts'
import { livesAt, sessionCookie } from './session.ts'

type Call = { db: Db; now: Date; client: Client; portal: PortalCaller; cookies: Cookies }

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
export async function listSessions({
  db,
  now,
  portal,
}: Omit<Call, 'cookies' | 'client'>): Promise<{ data: OwnSession[] }> {
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
export async function endSession(call: Call, door: string, sessionId: string): Promise<void> {
  const { portal, cookies } = call
  if (!(await end(call, sessionId, 'portal-access.session-ended'))) throw new NotFound('session')
  if (sessionId === portal.sessionId) cookies.clear(sessionCookie(door))
}

export async function signOut(call: Call, door: string): Promise<void> {
  await end(call, call.portal.sessionId, 'portal-access.signed-out')
  call.cookies.clear(sessionCookie(door))
}

async function end(call: Call, sessionId: string, action: string): Promise<boolean> {
  const { db, portal } = call
  const { organizationId, personId } = portal
  return transaction(db, async (tx) => {
    const ended = await tx
      .deleteFrom('portal_sessions')
      .where('organization_id', '=', organizationId)
      .where('person_id', '=', personId)
      .where('id', '=', sessionId)
      .returning('id')
      .executeTakeFirst()
    if (ended) await recordAtDoor(tx, call, byPerson(portal), { action, personId })
    return ended !== undefined
  })
}

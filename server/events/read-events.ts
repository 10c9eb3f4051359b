import { sql } from 'kysely'
import { INSTALLATION } from '../database/id.ts'
import type { QueryOf, ReplyOf } from '../http/endpoint.ts'
import { readCursor, writeCursor } from '../http/page.ts'
import { Problem } from '../http/problems.ts'
import type { Reading } from '../scope/scope.ts'
import type { EventType } from './event-types.ts'
import type { Event, eventsApi } from './events.api.ts'

export interface PublishedEvent extends Event {
  position: number
  /** The contact, person, delivery, invoice or import it is about. */
  subjectId: string
  /** The contact, or else the person, whose events stay in order. Null: the subject's do. */
  contactId: string | null
}

/** The events after a position, in order. */
export async function eventsAfter(
  { db, organizationId }: Reading,
  position: number,
  limit: number,
  type?: EventType,
): Promise<PublishedEvent[]> {
  const { rows } = await sql<PublishedEvent>`
    select position, id, type, subject_id as "subjectId", contact_id as "contactId", at, data from events
    where organization_id = ${organizationId} and position > ${position}
      and ${type === undefined ? sql`true` : sql`type = ${type}`}
    order by position limit ${limit}`.execute(db)
  return rows
}

/** What happened after a cursor. The cursor that is returned is never beyond something that is still to come. */
export async function listEvents(
  scope: Reading,
  { cursor, from, limit, type }: QueryOf<typeof eventsApi.list>,
): Promise<ReplyOf<typeof eventsApi.list>> {
  const given = readCursor(cursor, 'number', 'id')
  const feed = await readFeed(scope, given && Number(given[0]))
  if (given && !isKept(feed, Number(given[0]), given[1])) throw new EventsNotKept()
  const after = given ? Number(given[0]) : from === 'now' ? feed.lastPosition : feed.discardedPosition
  const data = await eventsAfter(scope, after, limit, type)
  const last = data.at(-1)
  // With fewer than asked for, all up to the end was looked at; what came while that was done may be among them.
  const isBeforeEnd = last !== undefined && (data.length === limit || last.position > feed.lastPosition)
  const end = isBeforeEnd ? last : { position: feed.lastPosition, id: feed.lastId ?? INSTALLATION }
  return { data, nextCursor: writeCursor([String(end.position), end.id]) }
}

interface Feed {
  lastPosition: number
  /** Null: it is no longer kept, or there was none. */
  lastId: string | null
  discardedPosition: number
  /** Of the event at the position that is asked for. */
  idThere: string | null
}

async function readFeed({ db, organizationId }: Reading, position: number | null): Promise<Feed> {
  const { rows } = await sql<Feed>`
    select f.last_position as "lastPosition", f.discarded_position as "discardedPosition", l.id as "lastId", t.id as "idThere"
    from event_feeds f
    left join events l on l.organization_id = f.organization_id and l.position = f.last_position
    left join events t on t.organization_id = f.organization_id and t.position = ${position}
    where f.organization_id = ${organizationId}`.execute(db)
  return rows[0]!
}

/**
 * Whether all that came after a cursor is here. Its position must have the event that it had: after a backup was restored,
 * positions are given once more to other events.
 */
const isKept = ({ discardedPosition, idThere }: Feed, position: number, id: string) =>
  position === discardedPosition || (position > discardedPosition && idThere === id)

class EventsNotKept extends Problem {
  constructor() {
    super(
      410,
      'events-not-kept',
      'These events are no longer kept',
      'Not all of what came after this cursor is here: events are kept for 30 days, and a restored backup has those of its time. Get a new cursor with from=now, list the contacts again, and read on from there.',
    )
  }
}

import { sql } from 'kysely'
import type { EventType } from '../events/event-types.ts'
import { eventsAfter, type PublishedEvent } from '../events/read-events.ts'
import { inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import { releaseNext } from './in-order.ts'
import { bodyOf } from './message-body.ts'

const EVENTS_AT_ONCE = 200

/** Makes messages of the next events that a webhook has not looked at. Returns whether there may be more. */
export async function takeEvents(scope: Scope, webhookId: string): Promise<boolean> {
  return inTransaction(scope, async (tx) => {
    const { db, organizationId } = tx
    const { rows } = await sql<{ position: number; eventTypes: EventType[] | null }>`
      select position, event_types as "eventTypes" from webhooks
      where organization_id = ${organizationId} and id = ${webhookId} and is_on for no key update skip locked`.execute(
      db,
    )
    const webhook = rows[0]
    // Another process is at it, or it was switched off or deleted.
    if (!webhook) return false
    const events = await eventsAfter(tx, webhook.position, EVENTS_AT_ONCE)
    const wanted = events.filter(({ type }) => webhook.eventTypes?.includes(type) ?? true)
    await addMessages(tx, webhookId, wanted)
    const last = events.at(-1)
    if (last)
      await sql`
        update webhooks set position = ${last.position}
        where organization_id = ${organizationId} and id = ${webhookId}`.execute(db)
    return events.length === EVENTS_AT_ONCE
  })
}

async function addMessages(tx: InTransaction, webhookId: string, events: PublishedEvent[]): Promise<void> {
  if (events.length === 0) return
  const { db, organizationId, now } = tx
  const rows = events.map((event) => ({
    ...{ id: event.id, type: event.type, contact_id: event.contactId, position: event.position },
    body: bodyOf(event),
    // What is about no contact waits for nothing.
    due_at: event.contactId === null ? now : null,
  }))
  await sql`
    insert into webhook_messages (organization_id, webhook_id, id, type, contact_id, position, body, created_at, due_at)
    select ${organizationId}, ${webhookId}, m.id, m.type, m.contact_id, m.position, m.body, ${now}, m.due_at
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as m (id uuid, type text, contact_id uuid, position bigint, body text, due_at timestamptz)`.execute(db)
  await releaseNext(tx, webhookId, [...new Set(events.flatMap(({ contactId }) => contactId ?? []))])
}

import type { EventType } from '../server/events/event-types.ts'
import { newId } from '../server/database/id.ts'
import { ask } from './database.ts'
import type { SetUpWorld } from './world.ts'

/** An event as its change would record it. Returns its id. */
export async function happened(
  { ownerUrl, organization, clock }: SetUpWorld,
  type: EventType,
  {
    contactId = null,
    subjectId = contactId ?? newId(),
    data = {},
  }: { contactId?: string | null; subjectId?: string; data?: object } = {},
): Promise<string> {
  const id = newId()
  await ask(
    ownerUrl,
    `with placed as (
       update event_feeds set last_position = last_position + 1 where organization_id = $1 returning last_position)
     insert into events (organization_id, position, id, type, subject_id, contact_id, at, data)
     select $1, last_position, $2, $3, $4, $5, $6, $7 from placed`,
    [organization.id, id, type, subjectId, contactId, clock.now(), data],
  )
  return id
}

import type { EventRow } from '../events/read-events.ts'

/** What a message says, by the Standard Webhooks specification. It is stored: each attempt sends and signs the same text. */
export function bodyOf({
  id,
  type,
  at,
  subjectId,
  contactId,
  data,
}: Omit<EventRow, 'position' | 'type'> & { type: string }): string {
  return JSON.stringify({ id, type, timestamp: at, subjectId, contactId, data })
}

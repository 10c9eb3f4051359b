import type { PublishedEvent } from '../events/read-events.ts'

/** What a message says, by the Standard Webhooks specification. It is stored: each attempt sends and signs the same text. */
export function bodyOf({
  id,
  type,
  at,
  data,
}: Pick<PublishedEvent, 'id' | 'at'> & { type: string; data: unknown }): string {
  return JSON.stringify({ id, type, timestamp: at, data })
}

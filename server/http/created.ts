const justCreated = new WeakSet<object>()

/** Marks a reply about something that was made just now, by an endpoint that else changes what is there: it is sent with 201. */
export function asCreated<Reply extends object>(reply: Reply): Reply {
  justCreated.add(reply)
  return reply
}

export const isCreated = (reply: unknown): boolean =>
  typeof reply === 'object' && reply !== null && justCreated.has(reply)

import { kindWords, receivedKinds, type ReceivedKind } from '../documents/kinds.ts'

/** To: the message is addressed to them. Cc: they get a copy. */
export type Role = 'to' | 'cc'

/** What a contact receives. A kind that is absent is not received. */
export type Receives = Partial<Record<ReceivedKind, Role>>

/** "Invoices, Reminders (Cc)", or "Nothing". */
export function receivesWords(receives: Receives): string {
  const words = receivedKinds
    .filter((kind) => receives[kind])
    .map((kind) => `${kindWords[kind]}${receives[kind] === 'cc' ? ' (Cc)' : ''}`)
  return words.join(', ') || 'Nothing'
}

/** In the order of the kinds, so that two that say the same are the same as JSON. */
export function inOrder<Of>(byKind: Partial<Record<ReceivedKind, Of>>): Partial<Record<ReceivedKind, Of>> {
  return Object.fromEntries(
    receivedKinds.filter((kind) => byKind[kind] !== undefined).map((kind) => [kind, byKind[kind]]),
  )
}

/** What happens that other programs can be told of, each in a sentence. */
export const EVENT_TYPES = {
  'contact.added': 'A contact was added to a customer.',
  'contact.changed':
    'A contact changed: the job title, what they receive, primary or not, what they unsubscribed from, or which person it is.',
  'contact.deleted':
    'A contact became inactive; or, with removed, is gone because the import that made it was undone.',
  'contact.undeleted': 'An inactive contact became active again.',
  'person.changed':
    'A name, address, phone, language or time zone changed, or whether mail to the address bounces: for every contact of the person.',
  'access.issued':
    'A temporary password or a link to set one was issued, or access that was revoked was given back.',
  'access.activated': 'Somebody set a password of their own: the first, or with a link after they forgot it.',
  'access.ended': 'Portal access was revoked, or ended with the address or the last active contact.',
  'delivery.sent': 'The mail server took an e-mail.',
  'delivery.failed': 'An e-mail was refused for good, or given up.',
  'delivery.bounced': 'An e-mail bounced: nobody is at the address, or it was reported to have come back.',
  'invoice.sent': 'An invoice got its number and is owed: mailed, scheduled, or issued without an e-mail.',
  'invoice.seen': 'A contact opened an invoice in the portal for the first time.',
  'invoice.paid': 'Nothing of an invoice is owed any more.',
  'import.done': 'An import came to its end.',
} as const

export type EventType = keyof typeof EVENT_TYPES
export const eventTypes = Object.keys(EVENT_TYPES) as [EventType, ...EventType[]]

/** The kinds of document that go out to contacts, in the order in which people read them. */
export const documentKinds = ['invoices', 'reminders', 'receipts', 'statements', 'notices'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** To: the message is addressed to them. Cc: they get a copy. */
export type Role = 'to' | 'cc'

/** What a contact receives. A kind that is absent is not received. */
export type Receives = Partial<Record<DocumentKind, Role>>

export const kindWords: Record<DocumentKind, string> = {
  invoices: 'Invoices',
  reminders: 'Reminders',
  receipts: 'Receipts',
  statements: 'Statements',
  notices: 'Account notices',
}

export const kindInSentence: Record<DocumentKind, string> = {
  invoices: 'invoices',
  reminders: 'reminders',
  receipts: 'receipts',
  statements: 'statements',
  notices: 'account notices',
}

/** "Invoices, Reminders (Cc)", or "Nothing". */
export function receivesWords(receives: Receives): string {
  const words = documentKinds
    .filter((kind) => receives[kind])
    .map((kind) => `${kindWords[kind]}${receives[kind] === 'cc' ? ' (Cc)' : ''}`)
  return words.join(', ') || 'Nothing'
}

/** In the order of the kinds, so that two that say the same are the same as JSON. */
export function inOrder<Of>(byKind: Partial<Record<DocumentKind, Of>>): Partial<Record<DocumentKind, Of>> {
  return Object.fromEntries(
    documentKinds.filter((kind) => byKind[kind] !== undefined).map((kind) => [kind, byKind[kind]]),
  )
}

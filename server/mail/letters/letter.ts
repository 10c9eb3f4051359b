import type { DocumentFacts, DocumentOfLetter } from './document.ts'

/** What each kind of letter says, besides who sends it and who reads it. Stored with the delivery: never a secret. */
export interface LetterFacts {
  /** Secret: the password. `replaces`: there was access before, which this ended. */
  temporaryPassword: { replaces: boolean }
  /** Secret: the token of a one-time link. */
  passwordLink: { replaces: boolean }
  /** Secret: the token of a one-time link. */
  forgottenPassword: Record<string, never>
  passwordChanged: { at: string }
  /** To staff, about their account, which may serve several organizations. */
  staffPasswordChanged: { at: string }
  /** Somebody signed in from a browser that had not been seen before. */
  newDevice: { at: string; device: string; network: string; door: 'portal' | 'staff' }
  contactAdded: { customerName: string }
  /** Goes to the address that was given up, and does not name the new one. */
  addressChanged: { at: string }
  /** Secret: the token of a one-time link. */
  staffInvitation: { invitedBy: string; role: 'owner' | 'manager' | 'viewer' }
  /** Secret: the token of a one-time link. */
  staffPasswordLink: Record<string, never>
  /** To owners: another program is told of nothing any more, until somebody switches it on again. */
  webhookOff: { host: string; reason: 'gone' | 'failing'; since: string }
  /** An invoice or another document, in the words of staff. */
  document: DocumentFacts
}
export type LetterKind = keyof LetterFacts

export interface LetterContext<K extends LetterKind = LetterKind> {
  organization: {
    name: string
    slug: string
    accentColor: string
    /** The size at which its logo, which the message carries, is shown. */
    logo: { width: number; height: number } | null
    /** Where customers write to, if the organization says so. */
    email: string | null
  }
  publicUrl: string
  reader: {
    name: string
    email: string
    timeZone: string
    language: string
    /** Has a password for the portal, or can set one. Otherwise no letter leads to a door that they cannot open. */
    hasPortalAccess: boolean
    /** False for somebody whose address staff typed for one sending. */
    isContact: boolean
  }
  facts: LetterFacts[K]
  /** Only for the letter of a document. */
  document: DocumentOfLetter | null
  /** Where the reader can unsubscribe. Null if they cannot. */
  unsubscribeUrl: string | null
  secret: string | null
  /** Only for a temporary password: what shows at the door that its reader has the letter. */
  proof: string | null
  expiresAt: string | null
}

/** A letter before it has a form: HTML and text are both made from this. */
export interface LetterContent {
  /** What a mailbox's list shows after the subject. */
  preview: string
  /** Null if the message brings its own. */
  greeting: Line | null
  blocks: Block[]
  /** Who sent this, and why to this reader. */
  why: Line
  unsubscribe?: { label: string; url: string }
}

/**
 * Our own words as they are; what people typed as `{ typed }`, which stays text whatever it says. What staff wrote to
 * this reader is `{ written }`: never markup either, but an address in it may be copied as it is.
 */
export type Line = (string | { typed: string } | { written: string })[]

export type Block =
  | { kind: 'paragraph'; line: Line }
  | { kind: 'note'; line: Line }
  | { kind: 'facts'; rows: [label: string, value: Line][] }
  /** The facts of a document, which people look for first. */
  | { kind: 'summary'; rows: [label: string, value: Line][] }
  /** Several paragraphs, with the line breaks that staff typed. */
  | { kind: 'message'; text: string }
  | { kind: 'secret'; label: string; value: string }
  | { kind: 'button'; label: string; url: string; orOpen: string }

/** Every letter in one language. A translation is one file with all of them. */
export type Letters = {
  subjects: { [K in LetterKind]: (organizationName: string, facts: LetterFacts[K]) => string }
  contents: { [K in LetterKind]: (context: LetterContext<K>) => LetterContent }
}

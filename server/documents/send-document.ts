import { receiving, type RecipientDecision } from '../contacts/recipients.ts'
import { newId } from '../database/id.ts'
import type { Action } from '../journal/describe.ts'
import { record, type Changes } from '../journal/record.ts'
import type { InTransaction, Scope } from '../scope/scope.ts'
import { decideRecipients } from './decide-recipients.ts'
import type { ForThisOnce } from './for-this-once.ts'
import { pdfOf, receivedAs, type DocumentKind } from './kinds.ts'
import { readLetterSettings } from './letter-settings.ts'
import { NobodyReceives } from './nobody-receives.ts'
import { postDocument, type OutgoingDocument, type Reader, type Row } from './post-document.ts'
import { refuseUnknownPlaceholders } from './refuse-placeholders.ts'
import type { Template, Values } from './templates.ts'
import { keepAsContacts, onceOnly } from './typed-addresses.ts'

/** What a letter says about a document: filled into the template, and in rows below the message. */
export interface InWords {
  values: Values
  rows: Row[]
}

/** What differs from one document to another. */
export interface DocumentToSend {
  kind: DocumentKind
  id: string
  /** Of an invoice or a reminder. */
  invoiceId?: string
  customer: { id: string; name: string }
  /**
   * Asked for only where somebody receives it, after everything else has been read: what others wait for, such as the
   * number of an invoice, is taken here.
   */
  facts: () => InWords | Promise<InWords>
  /** Instead of the organization's usual ones. */
  words?: OwnWords
  button: { label: string; path: string } | null
  /** Which revision of an invoice its PDF shows. */
  revision?: number
  choices: ForThisOnce
  notBefore?: Date | null
  /** Names this sending: the same one never mails anybody twice. Without a name it is a new one. */
  cause?: string
  /** `ifNobody` is what was done where nobody receives it; without one nothing was. */
  journal: { action: Action; ifNobody?: Action; changes?: Changes }
}

export type OwnWords = { [Part in keyof Template]?: string | undefined }

export interface Sent {
  /** Empty: nobody receives it, and nothing was sent. */
  readers: Reader[]
  decisions: RecipientDecision[]
}

/**
 * Mails a document to those who receive its kind, one letter each, and writes it into the journal, all in the
 * transaction of its cause. With nobody to receive it that is undone, and the refusal says who could.
 */
export async function sendDocument(tx: InTransaction, document: DocumentToSend): Promise<Sent> {
  const sent = await sendIfReceived(tx, document)
  if (sent.readers.length === 0) throw new NobodyReceives(sent.decisions)
  return sent
}

/** The same for what happens in any case, such as a payment, and for what Portico sends by itself. */
export async function sendIfReceived(tx: InTransaction, document: DocumentToSend): Promise<Sent> {
  const { kind, invoiceId = null, customer, choices, journal } = document
  const decisions = await decideRecipients(tx, customer.id, receivedAs(kind), choices)
  const readers = [...receiving(decisions), ...(await onceOnly(tx, decisions, choices.addresses ?? []))]
  if (readers.length > 0) await postDocument(tx, await letterOf(tx, document), readers)
  const action = readers.length > 0 ? journal.action : journal.ifNobody
  const to = readers.map(({ email, role }) => (role === 'cc' ? `${email} (Cc)` : email))
  const changes = { ...journal.changes, to: { new: to } }
  if (action !== undefined) await record(tx, { action, customerId: customer.id, invoiceId, changes })
  return { readers, decisions }
}

async function letterOf(tx: InTransaction, document: DocumentToSend): Promise<OutgoingDocument> {
  const { kind, id, invoiceId = null, customer, facts, words, button, revision = null } = document
  const { template, attachesPdf } = await readLetterSettings(tx, kind)
  const { values, rows } = await facts()
  const source = pdfOf(kind)
  return {
    ...{ kind, id, invoiceId, customer, values, rows, button },
    template: wordsOver(template, words),
    attachment: source && { source, id, revision },
    attachPdf: attachesPdf,
    notBefore: document.notBefore ?? null,
    cause: document.cause ?? `${kind}:${id}:${newId()}`,
  }
}

export const wordsOver = (usual: Template, { subject, message }: OwnWords = {}): Template => ({
  subject: subject ?? usual.subject,
  message: message ?? usual.message,
})

/**
 * Before the transaction: refuses a slip in the words that were typed, and makes contacts of the addresses that are to
 * stay. Returns the choices with those contacts among them.
 */
export async function takeChoices<Choices extends ForThisOnce & OwnWords>(
  scope: Scope,
  kind: DocumentKind,
  customerId: string,
  choices: Choices,
): Promise<Choices> {
  refuseUnknownPlaceholders(choices, kind)
  const kept = await keepAsContacts(scope, customerId, receivedAs(kind), choices)
  return { ...choices, add: [...choices.add, ...kept] }
}

import { unsubscribableOf, type DocumentKind } from './kinds.ts'
import type { RecipientDecision } from '../contacts/recipients.ts'
import type { Role } from '../contacts/receives.ts'
import type { InTransaction } from '../scope/scope.ts'
import { type AttachmentToMake } from '../mail/letters/document.ts'
import { postDocuments, type DocumentLetter } from '../mail/outbox/post.ts'
import { fill, type Template, type Values } from './templates.ts'

export interface Row {
  label: string
  value: string
}

/** A document that is to go out, before it is known to whom. */
export interface OutgoingDocument {
  kind: DocumentKind
  id: string
  /** Of an invoice or a reminder. */
  invoiceId: string | null
  customer: { id: string; name: string }
  template: Template
  /** What is filled into the template; the reader's name comes by itself. */
  values: Values
  rows: Row[]
  button: { label: string; path: string } | null
  attachment: AttachmentToMake | null
  /** False: the PDF goes to those readers alone who could not open the portal. */
  attachPdf: boolean
  notBefore?: Date | null
  /** Names this sending: the same one never mails anybody twice. */
  cause: string
}

/** A contact, or somebody who is none and was typed in for this once. */
export type Reader =
  | (Pick<RecipientDecision, 'contactId' | 'personId' | 'name' | 'email'> & { role: Role })
  | { contactId?: undefined; name: string; email: string; role: Role }

/** What one reader gets to read. */
export function wordsFor(
  { kind, template, values, customer }: Pick<OutgoingDocument, 'kind' | 'template' | 'values' | 'customer'>,
  reader: { name: string; email: string },
): Template {
  const filled = { ...values, contact: ownName(reader), customer: customer.name }
  return {
    subject: fill(template.subject, kind, filled).replace(/\s+/g, ' ').trim().slice(0, SUBJECT_MOST),
    message: fill(template.message, kind, filled),
  }
}

/** Nobody is greeted by their address, nor named twice by it. */
const ownName = ({ name, email }: { name: string; email: string }) => (name === email ? '' : name)

const SUBJECT_MOST = 300

/**
 * Queues one mail for each recipient, in the transaction of its cause. Each mail names the other recipients.
 */
export async function postDocument(
  tx: InTransaction,
  document: OutgoingDocument,
  to: readonly Reader[],
): Promise<void> {
  const { kind, id, invoiceId, customer, rows, button, attachment, attachPdf, notBefore, cause } = document
  const letterTo = (reader: Reader): DocumentLetter => {
    const others = to.filter((other) => other !== reader)
    return {
      facts: {
        ...wordsFor(document, reader),
        customerName: customer.name,
        rows,
        button,
        alsoSentTo: others.map((other) => ({ name: ownName(other), email: other.email })),
        attachment,
        attachedWithoutAccessOnly: !attachPdf,
        unsubscribe: reader.contactId === undefined ? null : unsubscribableOf(kind),
      },
      to:
        reader.contactId === undefined
          ? { customerId: customer.id }
          : { personId: reader.personId, contactId: reader.contactId, customerId: customer.id },
      address: reader.email,
      document: { kind, id, invoiceId, role: reader.role },
      notBefore: notBefore ?? null,
      cause: `${cause}:${reader.contactId ?? reader.email}`,
    }
  }
  await postDocuments(tx, to.map(letterTo))
}

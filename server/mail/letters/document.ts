import type { Reading } from '../../scope/scope.ts'
import type { DocumentKind, PdfSource, Unsubscribable } from '../../documents/kinds.ts'

/** What a letter says about a document. The mail knows no invoice: everything was put into words before. */
export interface DocumentFacts {
  /** As staff wrote it, filled in for this reader: plain text with line breaks. */
  subject: string
  message: string
  customerName: string
  /** Such as the number, the amount and the due date, ready to read. */
  rows: { label: string; value: string }[]
  /**
   * Leads to a page of the portal, such as `invoices/<id>`, or with an empty path to its first page. It signs nobody
   * in, and is left out for a reader who cannot sign in.
   */
  button: { label: string; path: string } | null
  alsoSentTo: { name: string; email: string }[]
  /** Made when the letter is sent. */
  attachment: AttachmentToMake | null
  /** The organization sends a link to the portal and no PDF: only readers without portal access get the PDF. */
  attachedWithoutAccessOnly: boolean
  /** What the reader may unsubscribe from with this letter. */
  unsubscribe: Unsubscribable | null
}

/** Where the organization sends a way to the portal and no PDF, it is for those who cannot take that way. */
export const bringsPdf = (withoutAccessOnly: boolean, hasPortalAccess: boolean) =>
  !withoutAccessOnly || !hasPortalAccess

/** No button to a door that the reader has no key to, but who to ask for one. */
export const wayToPortal = (hasPortalAccess: boolean): 'button' | 'ask' =>
  hasPortalAccess ? 'button' : 'ask'

export interface DocumentOfLetter {
  kind: DocumentKind
  id: string
  /** Of an invoice or a reminder. */
  invoiceId?: string | null
  role: 'to' | 'cc'
}

export interface AttachmentToMake {
  source: PdfSource
  id: string
  revision: number | null
}

export interface Attachment {
  /** Such as `INV-0042.pdf`. */
  filename: string
  contentType: string
  content: Buffer
}

export type AttachmentOf = (
  scope: Reading,
  source: AttachmentToMake['source'],
  id: string,
  revision: number | null,
) => Promise<Attachment>

import { invoicePdf } from './invoices/invoice-pdf.ts'
import type { Attachment, AttachmentToMake } from './mail/letters/document.ts'
import { receiptPdf } from './payments/receipt.ts'
import type { Reading } from './scope/scope.ts'
import { statementPdf } from './statements/statement.ts'

/** Makes what the postman attaches, through the noun that the document belongs to. */
export async function attachmentOf(
  { db, organizationId }: Reading,
  source: AttachmentToMake['source'],
  id: string,
  revision: number | null,
): Promise<Attachment> {
  const contentType = 'application/pdf'
  switch (source) {
    case 'invoice':
      return { ...(await invoicePdf(db, organizationId, id, revision ?? undefined)), contentType }
    case 'receipt':
      return { ...(await receiptPdf(db, organizationId, id)), contentType }
    case 'statement':
      return { ...(await statementPdf(db, organizationId, id)), contentType }
  }
}

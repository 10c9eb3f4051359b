import { invoicePdf } from './invoices/invoice-pdf.ts'
import type { Attachment, AttachmentToMake } from './mail/letters/document.ts'
import { receiptPdf } from './payments/receipt.ts'
import type { Reading } from './scope/scope.ts'
import { statementPdf } from './statements/statement.ts'

/** Makes what the postman attaches, through the noun that the document belongs to. */
export async function attachmentOf(
  scope: Reading,
  source: AttachmentToMake['source'],
  id: string,
  revision: number | null,
): Promise<Attachment> {
  const contentType = 'application/pdf'
  switch (source) {
    case 'invoice':
      return { ...(await invoicePdf(scope, id, revision ?? undefined)), contentType }
    case 'receipt':
      return { ...(await receiptPdf(scope, id)), contentType }
    case 'statement':
      return { ...(await statementPdf(scope, id)), contentType }
  }
}

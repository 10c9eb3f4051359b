import type { Database } from './database/database.ts'
import { invoicePdf } from './invoices/invoice-pdf.ts'
import type { Attachment, AttachmentOf } from './mail/document.ts'
import { receiptPdf } from './payments/receipt.ts'
import { statementPdf } from './statements/statement.ts'

/** Makes what the postman attaches, through the noun that the document belongs to. */
export function attachmentsFrom(database: Database): AttachmentOf {
  return async (organizationId, source, id, revision): Promise<Attachment> => {
    const db = database.of(organizationId)
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
}

import type { Database } from './database/database.ts'
import { invoicePdf } from './invoices/invoice-pdf.ts'
import type { Attachment, AttachmentOf } from './mail/document.ts'

/** What the postman attaches, by the noun that makes it. */
export function attachmentsFrom(database: Database): AttachmentOf {
  return async (organizationId, source, id, revision): Promise<Attachment> => {
    const db = database.of(organizationId)
    switch (source) {
      case 'invoice':
        return {
          ...(await invoicePdf(db, organizationId, id, revision ?? undefined)),
          contentType: 'application/pdf',
        }
      default:
        throw new Error(`nobody makes a PDF of a ${source}`)
    }
  }
}

import type { Db } from '../database/database.ts'
import { renderPdf } from '../documents/pdf/render-pdf.ts'
import type { NamedFile } from '../http/serve.ts'
import { readDocument } from './revision.ts'

/** An invoice as a PDF: the same bytes for the same revision, no matter who asks and when. */
export async function invoicePdf(
  db: Db,
  organizationId: string,
  invoiceId: string,
  revision?: number,
): Promise<NamedFile> {
  const { document, state } = await readDocument(db, organizationId, invoiceId, revision)
  // A draft changes without a revision, so there is nothing to cache it by.
  const key =
    state === 'draft' ? undefined : `invoice:${organizationId}:${invoiceId}:${document.revision}:${state}`
  return {
    filename: `${document.number || 'Draft'}.pdf`,
    content: await renderPdf(document, organizationId, key),
  }
}

import { renderPdf } from '../documents/pdf/render-pdf.ts'
import type { NamedFile } from '../http/answer.ts'
import type { Reading } from '../scope/scope.ts'
import { readDocument } from './revision.ts'

/** An invoice as a PDF: the same bytes for the same revision, no matter who asks and when. */
export async function invoicePdf(scope: Reading, invoiceId: string, revision?: number): Promise<NamedFile> {
  const { document, state } = await readDocument(scope, invoiceId, revision)
  // A draft changes without a revision, so there is nothing to cache it by.
  const key = state === 'draft' ? undefined : `invoice:${invoiceId}:${document.revision}:${state}`
  return {
    filename: `${document.number || 'Draft'}.pdf`,
    content: await renderPdf(scope, document, key),
  }
}

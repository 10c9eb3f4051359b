import type { PdfDocument } from './document.ts'
import { openRenderer } from './renderer.ts'

/** One process of the compiler for all of this server, whoever asks. It starts with the first document. */
const renderer = openRenderer()

/**
 * The document as PDF: the same bytes for the same document, on every machine. `key` names what the document is a function
 * of (`invoice:<organization>:<id>:<revision>:<state>`): with one, bytes made lately are given again.
 */
export function renderPdf(document: PdfDocument, key?: string): Promise<Buffer> {
  return renderer.render(document, key)
}

/** When the server closes. A document asked for later starts the process anew. */
export function endPdfProcess(): Promise<void> {
  return renderer.end()
}

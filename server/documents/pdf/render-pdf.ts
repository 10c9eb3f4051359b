import type { Within } from '../../scope/scope.ts'
import type { PdfDocument, Seller } from './document.ts'
import { openRenderer } from './renderer.ts'

/** One compiler for the whole server. Its process starts with the first document. */
const renderer = openRenderer()

/**
 * The document as PDF: the same bytes for the same document, on every machine. `key` names what the document is a function
 * of (`invoice:<id>:<revision>:<state>`): with one, recently made bytes are returned again.
 */
export function renderPdf({ organizationId }: Within, document: PdfDocument, key?: string): Promise<Buffer> {
  return renderer.render(document, organizationId, key && `${organizationId}:${key}`)
}

/** Whether documents can show this picture. */
export function canDraw({ organizationId }: Within, logo: NonNullable<Seller['logo']>): Promise<boolean> {
  return renderer.draws(BLANK(logo), organizationId)
}

/** Called when the server ends. A later document starts the process again. */
export function endPdfProcess(): Promise<void> {
  return renderer.end()
}

const BLANK = (logo: Seller['logo']): PdfDocument => ({
  kind: 'statement',
  asOf: '2026-01-01',
  language: 'en',
  seller: {
    name: '',
    address: '',
    taxId: null,
    email: null,
    paymentInstructions: null,
    footer: null,
    accentColor: null,
    logo,
  },
  buyer: { name: '', accountNumber: null, address: '', attention: null },
  currencies: [],
  notes: null,
})

import { sql } from 'kysely'
import type { Reading } from '../scope/scope.ts'
import type { DocumentKind } from './kinds.ts'
import { defaultTemplates, type Template } from './templates.ts'

export interface LetterSettings {
  /** The organization's words that go with this kind of document, or Portico's own. */
  template: Template
  /** False: the PDF goes only to readers who could not open the portal. */
  attachesPdf: boolean
  sellerEmail: string | null
}

/** How an organization writes the letters that go with a kind of document. */
export async function readLetterSettings(
  { db, organizationId }: Reading,
  kind: DocumentKind,
): Promise<LetterSettings> {
  const { rows } = await sql<Omit<LetterSettings, 'template'> & { template: Template | null }>`
    select templates -> ${kind}::text as template, attach_pdf as "attachesPdf", seller_email as "sellerEmail"
    from invoicing_settings where organization_id = ${organizationId}`.execute(db)
  const settings = rows[0] ?? { template: null, attachesPdf: true, sellerEmail: null }
  return { ...settings, template: settings.template ?? defaultTemplates[kind] }
}

import type { RecipientDecision } from '../contacts/recipients.ts'
import type { Db } from '../database/database.ts'
import { bringsPdf, wayToPortal } from '../mail/document.ts'
import { readPortalAccess } from '../mail/portal-access-of-readers.ts'
import { wordsFor, type OutgoingDocument } from './post-document.ts'
import { typedOnly, type TypedAddress } from './typed-addresses.ts'

/** A document before it is sent: with what it would have, and without what is known only then. */
type DocumentToShow = Pick<
  OutgoingDocument,
  'kind' | 'template' | 'values' | 'customer' | 'button' | 'attachPdf'
> & {
  /** The name of the PDF, where it has one. */
  pdf: string | null
}

/** What each of those who would receive it would find in the letter; and who would not, and why. */
export async function previewDocument(
  db: Db,
  organizationId: string,
  document: DocumentToShow,
  decisions: readonly RecipientDecision[],
  addresses: readonly TypedAddress[],
) {
  const { template, button, pdf, attachPdf } = document
  const withAccess = await readPortalAccess(
    db,
    organizationId,
    decisions.map(({ personId }) => personId),
  )
  const readers = [
    ...decisions.map((decision) => ({ ...shown(decision), hasAccess: withAccess.has(decision.personId) })),
    ...typedOnly(decisions, addresses).map((typed) => ({ ...typed, hasAccess: false })),
  ]
  const nothing = { subject: null, message: null, attachment: null, portal: null }
  return {
    template,
    recipients: readers.map(({ hasAccess, ...reader }) => ({
      ...reader,
      ...(reader.role === null
        ? nothing
        : {
            ...wordsFor(document, reader),
            attachment: pdf !== null && bringsPdf(!attachPdf, hasAccess) ? pdf : null,
            portal: button && wayToPortal(hasAccess),
          }),
    })),
    sellerEmail: await readSellerEmail(db, organizationId),
  }
}

/** A decision, as it is told. */
export const shown = ({ contactId, name, email, role, code, why }: RecipientDecision) => ({
  contactId,
  name,
  email,
  role,
  code,
  why,
})

async function readSellerEmail(db: Db, organizationId: string) {
  const settings = await db
    .selectFrom('invoicing_settings')
    .select('seller_email')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  return settings?.seller_email ?? null
}

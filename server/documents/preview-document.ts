import { bringsPdf, wayToPortal } from '../mail/letters/document.ts'
import { readPortalAccess } from '../mail/letters/portal-access-of-readers.ts'
import type { ReadingNow } from '../scope/scope.ts'
import { decideRecipients, shown } from './decide-recipients.ts'
import type { ForThisOnce } from './for-this-once.ts'
import { receivedAs } from './kinds.ts'
import { readLetterSettings } from './letter-settings.ts'
import { wordsFor } from './post-document.ts'
import { wordsOver, type DocumentToSend } from './send-document.ts'
import type { Values } from './templates.ts'
import { typedOnly } from './typed-addresses.ts'

/** A document before it is sent: without what is known only then. */
export interface DocumentToPreview extends Pick<DocumentToSend, 'kind' | 'customer' | 'words' | 'button'> {
  values: Values
  choices: ForThisOnce
  /** The name of the PDF, where it has one. */
  pdf: string | null
  /** Which letters that cannot show, in a sentence. */
  notPrinted: string | null
}

/** What each of those who would receive it would find in the letter; and who would not, and why. */
export async function previewDocument(scope: ReadingNow, document: DocumentToPreview) {
  const { kind, customer, values, button, pdf, notPrinted, words, choices } = document
  const settings = await readLetterSettings(scope, kind)
  const template = wordsOver(settings.template, words)
  const decisions = await decideRecipients(scope, customer.id, receivedAs(kind), choices)
  const withAccess = await readPortalAccess(
    scope,
    decisions.map(({ personId }) => personId),
  )
  const readers = [
    ...decisions.map((decision) => ({ ...shown(decision), hasAccess: withAccess.has(decision.personId) })),
    ...typedOnly(decisions, choices.addresses ?? []).map((typed) => ({ ...typed, hasAccess: false })),
  ]
  const nothing = { subject: null, message: null, attachment: null, portal: null }
  return {
    template,
    recipients: readers.map(({ hasAccess, ...reader }) => ({
      ...reader,
      ...(reader.role === null
        ? nothing
        : {
            ...wordsFor({ kind, template, values, customer }, reader),
            attachment: pdf !== null && bringsPdf(!settings.attachesPdf, hasAccess) ? pdf : null,
            portal: button && wayToPortal(hasAccess),
          }),
    })),
    notPrinted,
    sellerEmail: settings.sellerEmail,
  }
}

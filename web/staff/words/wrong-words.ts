import type { DocumentKind } from '../../../server/documents/kinds.ts'
import { noSuchPlaceholder, unknownPlaceholders } from '../../../server/documents/templates.ts'

/** What is wrong with a subject or a message, said at its field. */
export function wrongWords(text: string, kind: DocumentKind): string | null {
  if (!text.trim()) return 'Fill this in.'
  const [unknown] = unknownPlaceholders(text, kind)
  return unknown === undefined ? null : noSuchPlaceholder(unknown)
}

import {
  noSuchPlaceholder,
  type TemplateKind,
  unknownPlaceholders,
} from '../../../server/documents/templates.ts'

/** What is wrong with a subject or a message, said at its field. */
export function wrongWords(text: string, kind: TemplateKind): string | null {
  if (!text.trim()) return 'Fill this in.'
  const [unknown] = unknownPlaceholders(text, kind)
  return unknown === undefined ? null : noSuchPlaceholder(unknown)
}

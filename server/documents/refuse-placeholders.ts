import type { DocumentKind } from './kinds.ts'
import { InvalidRequest, type FieldError } from '../http/problems.ts'
import { noSuchPlaceholder, unknownPlaceholders, type Template } from './templates.ts'

type Words = { [Field in keyof Template]?: string | undefined }

/** A slip in braces would go out to customers. */
export function refuseUnknownPlaceholders(words: Words, kind: DocumentKind) {
  const errors = wrongPlaceholders(words, kind)
  if (errors.length > 0) throw new InvalidRequest(errors)
}

/** Each by its field, which stands below `under`. */
export function wrongPlaceholders(words: Words, kind: DocumentKind, under = ''): FieldError[] {
  return (['subject', 'message'] as const).flatMap((field) =>
    unknownPlaceholders(words[field] ?? '', kind).map((name) => ({
      pointer: `${under}/${field}`,
      detail: noSuchPlaceholder(name),
    })),
  )
}

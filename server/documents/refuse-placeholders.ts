import { InvalidRequest, type FieldError } from '../http/problems.ts'
import { unknownPlaceholders, type Template, type TemplateKind } from './templates.ts'

/** A slip in braces would go out to customers. */
export function refuseUnknownPlaceholders(
  words: { [Field in keyof Template]?: string | undefined },
  kind: TemplateKind,
) {
  const errors: FieldError[] = (['subject', 'message'] as const).flatMap((field) =>
    unknownPlaceholders(words[field] ?? '', kind).map((name) => ({
      pointer: `/${field}`,
      detail: `{${name}} means nothing here. Correct or remove it.`,
    })),
  )
  if (errors.length > 0) throw new InvalidRequest(errors)
}

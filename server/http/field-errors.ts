import type * as z from 'zod'
import { plainly } from './plainly.ts'
import type { FieldError } from './problems.ts'

/** What was sent, as declared; or every field that is wrong, with the remedy. */
export function check<T>(
  schema: z.ZodType<T>,
  input: unknown,
): { ok: true; data: T } | { ok: false; errors: FieldError[] } {
  const parsed = schema.safeParse(input, { error: plainly })
  return parsed.success
    ? { ok: true, data: parsed.data }
    : { ok: false, errors: fieldErrors(parsed.error.issues) }
}

/** By JSON pointer. For an unknown key, the key itself. */
function fieldErrors(issues: z.core.$ZodIssue[], above: PropertyKey[] = []): FieldError[] {
  return issues.slice(0, 50).flatMap((issue) => {
    const path = [...above, ...issue.path]
    if (issue.code === 'unrecognized_keys')
      return issue.keys.slice(0, 50).map((key) => ({
        pointer: pointer([...path, key]),
        detail: `There is no field "${key.slice(0, 100)}" here. Remove it, or correct its name.`,
      }))
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      // The alternative that was meant is the one with the fewest errors.
      const meant = issue.errors.toSorted((a, b) => a.length - b.length)[0]!
      return fieldErrors(meant, path)
    }
    return [{ pointer: pointer(path), detail: issue.message.slice(0, 500) }]
  })
}

function pointer(path: PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
}

import { problemOf } from '../lib/problem.ts'

/** The refusals that belong to fields: `/addresses/0/city` becomes `addresses.0.city`, the path that forms use. */
export function fieldErrors(error: unknown): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const { pointer, detail } of problemOf(error).errors ?? []) {
    const path = pointer.replace(/^#/, '').split('/').slice(1).map(unescapePointer).join('.')
    errors[path] = path in errors ? `${errors[path]} ${detail}` : detail
  }
  return errors
}

function unescapePointer(part: string) {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** Shows each refusal at its field. What belongs to no field comes back as `rest`, for an ErrorNotice. */
export function showProblems<Values extends object>(
  form: { setErrors: (errors: Record<string, string>) => void; getValues: () => Values },
  error: unknown,
): { errors: Record<string, string>; rest: unknown } {
  const errors = fieldErrors(error)
  form.setErrors(errors)
  const known = Object.keys(form.getValues())
  const paths = Object.keys(errors)
  const allShown = paths.length > 0 && paths.every((path) => known.includes(path.split('.')[0]!))
  return { errors, rest: allShown ? null : error }
}

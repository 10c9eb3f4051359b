/**
 * A field in which something is typed that is none of its choices says so by `setCustomValidity`, as any control of a form
 * may. Nothing is sent while there is one: what would be sent is not what is shown.
 */
export function isUnfinished(form: HTMLElement | null | undefined): boolean {
  const fields = [...(form?.querySelectorAll('input') ?? [])]
  const unfinished = fields.filter(({ validity }) => validity.customError)
  unfinished[0]?.focus()
  // Lets each say what is wrong, in words of its own.
  for (const field of unfinished) field.checkValidity()
  return unfinished.length > 0
}

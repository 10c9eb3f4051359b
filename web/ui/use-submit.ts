import type { UseFormReturnType } from '@mantine/form'
import { useState } from 'react'
import type * as z from 'zod'
import { showProblems } from './form-problems.ts'

/** Runs a form's action once at a time; refusals go to their fields, and the first wrong field gets the focus. */
export function useSubmit<Values extends object>(
  form: UseFormReturnType<Values>,
  action: (values: Values) => Promise<unknown>,
) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const focusFirst = (errors: Record<string, unknown>) => {
    const first = Object.keys(errors)[0]
    if (first) form.getInputNode(first)?.focus()
  }
  const onSubmit = form.onSubmit(async (values) => {
    setBusy(true)
    setError(null)
    try {
      await action(values)
    } catch (refusal) {
      const shown = showProblems(form, refusal)
      setError(shown.rest)
      focusFirst(shown.errors)
    } finally {
      setBusy(false)
    }
  }, focusFirst)

  return { onSubmit, busy, error, setError }
}

/** Checks a form by the schema of the endpoint that it is sent to, so that both say the same sentence. */
export function checkedBy(schema: z.ZodType) {
  return (values: unknown) => {
    const result = schema.safeParse(values)
    if (result.success) return {}
    return Object.fromEntries(result.error.issues.map((issue) => [issue.path.join('.'), issue.message]))
  }
}

import type { UseFormReturnType } from '@mantine/form'
import { type FormEvent, useRef, useState } from 'react'
import { done } from './done.tsx'
import { showProblems } from './form-problems.ts'
import { isUnfinished } from './unfinished-fields.ts'
import { useUnsaved } from './unsaved.ts'

interface Steps<Values, Saved> {
  save: (values: Values) => Promise<Saved>
  /** What follows: say so, and lead on. The form may then be left. */
  saved?: (saved: Saved) => unknown
  /** For a form that edits something: what follows when nothing was changed, after a toast that says so. */
  unchanged?: () => unknown
  /** A form that may be left without a question, such as a sign-in. */
  isFleeting?: boolean
}

/**
 * Runs a form's action once at a time; refusals go to their fields, and the first wrong field gets the focus. Until it is
 * saved, leaving the form asks: what leads on belongs in `saved`. An action that is a function alone stays where it is.
 */
export function useSubmit<Values extends object, Saved>(
  form: UseFormReturnType<Values>,
  action: Steps<Values, Saved> | Steps<Values, Saved>['save'],
) {
  const {
    save,
    saved,
    unchanged,
    isFleeting = false,
  } = typeof action === 'function' ? { save: action } : action
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const isRunning = useRef(false)
  const savedAs = useRef('')

  const isEdited = () => written(form.getValues()) !== written(form.getInitialValues())
  useUnsaved(() => !isFleeting && isEdited() && written(form.getValues()) !== savedAs.current)

  const focusFirst = (errors: Record<string, unknown>) => {
    const first = Object.keys(errors)[0]
    if (first) form.getInputNode(first)?.focus()
  }
  const run = async (values: Values) => {
    if (isRunning.current) return
    if (unchanged && !isEdited()) {
      done('Nothing was changed.')
      return unchanged()
    }
    isRunning.current = true
    setBusy(true)
    setError(null)
    try {
      const result = await save(values)
      savedAs.current = written(form.getValues())
      await saved?.(result)
    } catch (refusal) {
      const shown = showProblems(form, refusal)
      setError(shown.rest)
      focusFirst(shown.errors)
    } finally {
      isRunning.current = false
      setBusy(false)
    }
  }
  const onSubmit = (event?: FormEvent<HTMLFormElement>) => {
    event?.preventDefault()
    if (!isUnfinished(event?.currentTarget)) form.onSubmit(run, focusFirst)(event)
  }

  return { onSubmit, busy, error, setError }
}

const written = (values: unknown) => JSON.stringify(values)

import { useEffect, useLayoutEffect, useRef } from 'react'
import { dialogInFront } from './open-dialogs.ts'

/**
 * What is typed and not yet saved, for the whole app. Every form tells by `useUnsaved` whether it holds something
 * (`useSubmit` does it for those that use it); whatever takes a form away asks `mayLeave` first: links, Back and Escape in
 * a panel by the router, dialogs by themselves. `LeaveWarning` shows the question.
 */

interface Form {
  isUnsaved: () => boolean
  /** Where it was opened: closing a dialog loses only what is typed in that. */
  dialog: string | undefined
}

const forms = new Set<Form>()

/** Tells that a form is here, and whether leaving it would lose something: asked when it matters, not at each letter. */
export function useUnsaved(isUnsaved: () => boolean) {
  const latest = useRef(isUnsaved)
  useLayoutEffect(() => {
    latest.current = isUnsaved
  })
  useEffect(() => {
    const form = { isUnsaved: () => latest.current(), dialog: dialogInFront() }
    forms.add(form)
    return () => void forms.delete(form)
  }, [])
}

/** In the dialog, or anywhere. */
export function isAnythingUnsaved(dialog?: string) {
  return [...forms].some((form) => (!dialog || form.dialog === dialog) && form.isUnsaved())
}

/** Whether what is typed may be lost: asks where something is. */
export async function mayLeave(dialog?: string): Promise<boolean> {
  return !isAnythingUnsaved(dialog) || (await ask())
}

/** For Cancel: closes the dialog in front, or the form on the page. */
export const cancelling = (close: () => unknown) => async () => {
  if (await mayLeave(dialogInFront())) close()
}

interface Question {
  answer: (mayLeave: boolean) => void
}

let question: Question | null = null
const readers = new Set<() => void>()

function ask(): Promise<boolean> {
  // Asked again by another way out: it is about that one now.
  question?.answer(false)
  return new Promise((resolve) => {
    const asked: Question = {
      answer: (leaves) => {
        if (question === asked) setQuestion(null)
        resolve(leaves)
      },
    }
    setQuestion(asked)
  })
}

function setQuestion(next: Question | null) {
  question = next
  for (const reader of readers) reader()
}

/** What is being asked, if anything: `useSyncExternalStore(...questions)`. */
export const questions = [
  (reader: () => void) => {
    readers.add(reader)
    return () => readers.delete(reader)
  },
  () => question,
] as const

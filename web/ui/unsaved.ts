import { useEffect, useLayoutEffect, useRef } from 'react'
import { dialogInFront } from './open-dialogs.ts'

/**
 * What is typed and not yet saved, for the whole app. Every form registers with `useUnsaved` (`useSubmit` does it for those
 * that use it). Everything that takes a form away asks `mayLeave` first: links, Back and Escape in a panel by the router,
 * dialogs by themselves. `LeaveQuestion` shows the question.
 */

interface Form {
  isUnsaved: () => boolean
  /** Where it was opened: closing a dialog loses only what is typed in that. */
  dialog: string | undefined
}

const forms = new Set<Form>()

/** Registers a form, with a function that says whether leaving it would lose something: called on leaving, not at each key. */
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

/** Whether the page may be left. Asks people first where something typed would be lost. */
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

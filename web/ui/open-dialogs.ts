import { useId, useLayoutEffect, useSyncExternalStore } from 'react'

/** The dialogs that are open, the one in front last: one may ask a question over another. */
let open: readonly string[] = []
const readers = new Set<() => void>()

/** Its name among them, and whether it is the one in front, which takes the Escape key. */
export function useOpenDialog() {
  const id = useId()
  // Before the effects of its content, which may ask which dialog they are in.
  useLayoutEffect(() => {
    setOpen([...open, id])
    return () => setOpen(open.filter((other) => other !== id))
  }, [id])
  return { id, isInFront: useDialogInFront() === id }
}

export const useDialogInFront = () => useSyncExternalStore(subscribe, dialogInFront)

export const dialogInFront = () => open.at(-1)

function setOpen(next: readonly string[]) {
  open = next
  for (const reader of readers) reader()
}

function subscribe(reader: () => void) {
  readers.add(reader)
  return () => readers.delete(reader)
}
